"""Parts the values a caller sent from what decides the text of a statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self, cast

from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
    is_input_object_type,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource
from graphql.type import is_enum_type

from graph.wanted import Parameter


@dataclass(frozen=True, slots=True)
class Texts:
    """Variables that are all single texts (`ID!`, `String`), as most are: nothing to coerce, and always the same marks."""

    names: dict[str, str]  # of the parameter, by that of the variable
    marked: VariableValues
    key: str

    @classmethod
    def of(cls, schema: GraphQLSchema, operation: OperationDefinitionNode) -> Self | None:
        """None where graphql-core has to coerce something."""
        sources = values_in(schema, operation, {}).sources
        types = {str(cast(Any, source.signature).type).removesuffix("!") for source in sources.values()}
        if not types <= {"ID", "String"}:
            return None
        names = {name: f"p{n}" for n, name in enumerate(sources)}
        marked = VariableValues(sources, {name: Parameter(param) for name, param in names.items()})
        return cls(names, marked, key(marked))

    def params(self, inputs: Mapping[str, Any]) -> dict[str, Any] | None:
        """The values by the names of their parameters; None where one is not said, or is no text."""
        found = {param: inputs.get(name) for name, param in self.names.items()}
        return found if all(value.__class__ is str for value in found.values()) else None


def key(marked: VariableValues) -> str:
    """What decides the text of a statement."""
    return repr(marked.coerced)


def values_in(schema: GraphQLSchema, operation: OperationDefinitionNode, coerced: dict[str, Any]) -> VariableValues:
    """Variables graphql-core has coerced already, with their types again."""
    signatures = [get_variable_signature(schema, node) for node in operation.variable_definitions or ()]
    sources = {s.name: VariableValueSource(s) for s in signatures if not isinstance(s, GraphQLError)}
    return VariableValues(sources, coerced)


def settle(values: VariableValues) -> tuple[VariableValues, dict[str, Any]]:
    """The variables with a name in place of each value, and the values by those names.

    What stays in place decides the text: enums, booleans, nulls, and which fields of an input are there.
    A list of keys stays one value, however long.
    """
    params: dict[str, Any] = {}
    marked = {
        name: _settle(value, cast(Any, values.sources[name].signature).type, params) for name, value in values.coerced.items()
    }
    return VariableValues(values.sources, marked), params


def _settle(value: Any, type_: Any, params: dict[str, Any]) -> Any:
    type_ = type_.of_type if str(type_).endswith("!") else type_
    named: Any = cast(Any, get_named_type)(type_)
    if value is None or value is True or value is False or is_enum_type(named):
        return value
    if is_input_object_type(named) and not (isinstance(value, list) and named.is_one_of):
        if isinstance(value, list):
            return [_settle(item, type_.of_type, params) for item in cast(list[Any], value)]
        return {key: _settle(item, named.fields[key].type, params) for key, item in value.items()}
    name = f"p{len(params)}"
    params[name] = str(value) if isinstance(value, Decimal) else value  # the driver knows no decimals
    return Parameter(name)
