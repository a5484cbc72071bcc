"""What a check found, and what to do about it."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from runtime.errors import OperatorFault, PlatformError

MOST = 10
"""Lines that one check may tell; what is more is counted in the last."""


class State(Enum):
    """A warning will or may become wrong; what is wrong keeps something from working now."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, what was found and where, what to do. `exit` is the exit code of what is wrong."""

    check: str
    state: State
    found: str
    do: str = ""
    exit: int = 0

    def as_dict(self) -> dict[str, Any]:
        return {"check": self.check, "state": self.state.value, "found": self.found, "do": self.do or None}


def ok(check: str, found: str) -> Finding:
    return Finding(check, State.OK, found)


def warning(check: str, found: str, do: str) -> Finding:
    return Finding(check, State.WARNING, found, do)


def wrong(check: str, found: str, do: str, kind: type[PlatformError] = OperatorFault) -> Finding:
    """`kind` tells whether the same again later may do (Unavailable) or someone must change something."""
    return Finding(check, State.WRONG, found, do, kind.exit)


def not_checked(check: str, why: str, do: str = "") -> Finding:
    return Finding(check, State.NOT_CHECKED, why, do)


def at_most(findings: list[Finding], do: str) -> list[Finding]:
    """The first of many, and how many more there are."""
    if len(findings) <= MOST:
        return findings
    last = findings[MOST - 1]
    more = Finding(last.check, last.state, f"{len(findings) - MOST + 1:,} more like these.", do, last.exit)
    return [*findings[: MOST - 1], more]


def split(told: str) -> tuple[str, str]:
    """A message of the platform, `what happened, where: what to do`, in its two parts."""
    found, _, do = told.partition(": ")
    return f"{found.rstrip('.')}.", do[:1].upper() + do[1:]


def sized(size: float) -> str:
    """Bytes as a person reads them."""
    for unit in ("bytes", "KB", "MB"):
        if size < 1000:
            return f"{size:,.0f} {unit}"
        size /= 1000
    return f"{size:,.1f} GB"
