"""Values with which a question can be planned before anybody asks it: they fit its variables and find nothing."""

from collections.abc import Iterator
from typing import Any, cast

import strawberry
from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    OperationDefinitionNode,
    OperationType,
    parse,
)
from graphql.utilities import type_from_ast  # pyright: ignore[reportUnknownVariableType]

SCALARS = {
    "Int": 1, "Float": 1.0, "Boolean": True, "Date": "2000-01-01", "DateTime": "2000-01-01T00:00:00Z", "Decimal": "1",
    "Currency": "EUR",
}  # fmt: skip


def samples(schema: strawberry.Schema, text: str) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Of each query in a text its name, and a value for each variable that it must have."""
    try:
        tree = parse(text)
    except (GraphQLError, RecursionError):
        return
    for operation in tree.definitions:
        if isinstance(operation, OperationDefinitionNode) and operation.operation is OperationType.QUERY:
            yield operation.name and operation.name.value, _variables(schema, operation)


def _variables(schema: strawberry.Schema, operation: OperationDefinitionNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for variable in operation.variable_definitions or ():
        type_ = type_from_ast(schema._schema, variable.type)  # pyright: ignore[reportPrivateUsage]
        if isinstance(type_, GraphQLNonNull) and variable.default_value is None:
            found[variable.variable.name.value] = sample(type_)
    return found


def sample(type_: Any) -> Any:
    match type_:
        case GraphQLNonNull():
            return sample(cast(Any, type_).of_type)
        case GraphQLList():
            return [sample(cast(Any, type_).of_type)]
        case GraphQLEnumType():
            return next(iter(type_.values))
        case GraphQLInputObjectType():
            fields = list(type_.fields.items())
            wanted = fields[:1] if type_.is_one_of else [each for each in fields if isinstance(each[1].type, GraphQLNonNull)]
            return {name: sample(field.type) for name, field in wanted}
        case _:
            return SCALARS.get(type_.name, "-")
