"""Turns the rows of an answer into the response, by Python compiled once for each plan.

Every field becomes one Python expression, as it became one Cypher expression. The strict shape is
the response itself, and raises Surprise at anything the specification has rules for; the plain shape
is the same tree unchecked, for graphql-core to complete, with the errors and nulls those rules ask for.
"""

import inspect
from collections.abc import Callable
from typing import Any, cast

from graphql import Undefined

from graph.cursor import encode
from graph.identity import global_id
from graph.mapping import (
    Chosen,
    Cursor,
    Expression,
    GroupKey,
    Identity,
    Inline,
    Itself,
    Judged,
    Many,
    Matched,
    Member,
    PartOfPage,
    PartOfTotals,
    Reach,
    Search,
    Tally,
    Told,
    Totals,
    TypeName,
)
from graph.totals import Asked, by_currency
from graph.wanted import (
    COUNTED,
    EDGES,
    END,
    EXACT,
    GROUP_COUNT,
    GROUPS,
    NEXT,
    PAGE_INFO,
    PREVIOUS,
    START,
    Block,
    Column,
    Kind,
    Parameter,
)

Shape = Callable[[list[Any], dict[str, Any]], dict[str, Any]]
TEXT = "{v}.__class__ is str"
SURE = {
    "String": TEXT,
    "ID": TEXT,
    "Date": TEXT,
    "DateTime": TEXT,
    "Decimal": TEXT,
    "Currency": TEXT,
    "Boolean": "{v}.__class__ is bool",
    "Int": "{v}.__class__ is int and -2147483648 <= {v} <= 2147483647",
    "Float": "{v}.__class__ is float and {v} - {v} == 0.0",
}


class Surprise(Exception):
    """Something only graphql-core knows how to answer: a missing value, a value of the wrong type."""


def compile_shape(wanted: Block, *, strict: bool) -> Shape:
    """A function from the rows of one answer and what was sent to the response's data."""
    shaper = _Shaper(strict)
    source = f"lambda answer, p: {shaper.unpacked(wanted, 'answer')}"
    return cast(Shape, eval(source, shaper.names))  # noqa: S307 - made of our own names and repr'd literals only


def surprise() -> None:
    raise Surprise


def one(rows: list[Any]) -> Any:
    return rows[0] if rows else None


def only(rows: list[Any]) -> Any:
    if not rows:
        raise Surprise
    return rows[0]


def edge_cursor(rows: list[Any], which: int, place: str) -> str | None:
    return encode(place, rows[which][-1]) if rows else None


def in_order(many: int, found: list[tuple[int, Any]]) -> list[Any]:
    """An answer for each name, in the order of the names, null where nothing was found."""
    answers: list[Any] = [None] * many
    for place, answer in found:
        answers[place] = answer
    return answers


