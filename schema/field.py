"""The words types are written in: what a field is, and where in the graph it lives.

The string below a field or in a class is its description in the API.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING
from enum import Enum
from itertools import pairwise
from typing import Any, TypeVar, cast

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types import Info
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from graph.mapping import (
    OWN,
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
    Scope,
    Search,
    Source,
    Tally,
    Told,
    Totals,
)
from resolvers.answer import enter, read_changed
from resolvers.cost import Cost, ListSize
from schema.scalars import Date, Representation

T = TypeVar("T", bound=type)
Arguments = dict[str, tuple[Any, Any, str]]
NEEDED = inspect.Parameter.empty
CURRENCIES = 3
"""Amounts of how many currencies a group is assumed to have."""


class MappedField(StrawberryField):
    """A field the graph answers. In standard execution it is read off a row by its response key."""

    source: Source

    @property
    def is_basic_field(self) -> bool:
        return False

    def get_result(self, source: Any, info: Info | None, args: list[Any], kwargs: dict[str, Any]) -> Any:
        assert info
        return cast(dict[str, Any], source)[str(info.path.key)] if isinstance(source, dict) else enter(info)

    def __copy__(self) -> "MappedField":
        copy = super().__copy__()
        copy.source = self.source
        return copy


class ChangedField(MappedField):
    """The object a change was made to, read anew; null where nothing was changed."""

    def get_result(self, source: Any, info: Info | None, args: list[Any], kwargs: dict[str, Any]) -> Any:
        assert info
        return read_changed(info, source.changed_id) if source.changed_id is not None else None


def changed(about: str) -> Any:
    field = ChangedField(description=about)
    field.source = Reach()
    field.init = False
    return field


def mapped(source: Source, arguments: Arguments | None = None) -> Any:
    field = MappedField()
    field.source = source
    field.init = False
    field.arguments = [
        StrawberryArgument(name, _word(name), StrawberryAnnotation(type_), default=default, description=about)
        for name, (type_, default, about) in (arguments or {}).items()
    ]
    field.directives = [*_cost(source), *_size(source, arguments or {})]
    return field


def _cost(source: Source) -> list[object]:
    """What costs the database more than the objects that it brings."""
    match source:
        case Judged(begins=begins) if begins:  # it reads all that is around, however little of it is told
            return [Cost(weight="50")]
        case Judged() | Search():
            return [Cost(weight="5")]
        case PartOfPage(name="total_count" | "total_is_exact"):
            return [Cost(weight="2")]
        case Totals():
            return [Cost(weight="10")]
        case _:
            return []


def _size(source: Source, arguments: Arguments) -> list[object]:
    """A list that begins at all there is of something needs the size of a page; any other has a default."""
    match source:
        case Reach() | Search() if "after" in arguments:
            whole = isinstance(source, Search) or not source.arrow
            return [_list_size(source.default, slicing_arguments=["first", "last"], sized_fields=["edges"], required=whole)]
        case Reach() if "first" in arguments:
            return [_list_size(source.default, slicing_arguments=["first"])]
        case Totals():
            return [_list_size(source.default, slicing_arguments=["first"], sized_fields=["groups"])]
        case Many() | Matched():
            return [_list_size(source.most)]
        case _:
            return []


def _list_size(assumed: int, *, required: bool = False, **more: Any) -> ListSize:
    return ListSize(assumed_size=assumed, require_one_slicing_argument=required, **more)


# ---- values ------------------------------------------------------------------------------------------


def prop(name: str = "", *, tag: str | None = None, mask: str | None = None) -> Any:
    """A property, by the field's own name unless told; with a tag, only for those who may read what is so tagged."""
    return mapped(Expression(f"this.{name}" if name else "", tag, mask, name))


def on_edge(name: str, *, tag: str | None = None) -> Any:
    """A property of the relationship that led here."""
    return mapped(Expression(f"edge.{name}", tag))


def computed(cypher: str, *, tag: str | None = None, mask: str | None = None, read: Callable[[Any], Any] | None = None) -> Any:
    """An expression over `this`, and what Python makes of its value."""
    return mapped(Expression(cypher, tag, mask, None, read))


