"""A list reached along an arrow, from a label, or by a search: its pattern, tests, order and bounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.cursor import decode
from graph.mapping import Reach, Search, Totals
from graph.statement import starts
from graph.statement.order import Key, beyond, kinds, place
from graph.statement.parameters import Parameters, View
from graph.statement.scope import visible
from graph.statement.template import conjoined, dated, fill
from graph.statement.where import Tested, first_edge, permit_day, tests, valued
from graph.text_search import lucene
from graph.wanted import Column, Parameter
from runtime.errors import BadQuestion

COMPARE_BY = {"gte": ">=", "lte": "<="}


@dataclass(frozen=True, slots=True)
class Listing:
    """The pattern with its tests, the names of the node and relationship it finds, and the order."""

    match: str
    that: str
    edge: str
    keys: list[Key]


def listing(source: Reach | Search, column: Column, this: str, depth: int, params: Parameters, view: View) -> Listing:
    """What a field finds, before any page of it is cut. Raises NotPermitted for a day asked for by who may not read such days."""
    asked = column.args.get("asOf") is not None
    if isinstance(source, Reach):
        permit_day(source, asked, view)
    that, edge = f"n{depth}", f"e{depth}"
    if isinstance(source, Search):
        return _searched(source, column, that, edge, params, view)
    node, keys = column.landing.node, order(source, column, that, edge, view)
    if {"id", "by"} & column.args.keys():
        match, found = starts.one(source, column, params)
        match = fill(match, that, depth, whole=view.whole)
        found = [fill(test, that, depth, whole=view.whole) for test in found]
    elif source.arrow:
        match = f"MATCH ({this}){source.arrow.replace('[:', f'[{edge}:')}({that}:{node.label})"
        found = [dated(edge, as_of(column, params))] if source.dated else []
    else:  # an index can give the order only to what surely has the key
        match, found = f"MATCH ({that}:{node.label})", [f"{key.text} IS NOT NULL" for key in keys]
    listed = not source.arrow and not ({"id", "by"} & column.args.keys())
    found += visible(node, that, view, arrow=source.arrow, listed=listed)
    found += [fill(source.test, that, depth, edge, whole=view.whole, day=as_of(column, params))] if source.test else []
    found += [
        f"{that}.{name} {COMPARE_BY[op]} ${params.name(column.args[argument])}"
        for argument, (name, op) in source.ranges.items()
        if column.args.get(argument) is not None
    ]
    at = Tested(that, column.landing, as_of(column, params), asked, edge=edge, told=source.told)
    found += tests(column.args.get("where") or {}, at, params, view)
    found += [first_edge(source, this, that, edge, f"f{depth}", at.day)] if source.once else []
    return Listing(conjoined(match, found), that, edge, keys)


def ties(source: Reach | Search, found: Listing) -> str:
    """What orders several relationships to one node."""
    return f", {source.ties.replace('edge', found.edge)}" if isinstance(source, Reach) and source.ties else ""


def first(source: Reach | Search, found: Listing) -> str:
    """What chooses one of several nodes, before their keys do."""
    return f"{source.first.replace('edge', found.edge)}, " if isinstance(source, Reach) and source.first else ""


def _searched(source: Search, column: Column, that: str, edge: str, params: Parameters, view: View) -> Listing:
    name = params.name(column.args["text"])

    readable = [text for text, tag in source.texts if view.decide(tag) == "show"]

    def understood(sent: dict[str, Any]) -> None:
        sent[f"{name}_lucene"] = lucene(str(sent[name]), readable)

    params.prepare.append(understood)
    index = params.name(source.index)
    found = visible(column.landing.node, that, view)
    if column.args.get("kinds") is not None:
        found.append(f"{that}.kind IN ${params.name(column.args['kinds'])}")
    call = f"CALL db.index.fulltext.queryNodes(${index}, ${name}_lucene) YIELD node AS {that}, score AS {edge}"
    match = f"{call} WITH {that}, {edge} WHERE {' AND '.join([f'{that}:{column.landing.node.label}', *found])}"
    return Listing(match, that, edge, [Key(edge, "DESC", "Float", edge), identity(column, that)])


def as_of(column: Column, params: Parameters) -> str:
    day = column.args.get("asOf")
    return "$today" if day is None else f"${params.name(day)}"


def order(source: Reach, column: Column, that: str, edge: str, view: View) -> list[Key]:
    """Sort keys, the identity last, so that every row has one place.

    Below a node what lacks a key comes last. At the start of a question it is left out instead,
    because only then can an index give the order.
    """
    if not (column.kind.items or column.is_page):
        return [identity(column, that)]
    chosen, at = column.args.get("orderBy"), Tested(that, column.landing, edge=edge)
    lacks, keys = "ASC" if source.arrow else "", list[Key]()
    for word, way in ways(str(chosen.value if chosen is not None else source.order)):
        text, kind = valued(word, at, view)
        own = text.removeprefix(f"{that}.")
        keys.append(Key(text, way, kind, own if own.isidentifier() else word, lacks))
    return [*keys, identity(column, that)]


def ways(order: str) -> Iterator[tuple[str, str]]:
    """Of a declared order, as `kind ASC, opened DESC`, each key and which way it goes."""
    for each in filter(None, order.split(",")):
        word, way = each.split()
        yield word, way


def identity(column: Column, that: str) -> Key:
    name = column.landing.node.key
    return Key(f"{that}.{name}", "ASC", "ID", name)


def count(source: Reach | Search | Totals, column: Column, params: Parameters) -> str:
    """The parameter that says how many are wanted; checked on each request where it is a variable."""
    first, last = column.args.get("first"), column.args.get("last")
    if first is not None and last is not None:
        raise BadQuestion(f"Ask for first or for last at {'.'.join(column.path)}, not for both.")
    asked: int | Parameter | None = first if last is None else last
    return bounded("first" if last is None else "last", source.default if asked is None else asked, source.most, column, params)


def bounded(word: str, asked: int | Parameter, most: int, column: Column, params: Parameters) -> str:
    """The parameter of a number that is between none and so many."""
    name, where = params.name(asked), ".".join(column.path)

    def check(sent: dict[str, Any]) -> None:
        if not 0 <= sent[name] <= most:
            raise BadQuestion(f"{word} must be between 0 and {most} at {where}.")

    if name in params.constants:
        check(params.constants)
    else:
        params.prepare.append(check)
    return name


def narrowed(found: Listing, column: Column, params: Parameters) -> str:
    """The pattern, between the cursors that were given."""
    match = found.match
    column.place = f"{column.kind.name.removesuffix('Connection')}.{place(found.keys)}"
    for word, keys in (("after", found.keys), ("before", [key.turned for key in found.keys])):
        if column.args.get(word) is not None:
            name = params.name(column.args[word])
            params.prepare.append(_unpacked(name, word, column, kinds(found.keys)))
            match = conjoined(match, [beyond(keys, f"{name}_{word}")])
    return match


def _unpacked(name: str, word: str, column: Column, kinds: list[str]) -> Any:
    def unpack(sent: dict[str, Any]) -> None:
        for n, value in enumerate(decode(str(sent[name]), column.place, kinds, f"{word} at {'.'.join(column.path)}")):
            sent[f"{name}_{word}_{n}"] = value

    return unpack
