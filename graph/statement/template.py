"""Cypher written by hand in a declaration, with the statement's own names put in."""

import re

SCOPED = re.compile(r"scoped\((\w+)\)")
CURRENT = re.compile(r"current\((\w+)\)")
DAY = re.compile(r"\bon\((\w+\.\w+)\)")
OWN_VARIABLE = re.compile(r"\b_(\w+)\b")


def in_scope(name: str) -> str:
    """True where one of the units that serve a node is one of the caller's."""
    return f"any(u IN {name}.units WHERE u IN $scope)"


def dated(name: str, day: str = "$today", known: str = "") -> str:
    """True where a relationship holds on a day; as far as was `known` on another: an end that was told later is none."""
    since = f"({name}.validFrom IS NULL OR {name}.validFrom <= {day})"
    if not known:
        return f"({name}.validTo IS NULL OR {name}.validTo > {day}) AND {since}"
    to = f"({name}.validTo IS NULL OR {name}.validTo > {day} OR date({name}.endedAt) > {known})"
    return f"{to} AND {since} AND ({name}.recordedAt IS NULL OR date({name}.recordedAt) <= {known})"


def current(text: str, day: str = "$today", known: str = "") -> str:
    """`current(r)` as what it stands for: that a relationship holds today, or on a day."""
    text = DAY.sub(lambda m: f"{m[1]} <= {day}" + (f" AND {m[1]} <= {known}" if known else ""), text)
    return CURRENT.sub(lambda m: f"({dated(m[1], day, known)})", text)


def fill(template: str, this: str, depth: int, edge: str = "", *, whole: bool, day: str = "$today", known: str = "") -> str:
    """Renames a template's variables by depth, so that no two of them ever meet."""
    text = SCOPED.sub(lambda m: "true" if whole else in_scope(m[1]), template)
    text = current(text, day, known)
    text = OWN_VARIABLE.sub(lambda m: f"{m[1]}{depth}", text)
    return re.sub(r"\bedge\b", edge, re.sub(r"\bthis\b", this, text))


def conjoined(match: str, found: list[str]) -> str:
    """A pattern with more tests than it had."""
    if not found:
        return match
    return f"{match}{' AND ' if ' WHERE ' in match else ' WHERE '}{' AND '.join(found)}"