def chosen(argument: str, choices: type[Enum], about: str, expressions: Mapping[Enum | None, str]) -> Any:
    """One of several expressions, by an argument's value."""
    by_name = {choice.value if choice else None: cypher for choice, cypher in expressions.items()}
    return mapped(Chosen(argument, by_name), {argument: (choices | None, ABSENT, about)})


def inline(tag: str | None = None, /, **cells: str) -> Any:
    """An object made of values of `this`, there when the first of them is."""
    return mapped(Inline({name: f"this.{text}" if text.isidentifier() else text for name, text in cells.items()}, tag))


def member(*cells: str, read: Callable[..., Any] | None = None) -> Any:
    """A field of such an object."""
    return mapped(Member(cells, read))


def identity() -> Any:
    return mapped(Identity())


def itself() -> Any:
    return mapped(Itself())


def cursor() -> Any:
    return mapped(Cursor())


def of_page(name: str) -> Any:
    return mapped(PartOfPage(name))


# ---- totals ------------------------------------------------------------------------------------------


def key(field: str = "", cypher: str = "") -> Any:
    """What groups of a list are told apart by: the field of its nodes that has the same name unless told, or what is made of it."""
    return mapped(GroupKey("", field, cypher))


def tally(field: str = "") -> Any:
    """The least, the most and the sum of the field of a list's nodes that has the same name unless told."""
    return mapped(Tally(field))


def of_totals(name: str) -> Any:
    return mapped(PartOfTotals(name))


def group(cls: T) -> T:
    """A type whose objects are lines of a list that have the same keys; its docstring begins with what the lines are."""
    keys: dict[str, GroupKey] = {}
    for name, type_ in inspect.get_annotations(cls).items():
        source, own = vars(cls)[name].source, _camel(name)
        if isinstance(source, GroupKey):
            keys[own] = vars(cls)[name].source = GroupKey(own, source.field or own, source.cypher)
        elif isinstance(source, Tally):
            vars(cls)[name].source = Tally(source.field or own)
            vars(cls)[name].directives += [_list_size(CURRENCIES)] if str(type_).startswith("list[") else []
    told = _descriptions(cls)
    words = {name.upper(): strawberry.enum_value(_camel(name), description=told[name]) for name in told if _camel(name) in keys}
    by = strawberry.enum(cast(type[Enum], Enum(f"{cls.__name__}By", words)), description="What is grouped by.")
    cls.__group_keys__ = (by, keys)  # pyright: ignore[reportAttributeAccessIssue]
    return _rows(cls, strawberry.type)


def totals(group: type) -> Any:
    """What all lines of a list come to, by keys that its groups declare."""
    by, keys = cast(Any, group).__group_keys__
    arguments: Arguments = {
        "by": (list[by] | None, ABSENT, "what to group by, each once; without it all lines are one group"),
        "first": (int | None, ABSENT, "how many groups, by the order of their keys"),
    }
    return mapped(Totals(keys), arguments)


# ---- nodes -------------------------------------------------------------------------------------------

ABSENT = strawberry.UNSET
FIRST = (int | None, ABSENT, "how many, from the beginning")
PAGE: Arguments = {
    "first": FIRST,
    "after": (str | None, ABSENT, "a cursor: begin behind it"),
    "last": (int | None, ABSENT, "how many, from the end"),
    "before": (str | None, ABSENT, "a cursor: end in front of it"),
}
AS_OF: Arguments = {"as_of": (Date | None, ABSENT, "as it was on this day; today without it")}


def edge(
    arrow: str,
    *,
    by: str = "",
    most: int = 100,
    dated: bool = True,
    as_of: bool = False,
    test: str = "",
    once: str = "",
    ties: str = "",
    first: str = "",
    days: str | None = None,
    where: type | None = None,
    order: type | None = None,
    told: Mapping[str, str] | None = None,
) -> Any:
    """The node, or all the nodes up to a bound, at the end of an arrow; with `as_of`, as they were on a day: for those who may read
    what is tagged `days`, if anything. `told` are the words of `where` that test the line, and its fields."""
    arguments = {**_listing(where, order), **(AS_OF if as_of else {})}
    return mapped(Reach(arrow, by, most, most, dated, test, once, ties, first, days=days, told=told or {}), arguments)


