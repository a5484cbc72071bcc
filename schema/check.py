"""Refuses a schema in which some field could read past its caller's scope or permission."""

import re
from collections.abc import Iterator
from typing import Any, cast

import strawberry
from graphql import GraphQLField

from graph.mapping import PUBLIC, Chosen, Expression, Inherited, Inline, Judged, Many, Matched, Reach, Tally, Totals
from graph.statement import refuse_unscoped
from graph.wanted import Landing
from resolvers.selection import is_required, landing, named_type, node_of, source_of

LEDGERS = frozenset(("PartyChange",))
"""Labels that tell ids of parties and records, times and rules, and nothing else."""
PROPERTY = re.compile(r"\b\w+\.(\w+)")


def check(schema: strawberry.Schema) -> None:
    """Raises ValueError with the field's name."""
    types = cast(dict[str, Any], schema._schema.type_map)  # pyright: ignore[reportPrivateUsage]
    nodes = [node for node in map(node_of, types.values()) if node]
    free = {node.label for node in nodes if node.scope == PUBLIC}
    free |= LEDGERS
    free |= {node.formerly for node in nodes if node.formerly}  # an earlier key tells the key of now and nothing else
    hanging = [(node.label, node.scope.arrow) for node in nodes if isinstance(node.scope, Inherited)]
    fields = [(f"{name}.{field}", made) for name, type_ in types.items() for field, made in getattr(type_, "fields", {}).items()]
    tags = tagged(fields)
    for name, field in fields:
        for cypher in templates(field):
            try:
                # who sees `this` sees what hangs from it
                refuse_unscoped(cypher, free | {label for label, arrow in hanging if f"{arrow}(this" in cypher})
            except ValueError as fault:
                raise ValueError(f"{name}: {fault}") from None
        _permitted(name, field, tags)
        if isinstance(source_of(field), Totals):
            _added(name, field, landing(schema._schema, types[name.partition(".")[0]]), tags)  # pyright: ignore[reportPrivateUsage]


def tagged(fields: list[tuple[str, GraphQLField]]) -> dict[str, str]:
    """The tag of each property that some field withholds."""
    sources = [source_of(field) for _, field in fields]
    return {s.name: s.tag for s in sources if isinstance(s, Expression) and s.name and s.tag}


def templates(field: GraphQLField) -> Iterator[str]:
    match source_of(field):
        case Expression(cypher=cypher, mask=mask):
            yield from (cypher, mask or "")
        case Judged(needs=cypher):
            yield cypher
        case Chosen(choices=choices):
            yield from choices.values()
        case Matched(texts=texts):
            yield from (cypher for cypher, _ in texts)
        case Inline(cells=cells):
            yield from cells.values()
        case Reach(keys=keys, test=test):
            yield from (*keys.values(), test)
        case Many(keys=keys):
            yield from keys.values()
        case Totals(keys=made):
            yield from (key.cypher for key in made.values())
        case _:
            pass


def _permitted(name: str, field: GraphQLField, tags: dict[str, str]) -> None:
    source = source_of(field)
    if isinstance(source, Expression | Inline | Judged) and source.tag and is_required(cast(Any, field).type):
        raise ValueError(f"{name}: what may be withheld must be nullable")
    if (isinstance(source, Expression) and source.name is None) or isinstance(source, Judged | Chosen | Matched):
        tag = getattr(source, "tag", None)
        tagged = source.texts if isinstance(source, Matched) else [(cypher, tag) for cypher in templates(field)]
        read = {tags[found] for cypher, own in tagged for found in PROPERTY.findall(cypher) if tags.get(found, own) != own}
        if read:
            raise ValueError(f"{name} reads what is withheld as {', '.join(sorted(read))}: give it that tag")


def _added(name: str, field: GraphQLField, list_: Landing, tags: dict[str, str]) -> None:
    """Totals are of what the nodes of their list have; who may not read that may not group by what is made of it."""
    totals, groups = cast(Totals, source_of(field)), named_type(cast(Any, named_type(field)).fields["groups"])
    for word, key in totals.keys.items():
        source = list_.sources.get(key.field, (None, None))[0]
        if not key.cypher and not isinstance(source, Expression) and key.field not in list_.node.sortable:
            raise ValueError(f"{name} groups by {word}, which its nodes do not have")
        if {tags.get(found) for found in PROPERTY.findall(key.cypher)} - {None, getattr(source, "tag", None)}:
            raise ValueError(f"{name} groups by {word}, which reads what is withheld")
    added = [made.field for each in cast(Any, groups).fields.values() if isinstance(made := source_of(each), Tally)]
    sources = [list_.sources[each][0] if each in list_.sources else None for each in added]
    if not all(isinstance(source, Expression) or (isinstance(source, Inline) and "minor" in source.cells) for source in sources):
        raise ValueError(f"{name} adds what its nodes do not have")
    if len({source.cells["currency"] for source in sources if isinstance(source, Inline)}) > 1:
        raise ValueError(f"{name} adds amounts whose currencies stand in several places")