class _Shaper:
    def __init__(self, strict: bool) -> None:
        self.strict = strict
        known = (surprise, one, only, encode, edge_cursor, in_order, global_id, by_currency)
        self.names: dict[str, Any] = {thing.__name__: thing for thing in known}

    def name(self, thing: Any) -> str:
        name = f"g{len(self.names)}"
        self.names[name] = thing
        return name

    # ---- objects

    def object(self, block: Block, page: Column | None = None) -> str:
        told = "" if self.strict else f"'__typename': {block.name!r}, "
        return "{" + told + ", ".join(f"{c.key!r}: {self.value(c, block, page)}" for c in block.columns) + "}"

    def objects(self, blocks: list[Block], rows: str) -> str:
        """A list of objects out of a list of rows."""
        if len(blocks) == 1:
            return f"[{self.object(blocks[0])} for {pattern(blocks[0].carried)} in {rows}]"
        return f"[{self.choice(blocks)} for t, r in {rows}]"

    def choice(self, blocks: list[Block]) -> str:
        each = "surprise()" if self.strict else "{'__typename': None}"
        for n, block in enumerate(blocks):
            each = f"{self.unpacked(block, 'r')} if t == {n} else {each}"
        return each

    def unpacked(self, block: Block, row: str) -> str:
        cells = row if block.cells is None else f"({''.join(f'{row}[{cell}],' for cell in block.cells)})"
        return f"[{self.object(block)} for {pattern(block.carried)} in ({cells},)][0]"

    def value(self, column: Column, block: Block, page: Column | None) -> str:
        v = column.slot
        match column.source:
            case TypeName():
                return repr(block.name)
            case Identity():
                told = f"global_id({block.name + ':'!r}, {v})"
                return told if self.strict else f"({told} if {v}.__class__ is str else {v})"
            case Expression(read=read):
                return self.made(column.kind, read, v) if read else self.leaf(column.kind, v)
            case Chosen():
                return self.leaf(column.kind, v)
            case Cursor():
                return f"encode({cast(Column, page).place!r}, keys)"
            case Inline() as source:
                return self.inline(source, column, v)
            case Reach() | Search() if column.is_page:
                sums = ", sums" if column.totals else ""
                return f"[{self.object(column.blocks[0], column)} for rows, total, before{sums} in {v}][0]"
            case Reach() | Search() | Itself():
                return self.wrapped(column.kind, self.objects(column.blocks, v))
            case Many():
                return self.many(column, v)
            case PartOfPage() as part:
                return self.part(part, column, cast(Column, page))
            case Totals():
                return self.totals(column, cast(Column, page))
            case GroupKey() | Tally() | PartOfTotals():
                raise AssertionError(f"{column.source} is told with its totals")
            case Judged() as source:
                return self.told(column.kind, column.blocks, self.judgement(source, column))
            case Matched(judge=judge):
                typed = self.argument(cast(Column, page).args["text"])
                return self.told(column.kind, column.blocks, f"{self.name(judge)}({v}, {typed})")
            case Told() | Member():
                return v

    def wrapped(self, kind: Kind, objects: str) -> str:
        return objects if kind.items else f"{'only' if kind.required and self.strict else 'one'}({objects})"

    def inline(self, source: Inline, column: Column, rows: str) -> str:
        """An object whose fields are worked out from the values of its row."""
        block, nothing = column.blocks[0], "surprise()" if column.kind.required and self.strict else "None"
        cells = {name: f"{rows}[0][{n}]" for n, name in enumerate(source.cells)}
        mark = "" if self.strict else f"'__typename': {block.name!r}, "
        fields = ", ".join(f"{c.key!r}: {self.member(c, block, cells)}" for c in block.columns)
        return f"({{{mark}{fields}}} if {rows} else {nothing})"

    def made(self, kind: Kind, read: Callable[..., Any], args: str) -> str:
        """What a function makes of values; one that says it returns text is believed."""
        called = f"{self.name(read)}({args})"
        if SURE.get(kind.name) == TEXT and not kind.items and inspect.get_annotations(read, eval_str=True).get("return") is str:
            return called
        return self.leaf(kind, called)

    def member(self, column: Column, block: Block, cells: dict[str, str]) -> str:
        if isinstance(column.source, Member):
            values = [cells[name] for name in column.source.cells]
            read = column.source.read
            return self.made(column.kind, read, ", ".join(values)) if read else self.leaf(column.kind, values[0])
        return self.value(column, block, None)

    def many(self, column: Column, v: str) -> str:
        place = f"({self.choice(column.blocks)})" if len(column.blocks) > 1 else self.unpacked(column.blocks[0], "x")
        row = f"[({place}) for t, r in (x,)][0]" if len(column.blocks) > 1 else place
        return f"in_order(len(p[{column.count!r}]), [(n, {row}) for n, x in {v}])"

    # ---- pages

    def part(self, part: PartOfPage, column: Column, page: Column) -> str:
        shown = f"rows[:p[{page.count!r}]]" + ("[::-1]" if page.backward else "")
        more = f"len(rows) > p[{page.count!r}]"
        match part:
            case _ if part == EDGES:
                place = ["keys"] if page.asks_places else []
                return f"[{self.object(column.blocks[0], page)} for {pattern(page.edges, *place)} in {shown}]"
            case _ if part == PAGE_INFO:
                return self.object(column.blocks[0], page)
            case _ if part == NEXT:
                return "before" if page.backward else more
            case _ if part == PREVIOUS:
                return more if page.backward else "before"
            case _ if part == START:
                return f"edge_cursor({shown}, 0, {page.place!r})"
            case _ if part == END:
                return f"edge_cursor({shown}, -1, {page.place!r})"
            case _ if part == EXACT:
                return f"total <= {COUNTED}"
            case _:
                return f"(total if total <= {COUNTED} else {COUNTED})"

    # ---- totals

    def totals(self, column: Column, page: Column) -> str:
        """An object made of [how many groups there are, the first of them]."""
        place = next(n for n, each in enumerate(page.totals) if each is column)
        asked, fields = Asked.of(column, page.landing), list[str]()
        for each in column.blocks[0].columns:
            match each.source:
                case TypeName():
                    told = repr(column.blocks[0].name)
                case _ if each.source == GROUPS:
                    told = f"[{self.group(each.blocks[0], asked)} for k, n, m, w in sums[{place}][1]]"
                case _:
                    assert each.source == GROUP_COUNT
                    told = self.leaf(each.kind, f"sums[{place}][0]")
            fields.append(f"{each.key!r}: {told}")
        return self.marked(column.blocks[0], fields)

    def group(self, block: Block, asked: Asked) -> str:
        return self.marked(block, [f"{column.key!r}: {self.of_group(column, block, asked)}" for column in block.columns])

    def of_group(self, column: Column, block: Block, asked: Asked) -> str:
        """By a group's keys, lines, amounts and values."""
        match column.source:
            case GroupKey(name=name):
                return self.leaf(column.kind, f"k[{asked.keys.index(name)}]") if name in asked.keys else "None"
            case PartOfTotals():
                return self.leaf(column.kind, "n")
            case Tally(field=field):
                inner, cells = column.blocks[0], asked.cells(field)
                made = self.marked(inner, [f"{c.key!r}: {self.member(c, inner, cells)}" for c in inner.columns])
                return f"[{made} for c in by_currency(m)]" if field in asked.amounts else made
            case _:
                return self.value(column, block, None)

    def marked(self, block: Block, fields: list[str]) -> str:
        return "{" + ", ".join([*([] if self.strict else [f"'__typename': {block.name!r}"]), *fields]) + "}"

    # ---- judgements

    def judgement(self, source: Judged, column: Column) -> str:
        args = (f", {name}={self.argument(value)}" for name, value in column.args.items() if name not in source.read)
        judged = f"{self.name(source.judge)}({column.slot}{''.join(args)})"
        return f"({judged} if {column.slot} is not None else None)"

    def argument(self, value: Any) -> str:
        return f"p[{value.name!r}]" if isinstance(value, Parameter) else self.name(value)

    def told(self, kind: Kind, blocks: list[Block], value: str) -> str:
        """What a judge returned: objects by their attributes, and the nodes among them by their rows."""
        if kind.items:
            each = f"[{self.told(kind.items, blocks, 'o')} for o in w]"
            return f"[{'surprise()' if self.strict and kind.required else 'None'} if w is None else {each} for w in ({value},)][0]"
        if kind.serialize:
            return self.leaf(kind, value)
        cells = [f"{column.key!r}: {self.cell(column, blocks[0])}" for column in blocks[0].columns]
        mark = "" if self.strict else f"'__typename': {blocks[0].name!r}, "
        return self.wrapped(kind, f"[{{{mark}{', '.join(cells)}}} for o in ({value},) if o is not None]")

    def cell(self, column: Column, block: Block) -> str:
        if not isinstance(column.source, Told):
            return self.value(column, block, None)
        name = column.source.name
        if not column.blocks or column.blocks[0].node is None:
            return self.told(column.kind, column.blocks, f"o.{name}")
        return self.wrapped(column.kind, self.objects(column.blocks, f"o.{name}[{column.hole}]"))

    # ---- leaves

    def leaf(self, kind: Kind, v: str) -> str:
        if not self.strict:
            return v
        if kind.items:
            items = f"[{self.leaf(kind.items, 'i')} for i in {v}]"
            return items if kind.required else f"(None if {v} is None else {items})"
        if "(" in v:  # worked out once
            return f"[{self.leaf(kind, 'w')} for w in ({v},)][0]"
        slow = f"{self.name(careful(kind))}({v})"
        sure = f"{v}.__class__ is str and {v} in {self.name(frozenset(kind.values))}" if kind.values else SURE.get(kind.name)
        if sure:
            nothing = "" if kind.required else f"{v} is None or "
            return f"({v} if {nothing}{sure.format(v=v)} else {slow})"
        return slow if kind.required else f"(None if {v} is None else {slow})"


def pattern(columns: list[Column], *more: str) -> str:
    return "(" + "".join(f"{name}," for name in [*(c.slot for c in columns), *more]) + ")"


def careful(kind: Kind) -> Callable[[Any], Any]:
    """A leaf's own serialization, for values that do not look like its usual ones."""
    serialize = cast(Callable[[Any], Any], kind.serialize)

    def coerce(value: Any) -> Any:
        try:
            coerced = None if value is None else serialize(value)
        except Exception as fault:
            raise Surprise from fault
        if coerced is None or coerced is Undefined:
            raise Surprise
        return coerced

    return coerce