def between(arrow: str, *, by: str, name: str, about: str, type_: Any = str, default: int = 24, most: int = 240) -> Any:
    """The nodes at the end of an arrow of which a property lies between two bounds, the last ones first."""
    arguments: Arguments = {
        "from_": (type_ | None, ABSENT, f"{about}, from this"),
        "to": (type_ | None, ABSENT, f"{about}, up to this"),
        "first": FIRST,
    }
    return mapped(Reach(arrow, by, default, most, ranges={"from": (name, "gte"), "to": (name, "lte")}), arguments)


def page(
    arrow: str,
    *,
    by: str,
    where: type | None = None,
    order: type | None = None,
    default: int = 20,
    most: int = 100,
    dated: bool = True,
    test: str = "",
    once: str = "",
    told: Mapping[str, str] | None = None,
) -> Any:
    """A connection along an arrow; `told` are the words of `where` that test its lines, and their fields."""
    arguments = {**PAGE, **_listing(where, order), **(AS_OF if dated else {})}
    return mapped(Reach(arrow, by, default, most, dated, test, once, told=told or {}), arguments)


def start(about: str = "its global id, or its own", *, test: str = "") -> Any:
    """Where a question may begin: at one node by its id."""
    return mapped(Reach(test=test), {"id": (strawberry.ID, NEEDED, about)})


def start_by(keys: type, matches: Mapping[str, str]) -> Any:
    """… at one node by any of its keys; each MATCH ends in `this` and takes `$key`."""
    return mapped(Reach(keys=matches), {"by": (keys, NEEDED, "exactly one of its keys")})


def start_many(keys: type | None = None, matches: Mapping[str, str] | None = None, most: int = 100) -> Any:
    """… at many nodes; the answers stand in the order of the question."""
    if keys is None:
        return mapped(Many(most), {"ids": (list[strawberry.ID], NEEDED, f"at most {most} global ids")})
    return mapped(Many(most, matches or {}), {"by": (list[keys], NEEDED, f"at most {most} keys")})


def start_represented(most: int = 1000) -> Any:
    """… at many entities, as a federated graph names them."""
    arguments: Arguments = {"representations": (list[Representation], NEEDED, f"at most {most}, each with __typename and id")}
    field = mapped(Many(most, represented=True), arguments)
    field.graphql_name = "_entities"
    return field


def start_page(*, where: type, order: type, by: str, test: str = "", default: int = 20, most: int = 100) -> Any:
    """… at a list."""
    return mapped(Reach("", by, default, most, False, test), {**PAGE, **_listing(where, order)})


def start_search(index: str, texts: Sequence[tuple[str, str | None]], kinds: type) -> Any:
    """… at what a text finds: in properties that the index has, each with its tag."""
    text = (str, NEEDED, "words in any script; Chinese also by pinyin")
    return mapped(Search(index, tuple(texts)), {"text": text, "kinds": (list[kinds] | None, ABSENT, "only these"), **PAGE})


def judged(judge: Callable[..., Any], needs: str, *, tag: str | None = None, arguments: Arguments | None = None) -> Any:
    """What a Python function makes of a neighbourhood read in the same statement."""
    return mapped(Judged(needs, judge, tag), arguments)


def start_judged(
    judge: Callable[..., Any], needs: str, begins: Mapping[str, Node], arguments: Arguments, most: int = 0, tag: str | None = None,
    unsaid: tuple[str, ...] = (),
) -> Any:
    """… at the start of a question, around nodes that arguments name; `most` bounds the argument first, and of what is `unsaid` the
    statement alone makes something."""
    about = "the {}: its global id, its own, or a silo's for it, as `register:4711`"
    named: Arguments = {name: (strawberry.ID, NEEDED, about.format(name)) for name in begins}
    return mapped(Judged(needs, judge, tag, begins=begins, most=most, unsaid=unsaid), {**named, **arguments})


def matched(judge: Callable[..., Any], *texts: tuple[str, str | None], most: int) -> Any:
    """What a Python function makes of the words of a search and the texts that may hold them, each with its tag; about so many."""
    return mapped(Matched(texts, judge, most))


