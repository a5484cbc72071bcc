"""Writes one Cypher statement for all that is wanted.

Every field becomes one expression; every object becomes a list of rows, a row being a list of its
fields' values in order. Values a caller sent are parameters, always. No name a caller chose gets in.
"""

import re
from collections.abc import Callable, Iterator

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
    Node,
    PartOfPage,
    PartOfTotals,
    Reach,
    Search,
    Tally,
    Told,
    Totals,
    TypeName,
)
from graph.statement import listing, starts, totals
from graph.statement.order import TEMPORAL, by
from graph.statement.parameters import Parameters, Statement, View, plain
from graph.statement.scope import visible
from graph.statement.template import fill
from graph.wanted import COUNTED, EDGES, END, EXACT, NEXT, PREVIOUS, START, TOTAL, Block, Column
from runtime.errors import BadQuestion

BEGIN = re.compile(r"begin\((\w+), (\w+)\)")
HOLE = re.compile(r"shape\((\w+), (\w+)\)")
GIVEN = re.compile(r"given\((\w+)\)")
AGGREGATES = re.compile(r"\b(?:collect|count|sum|min|max|avg)\(")


def write(wanted: Block, view: View) -> Statement:
    """The statement that brings all of it, as far as this kind of caller may see it."""
    writer = _Writer(view)
    text = f"{writer.told(lambda: writer.row(wanted, '', '', 0))} AS answer"
    return Statement(text, writer.params.constants, writer.params.prepare, writer.withheld)


