"""The oracle: GraphQL operations executed by graphql-core over plain objects."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, cast

from graphql import (
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLSchema,
    StringValueNode,
    ValueNode,
    build_schema,
    execute_sync,  # pyright: ignore[reportUnknownVariableType]
    get_nullable_type,  # pyright: ignore[reportUnknownVariableType]
    get_operation_ast,
    is_interface_type,
    is_list_type,  # pyright: ignore[reportUnknownVariableType]
    parse,
)
from graphql.execution.values import get_variable_values

from benchmarks.oracle.bank import Bank
from benchmarks.oracle.faults import Question
from benchmarks.oracle.pages import NONE, Place
from benchmarks.oracle.query import Query
from benchmarks.oracle.sight import Caller, Sight

MISSING = object()
CAPITAL = re.compile(r"([A-Z])")


@dataclass(frozen=True, slots=True)
class Answer:
    """The data, and the root fields that are refused (by response key)."""

    data: dict[str, Any] | None
    faulty: set[str]


@dataclass(slots=True)
class Oracle:
    """Answers for one bank; `parties` are the platform's ids by record id, `places` the cursors it gave out."""

    schema: GraphQLSchema
    bank: Bank
    parties: Mapping[str, str]
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    told: Counter[str] = field(default_factory=Counter[str])  # how often each field was answered

    def answer(self, text: str, variables: Mapping[str, Any], caller: Caller, today: date) -> Answer:
        """Raises RuntimeError where the oracle itself is at fault."""
        document = parse(text)
        operation = get_operation_ast(document)
        assert operation
        values = get_variable_values(self.schema, operation.variable_definitions or (), dict(variables))
        if isinstance(values, list):
            return Answer(None, {""})
        fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
        question = Question(self.schema, fragments, values, caller, self.places)
        wrong, faulty = question.faulty(operation.selection_set), question.forbidden(operation.selection_set)
        if wrong:
            return Answer(None, {"", *faulty})
        clients = {party: self.bank.clients[record] for record, party in self.parties.items()}
        root = Query(Sight(self.bank, caller, today, self.parties, self.places), clients)

        def resolve(source: Any, info: GraphQLResolveInfo[Any], **args: Any) -> Any:
            if info.path.prev is None and str(info.path.key) in faulty:
                raise GraphQLError("This cannot be asked.")
            self.told[f"{info.parent_type.name}.{info.field_name}"] += 1
            return value_of(source, info, args)

        result = execute_sync(self.schema, document, root, variable_values=dict(variables), field_resolver=resolve)
        for error in result.errors or []:
            if error.path is None or len(error.path) != 1 or error.path[0] not in faulty:
                raise RuntimeError(f"The oracle fails at {error.path}.") from error
        return Answer(result.data, faulty)


def value_of(source: Any, info: GraphQLResolveInfo[Any], args: dict[str, Any]) -> Any:
    """An object's attribute or method of the field's name; emptiness where Berka has nothing of the kind."""
    value = getattr(source, snake(info.field_name), MISSING)
    if value is MISSING:
        return nothing(cast(Any, info).return_type)
    return value(**{snake(name): told for name, told in args.items()}) if callable(value) else value


def nothing(type_: Any) -> Any:
    if is_list_type(cast(Any, get_nullable_type)(type_)):
        return []
    return NONE if str(type_).endswith("Connection!") else None


def snake(name: str) -> str:
    return CAPITAL.sub(r"_\1", name).lower()


def schema_of(sdl: str) -> GraphQLSchema:
    """The printed schema, so that nothing of what serves it takes part."""
    schema = build_schema(sdl)
    for type_ in schema.type_map.values():
        if is_interface_type(type_):
            type_.resolve_type = type_of
    for name, read in (("Date", date.fromisoformat), ("DateTime", datetime.fromisoformat), ("Decimal", Decimal)):
        scalar: Any = schema.type_map[name]
        scalar.coerce_input_value, scalar.coerce_input_literal = read, partial(read_literal, read)
    return schema


def read_literal(read: Callable[[str], Any], node: ValueNode) -> Any:
    return read(cast(StringValueNode, node).value)


def type_of(value: Any, *_: Any) -> str:
    return value.TYPE
