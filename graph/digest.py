"""The digest: 128 bits that are the same for the same knowledge, however and in whatever order it came about.

The sum of the hashes of every node and relationship. A party is named by its smallest record id, a household that was formed by
the smallest of its members' and the day of that membership. Left out are when we learned a thing, which pass or batch brought it,
and how the database counts; of what is said by hand all that does not stand any more; and customer groups and early
warnings, which follow from what is said and keep what they once were.
"""

from collections.abc import AsyncIterator
from hashlib import blake2b
from typing import Any

import orjson

from graph import desk
from graph.session import Session
from runtime.errors import PlatformError

# Bookkeeping, and what people judged: told with `all`.
ASIDE = (
    "Pass", "Batch", "QuarantinedRow", "Migration", "Lock", "Change", "AccessRecord", "RetiredParty", "RetiredHousehold",
    "MatchTask", "Mark", "PartyChange", "CustomerGroup", "EarlyWarning", "Recommendation", "Standing",
)  # fmt: skip
ASIDE_TYPES = ("SAID_IN", "REFUSED_IN", "JUDGED")
UNSAID = ("recordedAt", "endedAt", "toldOn", "firstPass", "firstRecord", "pass", "hash", "unlinked")
COUNTED = ("SourceRecord", "RecordVersion")  # whose sequence tells in which order their words arrived
KINDS = ("Person", "Company")  # a second label beside Party
PAGE = 1_000

COUNTS = "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*)"
LABELS = """
SHOW CONSTRAINTS YIELD type, entityType, labelsOrTypes, properties
WHERE entityType = 'NODE' AND type CONTAINS 'UNIQUENESS' AND size(properties) = 1
RETURN labelsOrTypes[0], properties[0] ORDER BY labelsOrTypes[0], properties[0]"""
# A page of nodes in the order of their keys, each with what leads out of it: one record holds a thousand of them,
# for the driver takes longer over records than over values.
PAGE_OF = """
MATCH (n:`{label}`) WHERE n.`{key}` {bound}
WITH n ORDER BY n.`{key}` LIMIT $page
RETURN max(n.`{key}`), collect([
  labels(n), {node}, n {{.*{without}}},
  COLLECT {{
    MATCH (n)-[r]->(o) WHERE $all OR NOT (type(r) IN $types OR any(l IN labels(o) WHERE l IN $aside)
      OR o.withdrawn IS NOT NULL OR r.withdrawn IS NOT NULL)
    RETURN [type(r), r {{.*{without}}}, labels(o), {other}]
  }}])"""
NAME = """CASE
  WHEN {n}:Party THEN COLLECT {{ MATCH ({n})<-[:DESCRIBES]-(s) RETURN s.id ORDER BY s.id LIMIT 1 }}[0]
  WHEN {n}:RecordVersion THEN {n}.record + '@' + toString({n}.effectiveOn)
  WHEN {n}:Household AND {n}.derived THEN COLLECT {{ MATCH ({n})<-[b:BELONGS_TO]-()
    RETURN b.recordId + '@' + b.by AS member ORDER BY member LIMIT 1 }}[0]
  ELSE coalesce({n}.id, {n}.code, {n}.name, toString({n}.number)) END"""


async def digest(session: Session, *, all: bool = False) -> str:
    """32 hexadecimal digits; nothing may be written meanwhile. `all` adds bookkeeping, judgements and retired ids.

    Every label needs a uniqueness constraint: raises PlatformError when nodes were missed.
    """
    there = {label: count for label, count in await session.rows(COUNTS) if label not in KINDS}
    keys = {label: key for label, key in reversed(await session.rows(LABELS)) if label in there}
    total, seen = 0, sum(count for label, count in there.items() if label in ASIDE and not all)
    for label, key in keys.items():
        if label in ASIDE and not all:
            continue
        async for node in _nodes(session, label, key, all):
            total, seen = total + (_sum(*node) if all or not desk.is_over(node[0], node[2]) else 0), seen + 1
    if seen != sum(there.values()):
        raise PlatformError("The digest missed nodes: a label has no uniqueness constraint, or something was written meanwhile.")
    return f"{total % 2**128:032x}"


async def _nodes(session: Session, label: str, key: str, everything: bool) -> AsyncIterator[list[Any]]:
    unsaid = (*UNSAID, "sequence") if label in COUNTED else UNSAID
    without = "" if everything else "".join(f", {name}: null" for name in unsaid)
    params: dict[str, Any] = {"all": everything, "aside": list(ASIDE), "types": list(ASIDE_TYPES), "page": PAGE, "after": None}
    while True:
        bound = "IS NOT NULL" if params["after"] is None else "> $after"
        names = {"node": NAME.format(n="n"), "other": NAME.format(n="o")}
        text = PAGE_OF.format(label=label, key=key, bound=bound, without=without, **names)
        ((params["after"], page),) = await session.rows(text, params)
        for node in page:
            yield node
        if len(page) < PAGE:
            return


def _sum(labels: list[str], name: str | None, said: dict[str, Any], out: list[list[Any]]) -> int:
    """The hashes of a node and of the relationships that lead out of it."""
    total = _hash(sorted(labels), name, _plain(said, unnamed(labels, said)))
    for type_, properties, far_labels, far in out:
        total += _hash(type_, sorted(labels), name, sorted(far_labels), far, _plain(properties, None))
    return total


def unnamed(labels: list[str], said: dict[str, Any]) -> str | None:
    """The key that is given by chance, or rests on the order in which things came."""
    if "Party" in labels or said.get("derived"):
        return "id"
    return "key" if "RecordVersion" in labels else None


def _plain(said: dict[str, Any], without: str | None) -> list[tuple[str, Any]]:
    return sorted((name, value) for name, value in said.items() if value is not None and name != without)


def _hash(*parts: object) -> int:
    return int.from_bytes(blake2b(orjson.dumps(parts, default=_text), digest_size=16).digest())


def _text(value: Any) -> str:
    """Dates and instants of the database as ISO text."""
    return value.iso_format()