class _Writer:
    def __init__(self, view: View) -> None:
        self.view = view
        self.params = Parameters()
        self.withheld: dict[str, str] = {}
        self.aside: list[list[str]] = []
        self.day = "$today"  # what a line tells besides itself is of the day that its list is asked for

    # ---- what aggregates

    def apart(self, text: str) -> str:
        """The name of what a clause in front of the row works out: no part of a row's own expression may aggregate."""
        clauses = self.aside[-1]
        if text not in clauses:
            clauses.append(text)
        return f"s{len(self.aside)}_{clauses.index(text)}"

    def told(self, row: Callable[[], str], wrap: str = "{}") -> str:
        """RETURN of a row, behind the clauses that it needs."""
        self.aside.append([])
        text, level = row(), len(self.aside)
        clauses = [f"CALL (*) {{ {each} AS s{level}_{n} }} " for n, each in enumerate(self.aside.pop())]
        return f"{''.join(clauses)}RETURN {wrap.format(text) if clauses else text}"

    def lines(self, head: str, row: Callable[[], str]) -> str:
        """The rows of a pattern. Where they need what aggregates, so does all that holds them."""
        text = self.told(row, "collect({})")
        return f"COLLECT {{ {head} {text} }}" if text.startswith("RETURN") else self.apart(f"{head} {text}")

    # ---- a row and its cells

    def row(self, block: Block, this: str, edge: str, depth: int) -> str:
        return f"[{', '.join(self.cell(column, this, edge, block, depth) for column in block.carried)}]"

    def cell(self, column: Column, this: str, edge: str, block: Block, depth: int) -> str:
        match column.source:
            case Expression() as source:
                return self.expression(source, column, this, edge, depth)
            case Chosen() as source:
                return self.filled(source.choices[plain(column.args.get(source.argument))], this, depth, edge)
            case Inline() as source:
                return self.inline(source, column, this, edge, depth)
            case Identity():
                return f"{this}.{block.node.key}" if block.node else "null"
            case Itself():
                return f"[{self.of_day('$today', lambda: self.rows(column.blocks, this, edge, depth))}]"
            case Reach() | Search() as source:
                return self.page(source, column, this, depth) if column.is_page else self.reach(source, column, this, depth)
            case Many() as source:
                return self.many(source, column, depth)
            case Judged() as source:
                return self.judged(source, column, this, depth)
            case Matched(texts=texts):
                return f"[{', '.join(self.text(text, tag, column, this, depth) for text, tag in texts)}]"
            case TypeName() | Cursor() | Told() | PartOfPage() | Member() | Totals() | PartOfTotals() | GroupKey() | Tally():
                raise AssertionError(f"{column.source} has no Cypher of its own")

    def permitted(self, tag: str | None, column: Column) -> str:
        decision = self.view.decide(tag)
        if decision != "show":
            self.withheld[".".join(column.path)] = f"{tag}: {decision}"
        return decision

    def filled(self, template: str, this: str, depth: int, edge: str = "") -> str:
        return fill(template, this, depth, edge, whole=self.view.whole, day=self.day if edge else "$today")

    def expression(self, source: Expression, column: Column, this: str, edge: str, depth: int) -> str:
        decision = self.permitted(source.tag, column)
        cypher = source.cypher if decision == "show" else source.mask if decision == "mask" else None
        if cypher is None:
            return "null"
        text = self.filled(cypher, this, depth, edge)
        return f"toString({text})" if column.kind.leaf in TEMPORAL else text

    def text(self, cypher: str, tag: str | None, column: Column, this: str, depth: int) -> str:
        return self.filled(cypher, this, depth) if self.permitted(tag, column) == "show" else "null"

    def inline(self, source: Inline, column: Column, this: str, edge: str, depth: int) -> str:
        """One row of the values its members are made of, or none."""
        if self.permitted(source.tag, column) != "show":
            return "[]"
        cells = [self.filled(cypher, this, depth, edge) for cypher in source.cells.values()]
        return f"CASE WHEN {cells[0]} IS NULL THEN [] ELSE [[{', '.join(cells)}]] END"

    def rows(self, blocks: list[Block], this: str, edge: str, depth: int) -> str:
        """A row of one type; or one row for several types: which type it is, and what they share once."""
        if len(blocks) == 1:
            return self.row(blocks[0], this, edge, depth)
        cells: dict[str, int] = {}
        for block in blocks:
            texts = [self.cell(column, this, edge, block, depth) for column in block.carried]
            block.cells = [cells.setdefault(text, len(cells)) for text in texts]
        return f"[{kind_of(blocks, this)}, [{', '.join(cells)}]]"

    # ---- lists and pages

    def reach(self, source: Reach | Search, column: Column, this: str, depth: int) -> str:
        """A list of rows; at most one when the field is no list."""
        if isinstance(source, Reach) and "id" in column.args and not column.landing.node.label:
            return self.any_type(column, depth)
        found = self.listing(source, column, this, depth)
        if column.kind.items:
            limit = f"${listing.count(source, column, self.params)}"
            order = f" ORDER BY {by(found.keys)}{listing.ties(source, found)}"
        else:
            limit = "1"
            order = f" ORDER BY {listing.first(source, found)}{by(found.keys)}" if this else ""  # of several, always the same
        head = f"{found.match} WITH *{order} LIMIT {limit}"
        day = "$today" if column.blocks[0].node else listing.as_of(column, self.params)
        return self.lines(head, lambda: self.of_day(day, lambda: self.rows(column.blocks, found.that, found.edge, depth + 1)))

    def of_day(self, day: str, rows: Callable[[], str]) -> str:
        before, self.day = self.day, day
        text = rows()
        self.day = before
        return text

    def page(self, source: Reach | Search, column: Column, this: str, depth: int) -> str:
        """One row of three: the rows of the page, how many there are in all (at most one more than are counted) if anyone asks, and
        what came before; of four where someone asks what all lines come to."""
        column.backward = column.args.get("last") is not None
        column.count = listing.count(source, column, self.params)
        found = self.listing(source, column, this, depth)
        counts = column.parts(TOTAL) or column.parts(EXACT)
        total = f"COUNT {{ {found.match} RETURN {found.that} LIMIT ${self.params.name(COUNTED + 1)} }}" if counts else "null"
        before = "true" if column.args.get("before" if column.backward else "after") is not None else "false"
        asks_rows = column.parts(EDGES) or column.asks_of_page(NEXT, PREVIOUS, START, END)
        match = listing.narrowed(found, column, self.params)
        sums = [self.apart(totals.totals(each, found, column.landing, self.params, self.view)) for each in column.totals]
        beside = ", ".join([total, before, *([f"[{', '.join(sums)}]"] if sums else [])])
        if not asks_rows:
            return f"[[[], {beside}]]"
        keys = [key.turned for key in found.keys] if column.backward else found.keys
        place = ["[" + ", ".join(key.told for key in found.keys) + "]"] if column.asks_places else []
        more = " + 1" if column.asks_of_page(NEXT, PREVIOUS) else ""

        def row() -> str:
            cells = [self.cell(c, found.that, found.edge, column.blocks[0], depth + 1) for c in column.edges]
            return f"[{', '.join([*cells, *place])}]"

        rows = self.lines(f"{match} WITH * ORDER BY {by(keys)} LIMIT ${column.count}{more}", row)
        return f"[[{rows}, {beside}]]"

    def listing(self, source: Reach | Search, column: Column, this: str, depth: int) -> listing.Listing:
        return listing.listing(source, column, this, depth, self.params, self.view)

    # ---- starts that name several nodes, or one of any type

    def any_type(self, column: Column, depth: int) -> str:
        """One node of a type only its id tells: each type is tried, and all but one find nothing."""
        blocks = starts.each_type(column.blocks)
        name = starts.by_type(column, [block for _, block, _ in blocks], self.params)
        return " + ".join(self.one_of_type(name, n, b, node, f"n{depth}", depth) for n, b, node in blocks) or "[]"

    def one_of_type(self, name: str, n: int, block: Block, node: Node, that: str, depth: int) -> str:
        match, test = node.found(that, f"${name}_{block.name}")
        tests = [test, *visible(node, that, self.view)]
        return self.lines(f"{match} WHERE {' AND '.join(tests)}", lambda: f"[{n}, {self.row(block, that, '', depth + 1)}]")

    def many(self, source: Many, column: Column, depth: int) -> str:
        """Rows with the place of each in the list of names."""
        that = f"n{depth}"
        if source.keys:
            name, at = starts.by_key(source, column, self.params), f"at{depth}"
            ways = (self.unwound(f"${name}_{key}", at, match, column, that, depth) for key, match in source.keys.items())
            head = f"CALL () {{ {' UNION ALL '.join(ways)} }}"
            return self.lines(head, lambda: f"[{at}, {self.rows(column.blocks, that, '', depth + 1)}]")
        blocks = starts.each_type(column.blocks)
        name = starts.many_by_type(source, column, [block for _, block, _ in blocks], self.params)
        each = (self.many_of_type(name, n, block, node, that, depth) for n, block, node in blocks)
        return " + ".join(each) or "[]"

    def many_of_type(self, name: str, n: int, block: Block, node: Node, that: str, depth: int) -> str:
        place = f"p{depth}"
        match, test = node.found(that, f"{place}[1]")
        tests = " AND ".join([test, *visible(node, that, self.view)])
        head = f"UNWIND ${name}_{block.name} AS {place} {match} WHERE {tests}"
        return self.lines(head, lambda: f"[{place}[0], [{n}, {self.row(block, that, '', depth + 1)}]]")

    def unwound(self, keys: str, at: str, match: str, column: Column, that: str, depth: int) -> str:
        """One way to find nodes by keys, each with its place among all that are named. What is told of them is written once, behind
        all ways: written behind each, it would be planned as often."""
        place = f"p{depth}"
        text = self.filled(match.replace("$key", f"{place}[1]"), that, depth)
        where = [f"WHERE {' AND '.join(tests)}"] if (tests := visible(column.landing.node, that, self.view)) else []
        found = f"UNWIND {keys} AS {place} {text} WITH DISTINCT {place}, {that}"
        return " ".join([found, *where, f"RETURN {place}[0] AS {at}, {that}"])

    # ---- judgements

    def judged(self, source: Judged, column: Column, this: str, depth: int) -> str:
        """The neighbourhood, with a row for each field of the answer that is itself a node."""
        if self.permitted(source.tag, column) != "show":
            return "null"

        def hole(found: re.Match[str]) -> str:
            name, var = found.groups()
            cells = list[str]()
            for asked in nodes_told(column.blocks, name):
                asked.hole = len(cells)
                cells.append(f"[{self.rows(asked.blocks, f'{var[1:]}{depth}', '', depth + 1)}]")
            return f"[{', '.join(cells)}]"

        def begin(found: re.Match[str]) -> str:
            var, argument = found.groups()
            match, test = starts.named_by(argument, source.begins[argument], var, column, self.params)
            return f"{match} WHERE {' AND '.join([test, *visible(source.begins[argument], var, self.view)])}"

        if source.most:
            listing.bounded("first", column.args["first"], source.most, column, self.params)
        day, known = starts.day("asOf", column, self.params) or "$today", starts.day("knownAt", column, self.params)
        self.aside.append([])
        text = BEGIN.sub(begin, HOLE.sub(hole, source.needs))
        for argument in sorted({*GIVEN.findall(text)}):
            text = text.replace(f"given({argument})", starts.given(argument, column, self.params))
        if self.aside.pop():  # Cypher written by hand has no place for clauses
            raise BadQuestion(f"Totals cannot be asked for below {'.'.join(column.path)}.")
        found = fill(text, this, depth, whole=self.view.whole, day=day, known=known)
        return self.apart(f"RETURN {found}") if AGGREGATES.search(source.needs) else found


def nodes_told(blocks: list[Block], name: str) -> Iterator[Column]:
    """The fields of a judgement, however deep, that are nodes by this name, each time in the same order."""
    for block in blocks:
        for column in block.columns:
            if isinstance(column.source, Told) and column.blocks:
                if column.blocks[0].node is None:
                    yield from nodes_told(column.blocks, name)
                elif column.source == Told(name):
                    yield column


def kind_of(blocks: list[Block], this: str) -> str:
    """Which of several types a node is, as its place among them."""
    types = " ".join(f"WHEN {this}:{own_label(block.node)} THEN {n}" for n, block in enumerate(blocks) if block.node)
    return f"CASE {types} END"


def own_label(node: Node) -> str:
    return node.label.rpartition(":")[2]
