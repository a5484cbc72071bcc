"""The home: whose it is, who holds it, and what processes that died have left in it."""

import os
import pwd
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from doctor import processes
from doctor.disk import size
from doctor.finding import Finding, at_most, not_checked, ok, sized, split, warning, wrong
from graph import health
from graph.session import Session
from ingest.sources import sources
from runtime import home as layout
from runtime.errors import HomeTooNew
from runtime.local.home import is_importing

CLOSED = 0o077
HOLDING = ("spool", "quarantine", "landing/*", "dlt", "workspace", "workspace/*", "neo4j-*", "valkey", "secret", "engines.json")
"""What holds customers' data or secrets, and is its owner's alone."""
ENGINES = ("neo4j-*", "valkey")


def look(home: Path) -> list[Finding]:
    """Whether it is there, whose it is, whether it may be written, and whether others may read what they must not."""
    if not home.exists():
        return [_none(home)]
    if not home.is_dir():
        return [wrong("home", f"{home} is no folder.", "Set C360_HOME to a folder of your own, or move what stands there.")]
    if not os.access(home, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        return [wrong("home", f"{home} can't be written by {_me()}.", f"Run it as {_owner(home)}, or set C360_HOME to another.")]
    found = [*_version(home), *_others(home), *_open(home)]
    return found or [ok("home", f"{home.resolve()} is {_me()}'s, closed to others, and can be written.")]


def holders(home: Path) -> list[Finding]:
    """Who runs engines in it, and who reads deliveries."""
    if not processes.known():
        return [not_checked("holders", "This system does not tell which process holds a file.")]
    found = [each for folder in _there(home, ENGINES) for each in _engine(folder)]
    for lock in sorted((*home.glob("spool/*.lock"), *home.glob("landing/*.lock"))):
        if who := processes.holder(lock):
            what = "reads and loads" if lock.parent.name == "landing" else "reads or loads"
            found.append(ok("holders", f"{_named(who)} {what} {lock.stem}."))
    return at_most(found, "") or [ok("holders", "No process holds it.")]


def leftovers(home: Path) -> list[Finding]:
    """What a process that died had under way: what it had read, rows it had refused, an import."""
    found = [*_spools(home), *_readings(home), *_imports(home)]
    return at_most(found, "") or [ok("leftovers", "No process that died has left anything.")]


def landed(home: Path) -> list[Finding]:
    """What was read from databases and services: what waits for its pass, what was refused, what is half done."""
    found = [each for folder in sorted(home.glob("landing/*")) if folder.is_dir() for each in _landing(folder)]
    found += [each for folder in sorted(home.glob("dlt/*")) if folder.is_dir() for each in _state(folder)]
    return at_most(found, "") or [ok("landing", "Nothing that was read from a database or a service waits.")]


async def quarantine(home: Path, graph: Session) -> list[Finding]:
    """Whether the rows that are kept belong to passes of this graph."""
    files = _kept(home)
    known = await health.known(graph, [file.stem for file in files])
    strays = [file for file in files if file.stem not in known]
    if not strays:
        return [ok("quarantine files", f"{len(files):,} are kept, each of a pass of this graph." if files else "None is kept.")]
    return [
        warning(
            "quarantine files",
            f"{len(strays):,} of {len(files):,} are of passes that this graph does not know, as {strays[0]}.",
            "Is this the graph that the home was used with? They hold customers' rows: delete them if that graph is gone.",
        )
    ]


def _kept(home: Path) -> list[Path]:
    return sorted(home.glob("quarantine/*.jsonl"))


def _none(home: Path) -> Finding:
    return warning(
        "home",
        f"{home.absolute()} is not there.",
        "The first command that needs it makes it; if there was one, set C360_HOME to it, or stand in the folder you stood in.",
    )


def _me() -> str:
    return _user(os.geteuid())


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def _owner(path: Path) -> str:
    return _user(path.stat().st_uid)


def _there(home: Path, patterns: tuple[str, ...] = HOLDING) -> list[Path]:
    return sorted(path for pattern in patterns for path in home.glob(pattern) if path.suffix != ".lock")


def _version(home: Path) -> Iterator[Finding]:
    try:
        known = layout.version(home)
    except HomeTooNew as fault:
        yield wrong("home", *split(str(fault)), kind=HomeTooNew)
        return
    if known is not None and known > layout.VERSION:
        yield wrong(
            "home",
            f"{home} was written by a later version of c360 (layout {known}, this one knows {layout.VERSION}).",
            "Run that version, or set C360_HOME to another folder.",
            HomeTooNew,
        )


def _others(home: Path) -> Iterator[Finding]:
    strange = [path for path in (home, *_there(home)) if path.stat().st_uid != os.geteuid()]
    if strange:
        names = ", ".join(str(path) for path in strange)
        yield warning("home", f"{names}: of {_owner(strange[0])}, not of {_me()}.", f"Run it as one user: chown -R {_me()} {home}")


def _open(home: Path) -> Iterator[Finding]:
    if not home.stat().st_mode & CLOSED:
        return
    opened = [path for path in _there(home) if path.stat().st_mode & CLOSED]
    if opened:
        names = ", ".join(str(path.relative_to(home)) for path in opened)
        do = f"They hold customers' data or secrets: chmod -R go= {home}"
        yield wrong("home", f"Others on this machine can read {names} in {home}.", do)


def _engine(folder: Path) -> Iterator[Finding]:
    if who := processes.holder(folder / "lock"):
        yield ok("holders", f"{_named(who)} runs {folder.name}.")
    elif left := processes.working_in(folder):
        yield warning(
            "holders",
            f"{_named(left[-1])} works in {folder}, and the process that started it is dead.",
            f"It is putting its data away: wait a minute; if it stays, kill {left[-1]}.",
        )


def _named(process: int) -> str:
    said = processes.named(process)
    return said[0].upper() + said[1:]


def _spools(home: Path) -> Iterator[Finding]:
    for folder in sorted(path for path in home.glob("spool/*") if path.is_dir()):
        if processes.known() and not processes.holder(folder.with_suffix(".lock")):
            yield warning(
                "leftovers",
                f"What a process that died had read of {folder.name} is left in {folder} ({sized(size(folder))}).",
                f"The next ingest of {folder.name} clears it; it holds customers' data: delete the folder if there is none.",
            )


def _readings(home: Path) -> Iterator[Finding]:
    for file in sorted(home.glob("quarantine/*.reading")):
        if file.stat().st_size and processes.known() and not processes.holder(home / "spool" / f"{file.stem}.lock"):
            yield warning(
                "leftovers",
                f"Rows that a pass of {file.stem} had refused when it ended are left in {file} ({sized(file.stat().st_size)}).",
                f"The next ingest of {file.stem} begins it anew; it holds customers' rows: delete it if there is none.",
            )


def _imports(home: Path) -> Iterator[Finding]:
    for folder in sorted(home.glob("neo4j-*")):
        if is_importing(folder) and not (processes.known() and processes.holder(folder / "lock")):
            yield warning(
                "leftovers",
                f"An import through files into {folder} was broken off: the graph there is empty.",
                "Run the same `c360 ingest … --offline` again: it clears up, and begins anew.",
            )


def _landing(folder: Path) -> Iterator[Finding]:
    from ingest import landing  # takes half a second to import

    name = folder.name
    if processes.known() and processes.holder(folder.with_name(f"{name}.lock")):
        return
    inside = sorted(each.name for each in folder.iterdir())
    if name not in sources() and inside:
        yield _of_nobody(folder)
        return
    waiting = [each for each in inside if landing.STAMPED.fullmatch(each)]
    aside = [each for each in inside if each.startswith(landing.REFUSED)]
    if waiting:
        since = f"{datetime.strptime(waiting[0], landing.STAMP).replace(tzinfo=UTC):%Y-%m-%d %H:%M} UTC"
        yield warning(
            "landing", f"{len(waiting):,} of {name} wait for their pass, the oldest since {since}.", f"Run `c360 ingest {name}`."
        )
    if aside:
        yield warning(
            "landing",
            f"{len(aside):,} of {name} were refused and are set aside in {folder}.",
            f"`c360 passes` says why; after a mend `c360 ingest {name} {folder / aside[0]}`. They hold customers' data.",
        )
    if _half_done(folder):
        yield warning("landing", f"A reading of {name} was broken off.", f"Run `c360 ingest {name}`: it goes on, and clears up.")


def _of_nobody(folder: Path) -> Finding:
    return warning("landing", f"{folder} is of no source that there is.", "Its source was renamed or taken away: delete it if so.")


def _half_done(folder: Path) -> bool:
    from ingest import landing

    arriving = folder / landing.ARRIVING
    begun = arriving.is_dir() and any(arriving.iterdir())
    return begun or (folder / landing.SEALING).exists() or any(folder.glob(f"{landing.DONE}*"))


def _state(folder: Path) -> Iterator[Finding]:
    """Of what reads databases and services: where the last reading ended, and what was read and not handed over."""
    name = next((name for name in sources() if folder.name.startswith(f"c360_{name.replace('-', '_')}_")), None)
    if name is None:
        yield _of_nobody(folder)
    elif processes.known() and processes.holder(folder.parents[1] / "landing" / f"{name}.lock"):
        return
    elif any(folder.glob("load/normalized/*")) or any(folder.glob("normalize/extracted/*")):
        yield warning("landing", f"What was read of {name} is not handed over.", f"Run `c360 ingest {name}`: it goes on with it.")
    elif (folder / "trace.pickle").exists():
        yield warning(
            "landing",
            f"A reading of {name} that died has left {folder / 'trace.pickle'}, which may hold its address and token.",
            f"Delete it, or run `c360 ingest {name}`.",
        )
