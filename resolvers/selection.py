"""Reads a GraphQL operation as the tree of what is wanted. Fragments, aliases and directives end here."""

from dataclasses import replace
from functools import cache, partial
from itertools import count
from typing import Any, cast

from graphql import (
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    OperationDefinitionNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues, get_argument_values

from graph.mapping import Itself, Node, Reach, Source, TypeName
from graph.wanted import NOWHERE, Block, Column, Kind, Landing, Sources

DEFINITION = "strawberry-definition"


def source_of(field: GraphQLField) -> Source | None:
    """Where a field lives in the graph; None for a field with a resolver of its own."""
    return getattr(field.extensions.get(DEFINITION), "source", None)


def node_of(type_: GraphQLNamedType) -> Node | None:
    definition = type_.extensions.get(DEFINITION)
    return getattr(getattr(definition, "origin", None), "__graph_node__", None)


def named_type(field: GraphQLField) -> GraphQLNamedType:
    return cast(Any, get_named_type)(cast(Any, field).type)


def is_required(type_: Any) -> bool:
    return str(type_).endswith("!")


def kind_of(type_: Any, required: bool = False) -> Kind:
    inner: Any = getattr(type_, "of_type", None)
    if inner is not None:
        return kind_of(inner, required=True) if is_required(type_) else Kind("", required, items=kind_of(inner))
    values = tuple(type_.values) if isinstance(type_, GraphQLEnumType) else ()
    return Kind(type_.name, required, None, type_.coerce_output_value if is_leaf_type(type_) else None, values)


@cache
def landing(schema: GraphQLSchema, named: GraphQLNamedType) -> Landing:
    """Through a page and its edges, down to the node itself."""
    fields: dict[str, GraphQLField] = getattr(named, "fields", {})
    through = [f for name, f in fields.items() if name == "edges" or isinstance(source_of(f), Itself)]
    if through:
        far = landing(schema, named_type(through[0]))
        return far if "edges" in fields else replace(far, line=sources_of(fields))
    if isinstance(named, GraphQLUnionType):
        nodes = [node for node in map(node_of, named.types) if node]
        label = "|".join(node.label.rpartition(":")[2] for node in nodes)
        return Landing(Node(label, nodes[0].key, nodes[0].scope), landing(schema, named.types[0]).sources)
    found = kindred(schema, named)
    ends = {name: partial(landing, schema, named_type(f)) for name, f in found.items() if isinstance(source_of(f), Reach)}
    return Landing(node_of(named) or NOWHERE, sources_of(found), ends)


def sources_of(fields: dict[str, GraphQLField]) -> Sources:
    return {name: (source_of(f), kind_of(cast(Any, f).type)) for name, f in fields.items()}


def kindred(schema: GraphQLSchema, named: GraphQLNamedType) -> dict[str, GraphQLField]:
    """A type's fields and those of the others in its family, as far as they agree: what one has not, it has as null."""
    own: dict[str, GraphQLField] = dict(getattr(named, "fields", {}))
    above = [one for one in [named, *getattr(named, "interfaces", ())] if isinstance(one, GraphQLInterfaceType)]
    family = [one for each in above if (node := node_of(each)) and node.label for one in schema.get_possible_types(each)]
    others = [(name, f) for one in family for name, f in one.fields.items() if name not in own]
    sources = {name: source_of(f) for name, f in others}
    return own | {name: f for name, f in others if all(source_of(g) == sources[name] for n, g in others if n == name)}


class Selection:
    """One reading of one operation; `whole` stays true while all of it can be answered from the graph."""

    def __init__(
        self,
        schema: GraphQLSchema,
        operation: OperationDefinitionNode,
        fragments: dict[str, FragmentDefinitionNode],
        variables: VariableValues,
    ) -> None:
        self.schema = schema
        self.operation = operation
        self.fragments = {name: FragmentDetails(node) for name, node in fragments.items()}
        self.variables = variables
        self.whole = True
        self.slots = (f"v{n}" for n in count())

    def root(self) -> Block:
        """The root fields the graph can answer."""
        type_ = cast(GraphQLObjectType, self.schema.query_type)
        found = collect_fields(self.schema, self.fragments, self.variables, type_, self.operation)
        self.whole &= not found.new_defer_usages
        return Block(type_.name, None, self.columns(type_, found.grouped_field_set, ()))

    def columns(self, type_: GraphQLObjectType, grouped: dict[str, list[FieldDetails]], path: tuple[str, ...]) -> list[Column]:
        columns = (self.column(type_, key, details, (*path, key)) for key, details in grouped.items())
        return [column for column in columns if column]

    def column(self, parent: GraphQLObjectType, key: str, details: list[FieldDetails], path: tuple[str, ...]) -> Column | None:
        """None for a field with a resolver of its own: Strawberry answers that, and so all of it."""
        node = details[0].node
        if node.name.value == "__typename":
            return Column(key, next(self.slots), path, Kind("String", required=True), TypeName(), {}, Landing(), [])
        field: Any = parent.fields.get(node.name.value)
        source = source_of(field) if field else None
        if source is None:
            self.whole = False
            return None
        args = get_argument_values(field, node, self.variables)
        return self.asked(key, field.type, source, args, details, path)

    def asked(
        self, key: str, type_: Any, source: Source, args: dict[str, Any], details: list[FieldDetails], path: tuple[str, ...]
    ) -> Column:
        named: GraphQLNamedType = cast(Any, get_named_type)(type_)
        far = landing(self.schema, named)
        return Column(key, next(self.slots), path, kind_of(type_), source, args, far, self.blocks(named, details, path))

    def blocks(self, named: GraphQLNamedType, details: list[FieldDetails], path: tuple[str, ...]) -> list[Block]:
        if is_abstract_type(named):
            types = self.schema.get_possible_types(named)
        else:
            types = [named] if isinstance(named, GraphQLObjectType) else []
        return [self.block(type_, details, path) for type_ in types]

    def block(self, type_: GraphQLObjectType, details: list[FieldDetails], path: tuple[str, ...]) -> Block:
        found = collect_subfields(self.schema, self.fragments, self.variables, self.operation, type_, details)
        self.whole &= not found.new_defer_usages
        return Block(type_.name, node_of(type_), self.columns(type_, found.grouped_field_set, path))
