"""Faults of the question: a root field below which anything is asked wrongly is refused as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_object_type,
)
from graphql.execution.values import VariableValues, get_argument_values, get_directive_values

from benchmarks.oracle import totals
from benchmarks.oracle.pages import MOST, Place
from benchmarks.oracle.sight import Caller
from benchmarks.oracle.where import WITHHELD, mentions

MOST_MONTHS = 240
MOST_NAMED = 100
# What the cursors of a list are places in: the list, and what it is sorted by for each of its orders.
SORTED_BY: dict[str, dict[str | None, str]] = {
    "customers": {None: "name", "NAME": "name", "NAME_DESC": "name", "UNIT": "unit,name"},
    "holders": {None: "name"},
    "accounts": {
        None: "opened", "NEWEST": "opened", "OLDEST": "opened", "KIND": "kind,opened", "ROLE": "role,opened",
        "BALANCE": "currency,balance", "BALANCE_DESC": "currency,balance",
    },
    "transactions": {
        None: "bookedOn", "NEWEST": "bookedOn", "OLDEST": "bookedOn", "AMOUNT": "currency,amount", "AMOUNT_DESC": "currency,amount",
    },
    "products": {None: "code", "CODE": "code", "NAME": "name", "FAMILY": "family,name"},
}  # fmt: skip
SORTED_BY_MONEY = ("AMOUNT", "AMOUNT_DESC", "BALANCE", "BALANCE_DESC")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its variables, as it stands in the schema."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: VariableValues
    caller: Caller
    places: Mapping[str, Place]

    def faulty(self, selections: SelectionSetNode) -> bool:
        """Whether it cannot be asked, whoever asks: then nothing of it is executed."""
        return any(self.wrong(each, one) for type_, node in self.roots(selections) for each, one in self.below(type_, node))

    def forbidden(self, selections: SelectionSetNode) -> set[str]:
        """The response keys of the root fields that are to be refused to this caller."""
        return {
            (node.alias or node.name).value
            for type_, node in self.roots(selections)
            if any(self.withheld(one, each) for each, one in self.below(type_, node))
        }

    def roots(self, selections: SelectionSetNode) -> Iterator[tuple[GraphQLObjectType, FieldNode]]:
        return self.fields(selections, [cast(GraphQLObjectType, self.schema.query_type)])

    def below(self, type_: GraphQLObjectType, node: FieldNode) -> Iterator[tuple[GraphQLObjectType, FieldNode]]:
        """A field and all that can be reached below it."""
        if node.name.value == "__typename":
            return
        yield type_, node
        if node.selection_set:
            named = cast(Any, get_named_type)(type_.fields[node.name.value].type)
            for found, inner in self.fields(node.selection_set, self.possible(named)):
                yield from self.below(found, inner)

    def fields(self, selections: SelectionSetNode, types: list[GraphQLObjectType]) -> Iterator[tuple[GraphQLObjectType, FieldNode]]:
        """Every field selected on each of the types an object may have."""
        for node in selections.selections:
            if not self.included(node):
                continue
            if isinstance(node, FieldNode):
                yield from ((type_, node) for type_ in types)
                continue
            fragment = self.fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else cast(InlineFragmentNode, node)
            condition = fragment.type_condition
            on = self.possible(self.schema.type_map[condition.name.value]) if condition else types
            yield from self.fields(fragment.selection_set, [type_ for type_ in types if type_ in on])

    def possible(self, named: Any) -> list[GraphQLObjectType]:
        if is_abstract_type(named):
            return list(self.schema.get_possible_types(named))
        return [named] if is_object_type(named) else []

    def included(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (skip and skip["if"]) and (include is None or bool(include["if"]))

    def wrong(self, type_: GraphQLObjectType, node: FieldNode) -> bool:
        """Sizes out of bounds, cursors of no such list, too many names."""
        field: GraphQLField = type_.fields[node.name.value]
        args = get_argument_values(field, node, self.variables)
        if self.of_totals(type_, node):
            return totals.wrong(args)
        sizes = [args[word] for word in ("first", "last") if args.get(word) is not None]
        most = MOST if "last" in field.args else MOST_MONTHS
        if len(sizes) > 1 or any(not 0 <= size <= most for size in sizes):
            return True
        if any(len(args[word]) > MOST_NAMED for word in ("ids", "by") if isinstance(args.get(word), list)):
            return True
        return bool(type_.fields[node.name.value].args.get("after")) and not self.placed(node.name.value, args)

    def withheld(self, node: FieldNode, type_: GraphQLObjectType) -> bool:
        """Filters, orders and totals by what partners may not read."""
        args = get_argument_values(type_.fields[node.name.value], node, self.variables)
        if self.of_totals(type_, node):
            return self.caller.partner and totals.withheld(type_.name, node.name.value, args)
        days = frozenset(("household",)) if args.get("asOf") is not None else frozenset[str]()
        return self.caller.partner and (args.get("orderBy") in SORTED_BY_MONEY or mentions(args.get("where"), WITHHELD | days))

    def of_totals(self, type_: GraphQLObjectType, node: FieldNode) -> bool:
        """Whether a field is what the lines of a list come to, or is asked of a group of them."""
        group = type_.name.endswith("Group") and f"{type_.name.removesuffix('Group')}Totals" in self.schema.type_map
        return group or node.name.value == "totals"

    def placed(self, list_: str, args: Mapping[str, Any]) -> bool:
        """Whether each cursor is one of this list in this order."""
        cursors = [args[word] for word in ("after", "before") if args.get(word) is not None]
        by = SORTED_BY.get(list_, {}).get(args.get("orderBy"))
        found = [self.places.get(cursor) for cursor in cursors]
        return all(place is not None and (place.list, place.by) == (list_, by) for place in found)
