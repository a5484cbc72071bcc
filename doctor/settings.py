"""The settings: which are set, and which are wrong."""

from collections.abc import Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from doctor.finding import Finding, ok, warning, wrong
from ingest.sources import sources
from runtime.errors import NotConfigured
from runtime.secret import SHORTEST
from runtime.settings import SILO, Settings

OURS = "C360_"
KNOWN = {str(field.alias) for field in Settings.model_fields.values()}
OF_TESTS = {"C360_DATA", "C360_TESTS_MAY_WIPE"}


def look(env: Mapping[str, str]) -> list[Finding]:
    """Settings that are wrong, names that are no setting, silos that nobody reads; what is set, by name only."""
    _, faults = Settings.as_far_as_right(env)
    found = [_wrong(fault) for fault in faults.values()]
    given = sorted(name for name, value in env.items() if value != "" and (name in KNOWN or name.startswith(OURS)))
    found += [_strange(name) for name in given if name not in KNOWN | OF_TESTS and not name.startswith(SILO)]
    silos = {name.upper().replace("-", "_") for name in sources()}
    named = [name for name in given if name.startswith(SILO)]
    found += [_unread(name) for name in named if name.removeprefix(SILO).removesuffix("_TOKEN") not in silos]
    if 0 < len(env.get("C360_TOKEN_SECRET", "")) < SHORTEST:
        found.append(wrong("settings", "C360_TOKEN_SECRET is too short.", f"Give it {SHORTEST} characters or more.", NotConfigured))
    return found or [ok("settings", f"{', '.join(given)} are set, the others are as they come." if given else "None is set.")]


def zone(settings: Settings, env: Mapping[str, str]) -> list[Finding]:
    """The time zone of the bank's days."""
    there = datetime.now(UTC).astimezone(ZoneInfo(settings.timezone))
    default = "" if env.get("C360_TIMEZONE") else ", which nobody has set"
    return [ok("time zone", f"The bank's days are those of {settings.timezone}{default}: it is {there:%Y-%m-%d %H:%M} there.")]


def _wrong(fault: str) -> Finding:
    told, _, reason = fault.partition(": ")
    do = "Mend or unset it; the rest is checked as if it were not set."
    return wrong("settings", f"{told}: {reason}", do, NotConfigured)


def _strange(name: str) -> Finding:
    near = get_close_matches(name, KNOWN, 1)
    do = f"Is {near[0]} meant?" if near else "`c360 settings` lists them."
    return warning("settings", f"{name} is set and is no setting.", do)


def _unread(name: str) -> Finding:
    return warning("settings", f"{name} is set, and no source has this name.", "`c360 sources` lists them.")