def _listing(where: type | None, order: type | None) -> Arguments:
    filters: Arguments = {"where": (where | None, ABSENT, "only those")} if where else {}
    orders: Arguments = {"order_by": (order | None, ABSENT, "in this order")} if order else {}
    return {**filters, **orders}


# ---- types -------------------------------------------------------------------------------------------


def node(
    label: str,
    *,
    key: str = "id",
    scope: Scope = OWN,
    sortable: Mapping[str, str] | None = None,
    formerly: str = "",
    interface: bool = False,
) -> Callable[[T], T]:
    """A type whose objects are the nodes with this label; `formerly` is the label of what keeps their earlier keys."""

    def declare(cls: T) -> T:
        _map_plain(cls, lambda name: Expression(f"this.{_camel(name)}", name=_camel(name)))
        cls.__graph_node__ = Node(label, key, scope, sortable or {}, formerly)  # pyright: ignore[reportAttributeAccessIssue]
        return _rows(cls, strawberry.interface if interface else strawberry.type)

    return declare


def told(cls: T) -> T:
    """A type whose objects a judge returns."""
    _map_plain(cls, Told)
    return _rows(cls, strawberry.type)


def told_list(name: str, most: int) -> Any:
    """An attribute of what a judge returned, which has about so many lines."""
    field = mapped(Told(name))
    field.directives = [_list_size(most)]
    return field


def root(cls: T) -> T:
    """The type where questions begin."""
    _describe(cls)
    return strawberry.type(cls, description=inspect.getdoc(cls))


def rows(cls: T) -> T:
    """A relationship or a part of a page: a type of rows that is no node."""
    return _rows(cls, strawberry.type)


def filter_(cls: T) -> T:
    """An input; the string below a field describes it. What may be null may be left out."""
    told = _descriptions(cls)
    for name, type_ in inspect.get_annotations(cls).items():
        about = told.get(name, f"Tests on `{_word(name)}`.")
        default: Any = strawberry.UNSET if "None" in str(type_) else MISSING
        setattr(cls, name, strawberry.field(default=default, description=about, name=_word(name)))
    return strawberry.input(cls, description=inspect.getdoc(cls))


def _word(name: str) -> str:
    return _camel(name.rstrip("_"))


def _map_plain(cls: type, source: Callable[[str], Source]) -> None:
    """An annotation alone is a field of the same name."""
    for name in inspect.get_annotations(cls):
        if name not in vars(cls):
            setattr(cls, name, mapped(source(name)))
        else:
            _complete(vars(cls)[name], name)


def _complete(field: Any, name: str) -> None:
    """`prop()` without a name is the property of the field's own."""
    if isinstance(field, MappedField) and isinstance(field.source, Expression) and not field.source.cypher:
        own = _camel(name)
        field.source = Expression(f"this.{own}", field.source.tag, field.source.mask, own)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def type_name(_cls: type, row: Any, *_: Any) -> str:
    return row["__typename"]


def _rows(cls: Any, declare: Callable[..., Any]) -> Any:
    def is_type_of(_cls: type, row: Any, info: Any) -> bool:
        return type_name(_cls, row) == cls.__name__ if isinstance(row, dict) else isinstance(row, cls)

    if declare is strawberry.interface:
        cls.resolve_type = classmethod(type_name)
    elif not getattr(cls, "__parameters__", ()):
        cls.is_type_of = classmethod(is_type_of)
    _describe(cls)
    return declare(cls, description=inspect.getdoc(cls))


def _describe(cls: type) -> None:
    for name, text in _descriptions(cls).items():
        if isinstance(vars(cls).get(name), StrawberryField):
            vars(cls)[name].description = text


def _descriptions(cls: type) -> dict[str, str]:
    """The string below each assignment of a class."""
    body = cast(ast.ClassDef, ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]).body
    found: dict[str, str] = {}
    for statement, below in pairwise(body):
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
            target = statement.target if isinstance(statement, ast.AnnAssign) else getattr(statement, "targets", [None])[0]
            if isinstance(target, ast.Name):
                found[target.id] = inspect.cleandoc(below.value.value)
    return found
