"""What one statement must bring: the operation, free of GraphQL's syntax."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graph.mapping import PUBLIC, Cursor, Node, PartOfPage, PartOfTotals, Source, Totals, TypeName

EDGES = PartOfPage("edges")
PAGE_INFO = PartOfPage("page_info")
TOTAL = PartOfPage("total_count")
EXACT = PartOfPage("total_is_exact")
COUNTED = 10_000
"""What is counted of a list at most: a count costs the database as much as walking so far."""
NEXT = PartOfPage("has_next_page")
PREVIOUS = PartOfPage("has_previous_page")
START = PartOfPage("start_cursor")
END = PartOfPage("end_cursor")
GROUPS = PartOfTotals("groups")
GROUP_COUNT = PartOfTotals("group_count")
NOWHERE = Node("", scope=PUBLIC)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value the caller sends with each request; the statement only knows its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A GraphQL type, as far as an answer must know it."""

    name: str
    required: bool = False
    items: "Kind | None" = None  # what a list holds
    serialize: Callable[[Any], Any] | None = None  # what a leaf does to a value
    values: tuple[str, ...] = ()  # what an enum may hold

    @property
    def leaf(self) -> str:
        """The name of the type inside all lists."""
        return self.items.leaf if self.items else self.name


@dataclass(slots=True)
class Block:
    """The fields wanted of one object type."""

    name: str
    node: Node | None
    columns: list["Column"]
    cells: list[int] | None = None  # where its values are in a row shared with other types

    @property
    def carried(self) -> list["Column"]:
        """The columns that have a value in the row; the others are known without asking."""
        return [column for column in self.columns if not isinstance(column.source, TypeName | Cursor)]


Sources = dict[str, tuple[Source | None, Kind]]


@dataclass(frozen=True, slots=True)
class Landing:
    """The kind of node a field leads to, and where its fields are and lead: what callers filter and sort by. `line` has the fields
    of the line, or relationship, that it stands in."""

    node: Node = NOWHERE
    sources: Sources = field(default_factory=dict[str, tuple[Source | None, Kind]])
    ends: dict[str, Callable[[], "Landing"]] = field(default_factory=dict[str, Callable[[], "Landing"]])
    line: Sources = field(default_factory=dict[str, tuple[Source | None, Kind]])


@dataclass(slots=True)
class Column:
    """One response key: where its value comes from, and what is wanted below it."""

    key: str
    slot: str  # the name of its value in the compiled shape
    path: tuple[str, ...]
    kind: Kind
    source: Source
    args: dict[str, Any]
    landing: Landing
    blocks: list[Block]  # one for an object, several for an interface or a union, none for a leaf
    count: str = ""  # the parameter that says how many, once the statement is written
    backward: bool = False
    hole: int = 0  # of several fields of a judgement that ask for the same node, which this is
    place: str = ""  # which lists its cursors are places in, once the statement is written

    def parts(self, part: PartOfPage) -> list["Column"]:
        """The columns of a page that ask for one part of it, under whatever alias."""
        return [column for column in self.blocks[0].columns if column.source == part]

    @property
    def totals(self) -> list["Column"]:
        """The columns of a page that ask what all its list comes to, each by keys of its own."""
        return [column for column in self.blocks[0].columns if isinstance(column.source, Totals)]

    @property
    def is_page(self) -> bool:
        return self.kind.name.endswith("Connection")

    @property
    def edges(self) -> list["Column"]:
        """Every column of a page's rows."""
        return [column for edges in self.parts(EDGES) for column in edges.blocks[0].carried]

    @property
    def asks_places(self) -> bool:
        """Whether any cursor of a page is asked for."""
        lines = (line for edges in self.parts(EDGES) for line in edges.blocks[0].columns)
        return self.asks_of_page(START, END) or any(isinstance(line.source, Cursor) for line in lines)

    def asks_of_page(self, *parts: PartOfPage) -> bool:
        return any(column.source in parts for info in self.parts(PAGE_INFO) for column in info.blocks[0].columns)
