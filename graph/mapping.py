"""Where each field of the schema lives in the graph.

In the Cypher written in declarations `this` is the node the field hangs from, `edge` the relationship
that led to it, `_name` a variable of the expression's own. `scoped(_a)` says that only what the caller
may see counts, `current(_e)` that the relationship holds today, or on the day that is asked for and as it was known then,
`on(_d)` that a day is not after that one; `shape(product, _p)` is a hole for what is wanted of that field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Inherited:
    """Visible to whoever sees the node at the end of this arrow; and reads what is so tagged, and sees every account whose id this
    property holds, where these are named."""

    arrow: str
    label: str
    tag: str | None = None
    accounts: str = ""


@dataclass(frozen=True, slots=True)
class Tagged:
    """Visible to whoever may read what is so tagged."""

    tag: str


@dataclass(frozen=True, slots=True)
class Between:
    """Visible to whoever may read what is so tagged and sees the two nodes at the end of this arrow."""

    tag: str
    arrow: str
    label: str


OWN = "own"  # carries `unit` and `units`
PUBLIC = "public"
Scope = str | Inherited | Tagged | Between


@dataclass(frozen=True, slots=True)
class Node:
    """A label, the property that identifies it, who sees it, and what it sorts by besides its fields; `formerly` is the label of
    what has an earlier key of it as `id`, and that of now as `into`."""

    label: str
    key: str = "id"
    scope: Scope = OWN
    sortable: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)  # property → scalar
    formerly: str = ""

    def found(self, that: str, value: str) -> tuple[str, str]:
        """MATCH, and the test, for the one node with a key."""
        if not self.formerly:
            return f"MATCH ({that}:{self.label})", f"{that}.{self.key} = {value}"
        was = f"was_{that}"
        earlier = f"OPTIONAL MATCH ({was}:{self.formerly} {{id: {value}}})"
        return f"{earlier} MATCH ({that}:{self.label})", f"{that}.{self.key} = coalesce({was}.into, {value})"


@dataclass(frozen=True, slots=True)
class Expression:
    """A value worked out from `this`; `tag` says who may read it, `mask` what the others see.

    `name` is the property when it is nothing but one: then callers may filter and sort by it. `read`
    is what Python makes of the raw value.
    """

    cypher: str
    tag: str | None = None
    mask: str | None = None
    name: str | None = None
    read: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of several expressions, by the value of an argument; None stands for no argument."""

    argument: str
    choices: Mapping[str | None, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Inline:
    """An object made of values of `this`, there when the first of them is: as Money is."""

    cells: Mapping[str, str] = field(hash=False)
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A field of such an object, worked out from some of its values, in their order."""

    cells: tuple[str, ...]
    read: Callable[..., Any] | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """The node's key, told as the global id."""


@dataclass(frozen=True, slots=True)
class Itself:
    """The node at the far end of the relationship whose type we are in."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of this edge in its list."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Nodes reached from `this` along an arrow, or from nowhere when there is no arrow.

    `dated` relationships are read as of a day. `test` is Cypher about the node reached. Where several
    relationships may lead to one node, `once` says which of them counts: the one with the least such text;
    where each counts, `ties` orders them. Of several nodes where one is wanted it is that with the least `first`. `ranges` are
    arguments that bound a property. `keys` are the other ways to name one node: each is a MATCH that ends in `this` and takes
    `$key`. `days` is the tag of the days on which its relationships begin and end, where these tell what not all may read. `told`
    are the words of a filter that test the relationship, each with the field of the line that tells it.
    """

    arrow: str = ""
    order: str = ""
    default: int = 20
    most: int = 100
    dated: bool = False
    test: str = ""
    once: str = ""
    ties: str = ""
    first: str = ""
    ranges: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]], hash=False)
    keys: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    days: str | None = None
    told: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)


@dataclass(frozen=True, slots=True)
class Search:
    """Nodes found by a full-text index over `texts`, each a property with its tag, the best first."""

    index: str
    texts: tuple[tuple[str, str | None], ...]
    default: int = 20
    most: int = 100


@dataclass(frozen=True, slots=True)
class Many:
    """Nodes named one by one, in the order of their names, null where there is none: by their ids, by keys, or as a federated graph
    names them, by type and id."""

    most: int = 100
    keys: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    represented: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What a Python function makes of a neighbourhood read in the same statement.

    At the start of a question it begins at a node that an argument names: `begin(_c, company)`. Days that are asked for are read by
    the statement too. `first` is at most `most`, where it is asked for. What the judge is not told of its arguments is `unsaid`.
    """

    needs: str
    judge: Callable[..., Any]
    tag: str | None = None
    begins: Mapping[str, Node] = field(default_factory=dict[str, Node], hash=False)  # argument → what it names
    most: int = 0
    unsaid: tuple[str, ...] = ()

    @property
    def read(self) -> frozenset[str]:
        """Arguments that the statement takes, and not the judge."""
        return frozenset(("asOf", "knownAt", *self.begins, *self.unsaid))


@dataclass(frozen=True, slots=True)
class Matched:
    """What a Python function makes of the words of the search whose hit `this` is, and of the texts that may hold them: each text
    for those who may read its tag, null for the others."""

    texts: tuple[tuple[str, str | None], ...]
    judge: Callable[..., Any]
    most: int


@dataclass(frozen=True, slots=True)
class Told:
    """An attribute of what a judge returned."""

    name: str


@dataclass(frozen=True, slots=True)
class PartOfPage:
    """edges, pageInfo, totalCount or totalIsExact of a page, or a field of pageInfo."""

    name: str


@dataclass(frozen=True, slots=True)
class GroupKey:
    """What the groups of a list are told apart by: a field of its nodes, or Cypher made of one."""

    name: str
    field: str
    cypher: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Of a field of a group's nodes the least, the most and, where it can be added, the sum."""

    field: str


@dataclass(frozen=True, slots=True)
class Totals:
    """What all lines of a list come to, by the keys that are asked for."""

    keys: Mapping[str, GroupKey] = field(default_factory=dict[str, GroupKey], hash=False)
    default: int = 50
    most: int = 500


@dataclass(frozen=True, slots=True)
class PartOfTotals:
    """groups or groupCount of totals, or count of a group."""

    name: str


@dataclass(frozen=True, slots=True)
class TypeName:
    """The name of the type."""


Source = (
    Expression | Chosen | Inline | Member | Identity | Itself | Cursor | Reach | Search | Many
    | Judged | Matched | Told | PartOfPage | GroupKey | Tally | Totals | PartOfTotals | TypeName
)  # fmt: skip
