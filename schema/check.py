"""Refuses a schema in which some field could read past its caller's scope or permission."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import strawberry
from graphql import GraphQLEnumType, GraphQLField, get_named_type

from graph.cursor import PARSE
from graph.mapping import (
    PUBLIC,
    Chosen,
    Expression,
    Inherited,
    Inline,
    Itself,
    Judged,
    Many,
    Matched,
    Node,
    Reach,
    Tagged,
    Tally,
    Totals,
)
from graph.statement import Decision, refuse_unscoped
from graph.statement.listing import ways
from graph.statement.where import LINE, Tested, valued
from graph.wanted import Landing
from resolvers.selection import is_required, kind_of, landing, named_type, node_of, source_of
from runtime.errors import BadQuestion

LEDGERS = frozenset(("PartyChange",))
"""Labels that tell ids of parties and records, times and rules, and nothing else."""
FOLLOWED = frozenset(
    (type_, end)
    for end, types in {
        "start": ("ABOUT", "CORRECTS", "DESCRIBES", "GRANTED_TO", "PLEDGED_BY", "TELLS", "VERSION_OF"),
        "end": ("BECAUSE", "BELONGS_TO", "IDENTIFIED_BY", "IN_GROUP", "LIVES_IN", "ONE", "OTHER", "REACHED_AT", "RESIDES_AT"),
    }.items()
    for type_ in types
) | {(type_, end) for type_ in ("CONCERNS", "GAVE", "JUDGED") for end in ("start", "end")}
"""Ends of relationships that are seen with the other end: records, what is said of them, and what hangs from one party."""
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
                refuse_unscoped(cypher, free | {label for label, arrow in hanging if f"{arrow}(this" in cypher}, FOLLOWED)
            except ValueError as fault:
                raise ValueError(f"{name}: {fault}") from None
        _permitted(name, field, tags)
        if isinstance(source_of(field), Totals):
            _added(name, field, landing(schema._schema, types[name.partition(".")[0]]), tags)  # pyright: ignore[reportPrivateUsage]
        if isinstance(source_of(field), Reach):
            far = landing(schema._schema, named_type(field))  # pyright: ignore[reportPrivateUsage]
            _there(name, field, node_of(types[name.partition(".")[0]]), far.node)
            _sorted(name, field, far)


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


def _there(name: str, field: GraphQLField, near: Node | None, far: Node) -> None:
    """What may be hidden from a caller must be nullable: else it would take its holder with it."""
    kind = kind_of(cast(Any, field).type)
    alike = near is not None and isinstance(near.scope, Tagged) and near.scope == far.scope
    if kind.required and not kind.items and not kind.name.endswith("Connection") and far.scope != PUBLIC and not alike:
        raise ValueError(f"{name}: what its caller may not see must be nullable")


def _sorted(name: str, field: GraphQLField, far: Landing) -> None:
    """Every order, and every test on a line, is by what there is; orders by one plain type of value, which cursors tell."""
    source = cast(Reach, source_of(field))
    chosen = field.args.get("orderBy")
    named: Any = cast(Any, get_named_type)(cast(Any, chosen).type) if chosen else None
    told = [f"{LINE}{word}" for word in source.told.values() if not isinstance(far.line.get(word, (None,))[0], Itself)]
    try:
        for word, _ in (way for order in [source.order, *_values(named)] for way in ways(order)):
            if valued(word, Tested("this", far, edge="edge"), EVERYTHING)[1] not in PARSE:
                raise ValueError(f"{name}: pages cannot be sorted by {word}, which is no plain value")
        for word in told:
            valued(word, Tested("this", far, edge="edge"), EVERYTHING)
    except BadQuestion as fault:
        raise ValueError(f"{name}: {fault}") from None


def _values(order: GraphQLEnumType | None) -> list[str]:
    return [str(getattr(each.value, "value", each.value)) for each in order.values.values()] if order else []


@dataclass(frozen=True, slots=True)
class Everything:
    """Whoever may read all."""

    whole: bool = True

    def decide(self, tag: str | None) -> Decision:
        return "show"


EVERYTHING = Everything()


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
