"""What a graph says, as lines: those that one graph has and another has not tell where two digests part."""

from collections import Counter
from typing import Any

from graph import digest
from graph.session import Session


async def told(session: Session) -> Counter[str]:
    """A line for each node and relationship, as the digest takes them; a party by its smallest record id."""
    there = {label for label, _ in await session.rows(digest.COUNTS)} - {*digest.KINDS, *digest.ASIDE}
    keys = {label: key for label, key in await session.rows(digest.LABELS) if label in there}
    lines = Counter[str]()
    for label, key in keys.items():
        async for labels, name, said, out in digest._nodes(session, label, key, False):
            lines[f"({name}:{label} {_said(said, digest.unnamed(labels, said))})"] += 1
            for type_, properties, far_labels, far in out:
                lines[f"({name}:{label})-[{type_} {_said(properties, None)}]->({far}:{sorted(far_labels)[0]})"] += 1
    return lines


def _said(said: dict[str, Any], without: str | None) -> str:
    return " ".join(f"{name}={value}" for name, value in digest._plain(said, without))


def differences(expected: Counter[str], found: Counter[str]) -> str:
    """Lines with a sign before each: - is missing, + is too much; nothing where there are none."""
    lines = [f"- {line}" for line in (expected - found).elements()] + [f"+ {line}" for line in (found - expected).elements()]
    return "\n".join(sorted(lines, key=lambda line: (line[2:], line)))
