"""What an operation costs: from its text and variables before it is executed, from what it brought after.

An object costs 1 and a value nothing, unless `@cost` says otherwise; a list costs as much as its lines, and how many these
are `@listSize` says: as the cost directive specification has it, which tools read.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import strawberry
from graphql import (
    BooleanValueNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInt,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_input_object_type,
    is_leaf_type,
    type_from_ast,  # pyright: ignore[reportUnknownVariableType]
)
from graphql.type import is_list_type  # pyright: ignore[reportUnknownVariableType]
from strawberry.schema_directive import Location

from graph.mapping import Many, Reach, Search, Totals
from resolvers import limits
from resolvers.selection import DEFINITION, is_required, source_of
from runtime.errors import BadQuestion, Refused, TooCostly

ASSUMED = 10
"""Lines of a list that says nothing of its size."""
INTROSPECTION = 100
"""What a look at the schema costs."""
SIZED = ("edges", "groups")
"""Fields of a page, or of totals, that have as many lines as these."""
META = ("__schema", "__type")
LOOKS = (*META, "_service")
"""What tells the schema: the last as a federated graph is told it."""
KEYS = ("ids", "by", "representations")
"""Arguments of which each value is a line."""
UNCOUNTED = ("totalCount", "totalIsExact", "totals", "__typename")
"""What may be asked of a connection without the size of a page."""


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION], name="cost", description="What one such field costs; 1 for an object without it, else 0."
)
class Cost:
    weight: str = strawberry.directive_field(name="weight")


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION], name="listSize", description="How many lines a list has, as far as its cost goes."
)
class ListSize:
    assumed_size: int = strawberry.directive_field(name="assumedSize")
    slicing_arguments: list[str] | None = strawberry.directive_field(name="slicingArguments", default=strawberry.UNSET)
    sized_fields: list[str] | None = strawberry.directive_field(name="sizedFields", default=strawberry.UNSET)
    require_one_slicing_argument: bool = strawberry.directive_field(name="requireOneSlicingArgument", default=True)


Asked = Callable[[Mapping[str, Any]], int]
Brought = Callable[[Any], int]
Sets = list[SelectionSetNode]


@dataclass(slots=True)
class Demand:
    """What one operation of a text asks for: `asked` by its variables, `brought` by its data."""

    asked: Asked
    brought: Brought
    wide: tuple[str, ...]  # variables that may hold many values
    looks: bool  # at the schema
    fault: Refused | None = None

    def of(self, variables: Mapping[str, Any]) -> int:
        """The cost before it is executed. Raises TooDeep, TooCostly, BadQuestion."""
        if self.fault:
            raise type(self.fault)(*self.fault.args)
        if self.wide:
            limits.look_at(variables.get(name) for name in self.wide)
        cost = self.asked(variables)
        if cost > limits.BOUNDS.cost:
            raise _too_costly(cost)
        return cost


def demands(schema: GraphQLSchema, document: DocumentNode) -> dict[str | None, Demand]:
    """What each operation of a text that keeps its bounds asks for. Raises TooCostly for one that is so whatever its variables."""
    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    return {
        each.name and each.name.value: _Priced(schema, each, fragments).demand() for each in limits.operations_of(document)
    }


def _too_costly(cost: int) -> TooCostly:
    return TooCostly(f"The question costs {cost:,}; at most {limits.BOUNDS.cost:,} is answered at once: ask for smaller pages.")


# ---- what a field says of itself


def weight(of: GraphQLField, *, leaf: bool) -> int:
    directives = cast(list[object], getattr(of.extensions.get(DEFINITION), "directives", ()))
    said = next((each.weight for each in directives if isinstance(each, Cost)), None)
    return int(said) if said is not None else 0 if leaf else 1


def size(of: GraphQLField) -> ListSize | None:
    directives = cast(list[object], getattr(of.extensions.get(DEFINITION), "directives", ()))
    return next((each for each in directives if isinstance(each, ListSize)), None)


# ---- an operation


@dataclass(slots=True)
class _Place:
    """One response key of one type: its field, and all that is asked below it; `when` variables say so, none where it always is."""

    of: GraphQLField
    nodes: list[FieldNode] = field(default_factory=list[FieldNode])
    when: list[str] = field(default_factory=list[str])

    @property
    def below(self) -> Sets:
        return [node.selection_set for node in self.nodes if node.selection_set]


class _Priced:
    """Writes two Python expressions, out of our own names, numbers and quoted keys only."""

    def __init__(
        self, schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]
    ) -> None:
        self.schema, self.operation, self.fragments = schema, operation, fragments
        self.known: dict[tuple[str, tuple[int, ...], str], str] = {}
        self.fault: Refused | None = None
        self.looks = False
        nodes = operation.variable_definitions or ()
        self.defaults = {node.variable.name.value: node.default_value for node in nodes}

    def demand(self) -> Demand:
        roots = {
            OperationType.QUERY: self.schema.query_type,
            OperationType.MUTATION: self.schema.mutation_type,
            OperationType.SUBSCRIPTION: self.schema.subscription_type,
        }
        root, sets = roots[self.operation.operation], [self.operation.selection_set]
        text = self.asked(root, sets, "") if root else "0"
        asked = cast(Asked, _made(f"lambda v: max(1, {text})"))
        if "v.get" not in text and asked({}) > limits.BOUNDS.cost:
            raise _too_costly(asked({}))
        brought = cast(Brought, _made(f"lambda d: max(1, {self.brought([root] if root else [], sets, 0)}) if d else 0"))
        return Demand(asked, brought, tuple(self.wide()), self.looks, self.fault)

    def wide(self) -> Iterator[str]:
        for node in self.operation.variable_definitions or ():
            type_: Any = cast(Any, type_from_ast)(self.schema, node.type)
            if type_ and ("[" in str(type_) or is_input_object_type(cast(Any, get_named_type)(type_))):
                yield node.variable.name.value

    # ---- before

    def asked(self, named: GraphQLNamedType, sets: Sets, lines: str) -> str:
        """What one object of a type costs below itself: of several types the dearest; `lines` are how many a page has."""
        key = (named.name, tuple(map(id, sets)), lines)
        if key not in self.known:
            texts = {self.fields(type_, sets, lines) for type_ in self.types(named)}
            self.known[key] = f"max({','.join(sorted(texts))})" if len(texts) > 1 else next(iter(texts), "0")
        return self.known[key]

    def fields(self, type_: GraphQLObjectType, sets: Sets, lines: str) -> str:
        terms: list[str] = []
        for key, place in self.places(type_, sets).items():
            text = self.price(type_, key, place, lines)
            terms.append(f"({text} if {' or '.join(place.when)} else 0)" if place.when else text)
        return _sum(terms)

    def price(self, parent: GraphQLObjectType, key: str, place: _Place, lines: str) -> str:
        of, node, named = place.of, place.nodes[0], _named(place.of)
        leaf = is_leaf_type(named)
        own = weight(of, leaf=leaf)
        if leaf:
            return str(own)
        sized = size(of)
        many = self.lines(of, sized, node) if sized else str(ASSUMED)
        if sized and sized.require_one_slicing_argument:
            self.require(sized, key, place)
        if is_list_type(_nullable(of)):
            count = lines if lines and node.name.value in SIZED else many
            return _times(count, _sum([str(own), self.asked(named, place.below, "")]))
        return _sum([str(own), self.asked(named, place.below, many if sized and sized.sized_fields else "")])

    def require(self, sized: ListSize, key: str, place: _Place) -> None:
        """A list that begins at all there is of something needs the size of a page, where its lines are asked for."""
        said = {argument.name.value for argument in place.nodes[0].arguments or () if not isinstance(argument.value, NullValueNode)}
        names = {each.name.value for below in place.below for each in below.selections if isinstance(each, FieldNode)}
        spreads = any(not isinstance(each, FieldNode) for below in place.below for each in below.selections)
        if not said & {*(sized.slicing_arguments or ())} and (spreads or names - {*UNCOUNTED}):
            self.fault = BadQuestion(f"Say how many of {key[: limits.SHOWN]}: this list needs first or last.")

    def lines(self, of: GraphQLField, sized: ListSize, node: FieldNode) -> str:
        """How many lines an argument asks for; as many as are assumed where none does. Totals without keys are one group."""
        source = source_of(of)
        if isinstance(source, Totals) and not any(each.name.value == "by" for each in node.arguments or ()):
            return "1"
        most = source.most if isinstance(source, Reach | Search | Many | Totals) else sized.assumed_size
        names = KEYS if isinstance(source, Many) else sized.slicing_arguments or ()
        for argument in node.arguments or ():
            if argument.name.value not in names:
                continue
            match argument.value:
                case IntValueNode(value=value):
                    return str(min(max(int(value), 0), most))
                case ListValueNode(values=values):
                    return str(min(len(values), most))
                case VariableNode(name=name):
                    default = self.defaults.get(name.value)
                    fallback = int(default.value) if isinstance(default, IntValueNode) else sized.assumed_size
                    return f"lines(v.get({name.value!r}, {fallback}), {sized.assumed_size}, {most})"
                case _:
                    pass
        return str(sized.assumed_size)

    # ---- after

    def brought(self, named: list[GraphQLNamedType], sets: Sets, depth: int) -> str:
        """What the object in `d` (`d1` below it, and so on) cost below itself: of whichever type it is."""
        types = {type_.name: type_ for each in named for type_ in self.types(each)}
        each_types = [self.places(type_, sets) for type_ in types.values()]
        places: dict[str, _Place] = {}
        for key, place in (item for found in each_types for item in found.items()):
            known = places.setdefault(key, _Place(place.of))
            known.nodes += [node for node in place.nodes if node not in known.nodes]
            known.when += place.when
        sure = {key for key, place in places.items() if not place.when and all(key in found for found in each_types)}
        return _sum([self.counted(key, place, depth, sure=key in sure) for key, place in places.items()])

    def counted(self, key: str, place: _Place, depth: int, *, sure: bool) -> str:
        """One field of that object; `sure` where it is in each."""
        d, x = f"d{depth}" if depth else "d", f"d{depth + 1}"
        type_, found = _named(place.of), f"{d}[{key!r}]" if sure else f"{d}.get({key!r})"
        own = str(weight(place.of, leaf=is_leaf_type(type_)))
        if is_leaf_type(type_):
            return own if sure or own == "0" else f"({own} if {key!r} in {d} else 0)"
        each = _sum([own, self.brought([type_], place.below, depth + 1)])
        there = sure and is_required(cast(Any, place.of).type)
        if is_list_type(_nullable(place.of)):
            lines = found if there else f"({found} or ())"
            return f"{each}*len({lines})" if each.isdigit() else f"sum([{each} for {x} in {lines} if {x}])"
        if each.isdigit():
            return each if there else f"({each} if {found} else 0)"
        return f"sum([{each} for {x} in ({found},) if {x}])"

    # ---- selections

    def types(self, named: GraphQLNamedType) -> list[GraphQLObjectType]:
        if is_abstract_type(named):
            return list(self.schema.get_possible_types(named))
        return [named] if isinstance(named, GraphQLObjectType) else []

    def places(self, type_: GraphQLObjectType, sets: Sets) -> dict[str, _Place]:
        """The fields of one object by response key, as they are merged; those the type has not are left to validation."""
        found: dict[str, _Place] = {}
        taken: set[str] = set()
        waiting: list[tuple[SelectionSetNode, list[str]]] = [(each, []) for each in reversed(sets)]
        while waiting:
            selected, when = waiting.pop()
            for each in selected.selections:
                tests = [*when, *self.tests(each)]
                match each:
                    case FieldNode():
                        self.place(found, type_, each, tests)
                    case FragmentSpreadNode(name=name):
                        fragment = self.fragments.get(name.value)
                        if fragment and (name.value not in taken) and self.fits(type_, fragment.type_condition.name.value):
                            taken.add(name.value)
                            waiting.append((fragment.selection_set, tests))
                    case InlineFragmentNode(type_condition=on, selection_set=inner):
                        if on is None or self.fits(type_, on.name.value):
                            waiting.append((inner, tests))
                    case _:
                        pass
        return found

    def place(self, found: dict[str, _Place], type_: GraphQLObjectType, node: FieldNode, tests: list[str]) -> None:
        name = node.name.value
        of = type_.fields.get(name)
        if name in LOOKS and type_ is self.schema.query_type:
            self.looks = True
            of = LOOK if name in META else of
        if of is None or "False" in tests:
            return
        key = (node.alias or node.name).value
        always = not tests or (key in found and not found[key].when)
        place = found.setdefault(key, _Place(of))
        place.nodes.append(node)
        place.when = [] if always else [*place.when, f"({' and '.join(tests)})"]

    def tests(self, node: Any) -> Iterator[str]:
        """What `@include` and `@skip` make of variables; "False" where a literal says no."""
        for directive in node.directives or ():
            wants = directive.name.value == "include"
            if not wants and directive.name.value != "skip":
                continue
            for argument in directive.arguments or ():
                match argument.value:
                    case BooleanValueNode(value=value) if value is not wants:
                        yield "False"
                    case VariableNode(name=name):
                        default = self.defaults.get(name.value)
                        otherwise = default.value if isinstance(default, BooleanValueNode) else None
                        yield f"v.get({name.value!r}, {otherwise!r}) is {wants}"
                    case _:
                        pass

    def fits(self, type_: GraphQLObjectType, condition: str) -> bool:
        named: Any = self.schema.type_map.get(condition)
        return named is type_ or (named is not None and is_abstract_type(named) and self.schema.is_sub_type(named, type_))


def lines(value: Any, otherwise: int, most: int) -> int:
    """What a variable makes of a page or of a list of keys; one that is none is refused later."""
    count = len(cast(list[Any], value)) if isinstance(value, list) else value if value.__class__ is int else otherwise
    return min(max(count, 0), most)


class _Looked:
    directives = (Cost(weight=str(INTROSPECTION)),)


LOOK = GraphQLField(GraphQLInt, extensions={DEFINITION: _Looked()})
"""`__schema` and `__type`, priced as a whole: they are made of what is in memory."""


def _made(source: str) -> Any:
    return eval(source, {"lines": lines})  # noqa: S307 - made of our own names, numbers and repr'd keys only


def _sum(terms: list[str]) -> str:
    """Their sum, numbers added up."""
    known = sum(int(term) for term in terms if term.isdigit())
    rest = [term for term in terms if not term.isdigit()]
    return "+".join([*([str(known)] if known or not rest else []), *rest])


def _times(count: str, each: str) -> str:
    return str(int(count) * int(each)) if count.isdigit() and each.isdigit() else f"{count}*({each})"


def _named(of: GraphQLField) -> GraphQLNamedType:
    return cast(Any, get_named_type)(cast(Any, of).type)


def _nullable(of: GraphQLField) -> Any:
    type_: Any = cast(Any, of).type
    return type_.of_type if str(type_).endswith("!") else type_
