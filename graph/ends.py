"""Whether the nodes are there that something wants to be linked to."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from graph.session import Session
from graph.vocabulary import NodeMeta, RelationshipMeta, class_of, end_text, meta_of
from runtime.batched import batched

THERE = """
UNWIND $keys AS key
{end}
RETURN DISTINCT key"""
AT_ONCE = 5_000


class Wanted(NamedTuple):
    """A node by its label and key; of a party, the record that describes it."""

    label: str
    key: str
    of_record: bool
    value: str


def wanted(record: Any, field: str | None) -> list[Wanted]:
    """The ends without which a record is not loaded, or that of one link of it."""
    meta = meta_of(class_of(record))
    if isinstance(meta, NodeMeta):
        links = [(name, meta.links[name]) for name in ([field] if field else meta.needs)]
        return [Wanted(link.label, link.key, link.of_record, getattr(record, name)) for name, link in links]
    if isinstance(meta, RelationshipMeta):
        return [Wanted(end.label, end.key, end.of_record, getattr(record, end.field)) for end in (meta.start, meta.end)]
    return []


async def there(session: Session, ends: Iterable[Wanted]) -> set[Wanted]:
    """Those of them that the graph has."""
    found, kinds = set[Wanted](), dict[tuple[str, str, bool], list[str]]()
    for end in sorted(set(ends)):
        kinds.setdefault(end[:3], []).append(end.value)
    for (label, key, of_record), values in kinds.items():
        text = THERE.format(end=end_text(label, key, of_record, "key", "n"))
        for part in batched(values, AT_ONCE):
            found.update(Wanted(label, key, of_record, value) for (value,) in await session.rows(text, {"keys": part}))
    return found
