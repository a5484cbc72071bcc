"""How a pass that was broken off goes on, in the words that whoever runs it must type."""

from datetime import date

from ingest.sources import sources

REDRIVEN, CHANGES = "/redriven", "~"


def goes_on(name: str, on: date | str, reading: str = "") -> str:
    """What makes the pass of a source by its name go on; `reading` names what it read, as `Reading.name` does."""
    if reading.endswith(REDRIVEN):
        return "drive the same rows again, as you did, with `c360 redrive`: it goes on where it was."
    one = sources().get(name)
    if one is None:
        return "ingest the same delivery as of the same day again: it goes on where it was."
    if not one.delivered:
        return f"run `c360 ingest {name}`: what was read waits in the home, and it goes on where it was."
    changes = " --changes" if reading == CHANGES and not one.of_changes else ""
    return f"run `c360 ingest {name} FOLDER --effective {on}{changes}` with the same delivery: it goes on where it was."


def goes_on_for(system: str, on: date | str, delivery: str) -> str:
    """As `goes_on`, where only the system is known: it may deliver in several forms."""
    names = sorted(each.name for each in sources().values() if each.system == system)
    if len(names) < 2:
        return goes_on(names[0] if names else system, on, delivery)
    said = goes_on(names[0], on, delivery)
    return said.replace(f" {names[0]} ", " NAME ") + f" NAME is the one that was ingested: {', '.join(names)}."
