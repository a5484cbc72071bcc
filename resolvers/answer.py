"""Answers a whole query with one statement, when all of it is in the graph; reads ahead when part of it is."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, NamedTuple, cast

import strawberry
from graphql import (
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
)
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues, get_variable_values
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionResult as Answered
from strawberry.types import Info

from graph.mapping import Judged, Many, Reach, Search
from graph.wanted import Block, Column, Parameter
from resolvers.context import Context
from resolvers.known import KNOWN
from resolvers.plan import Plan, Plans, plan, prepared
from resolvers.selection import Selection
from resolvers.shape import Surprise
from resolvers.variables import Texts, key, settle, values_in
from runtime.errors import BadQuestion, PlatformError, Refused

PLANS = Plans()
CHANGED = "changed"


class OneStatement(SchemaExtension):
    """Sets the result before Strawberry executes; where it cannot, Strawberry executes as it always does."""

    async def on_execute(self) -> AsyncIterator[None]:  # pyright: ignore[reportIncompatibleMethodOverride]
        asked = self.execution_context
        operation = get_operation_ast(cast(DocumentNode, asked.graphql_document), asked.operation_name)
        asks = operation and operation.operation is OperationType.QUERY
        if asks and asked.result is None and not asked.context.statements:  # `at_once` may have read it already
            schema = asked.schema._schema  # pyright: ignore
            document = cast(DocumentNode, asked.graphql_document)
            asked.result = await answer(schema, cast(Any, operation), document, asked.query, asked.variables, asked.context)
        yield

    def get_results(self) -> dict[str, Any]:
        return told(self.execution_context.context)


def told(context: Context) -> dict[str, Any]:
    """What stands beside the data: which fields were withheld, and how."""
    return {"withheld": [{"path": path, "how": how} for path, how in sorted(context.withheld.items())]} if context.withheld else {}


async def at_once(
    schema: strawberry.Schema, text: str | None, name: str | None, inputs: dict[str, Any] | None, context: Context
) -> Answered | None:
    """The answer to a known question that one statement brings whole; None for every other, which goes Strawberry's way.

    Strawberry looks up every extension's hooks on every request; that is a third of the time here.
    """
    core = schema._schema  # pyright: ignore[reportPrivateUsage]
    document = KNOWN.get((id(schema), text or ""))
    operation = get_operation_ast(document.tree, name) if document and not document.errors else None
    if document is None or operation is None or operation.operation is not OperationType.QUERY:
        return None
    if name not in document.texts:
        document.texts[name] = Texts.of(core, operation)
    texts = document.texts[name]
    params = texts.params(inputs or {}) if texts else None
    if texts is None or params is None:
        found = await answer(core, operation, document.tree, text, inputs, context)
    else:
        found = await planned_answer(core, operation, document.tree, text, Settled(texts.marked, texts.key, params), context)
    return None if found is None or found.errors else Answered(data=found.data, errors=None, extensions=told(context))


class Settled(NamedTuple):
    """Variables with a name in place of each value, what of them decides the statement, and the values by those names."""

    marked: VariableValues
    key: str
    params: dict[str, Any]


async def answer(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    document: DocumentNode,
    text: str | None,
    inputs: dict[str, Any] | None,
    context: Context,
) -> ExecutionResult | None:
    """The response; or None, with what was read left in the context for the fields to find."""
    values = get_variable_values(schema, operation.variable_definitions or (), inputs or {})
    if isinstance(values, list):
        return ExecutionResult(None, [_of_input(error) for error in values])
    marked, params = settle(values)
    return await planned_answer(schema, operation, document, text, Settled(marked, key(marked), params), context)


async def planned_answer(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    document: DocumentNode,
    text: str | None,
    settled: Settled,
    context: Context,
) -> ExecutionResult | None:
    """Likewise, its variables settled."""
    known_by = (id(schema), text, operation.name and operation.name.value, context.view, settled.key)
    hits = PLANS.hits
    try:
        found = PLANS.get(known_by, lambda: planned(schema, operation, document, settled.marked, context))
        context.plan_hit = PLANS.hits > hits
        return await respond(found, settled.params, context) if found else None
    except BadQuestion as fault:  # it would be refused whoever asks and whatever there is: nothing of it is executed
        return refused(fault)
    except Refused:  # not for this caller: let each root field be asked alone, so that only one has to tell
        return None


def refused(fault: Refused) -> ExecutionResult:
    """The answer to a question of which nothing is executed."""
    return ExecutionResult(None, [GraphQLError(str(fault), original_error=fault, extensions={"code": fault.code})])


class Sound(SchemaExtension):
    """For execution field by field: refuses beforehand what the one statement refuses, and leaves the rest to it."""

    async def on_execute(self) -> AsyncIterator[None]:  # pyright: ignore[reportIncompatibleMethodOverride]
        asked = self.execution_context
        document = cast(DocumentNode, asked.graphql_document)
        operation = get_operation_ast(document, asked.operation_name)
        if operation and operation.operation is OperationType.QUERY and asked.result is None:
            schema = asked.schema._schema  # pyright: ignore
            asked.result = unsound(schema, operation, document, asked.variables, asked.context)
        yield


def unsound(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    document: DocumentNode,
    inputs: dict[str, Any] | None,
    context: Context,
) -> ExecutionResult | None:
    """The refusal of a question that is at fault; None for one that is not, or that its caller may not ask."""
    values = get_variable_values(schema, operation.variable_definitions or (), inputs or {})
    if isinstance(values, list):
        return None
    marked, params = settle(values)
    try:
        found = planned(schema, operation, document, marked, context)
        if found:
            prepared(found, params, replace(context, withheld={}))
    except BadQuestion as fault:
        return refused(fault)
    except Refused:
        pass
    return None


def _of_input(error: GraphQLError) -> GraphQLError:
    """A variable that does not fit is a fault of the values, not of the question."""
    return GraphQLError(error.message, error.nodes, original_error=error.original_error, extensions={"code": BadQuestion.code})


async def respond(found: Plan, params: dict[str, Any], context: Context) -> ExecutionResult | None:
    sent = prepared(found, params, context)
    try:
        rows = await context.graph.read(found.statement.text, sent)
    except PlatformError as fault:  # a fault of the graph: every field it was to answer tells it, at its own path
        context.fault = fault
        return None
    if found.shape:
        try:
            return ExecutionResult(found.shape(rows, sent), None)
        except Surprise:
            pass
    context.found = found.plain(rows, sent)
    return None


def planned(
    schema: GraphQLSchema, operation: OperationDefinitionNode, document: DocumentNode, values: VariableValues, context: Context
) -> Plan | None:
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    selection = Selection(schema, operation, fragments, values)
    wanted = selection.root()
    if not any(isinstance(column.source, Reach | Search | Many | Judged) for column in wanted.columns):
        return None
    return plan(wanted, context.view, whole=selection.whole)


async def enter(info: Info[Context, Any]) -> Any:
    return await read_ahead(raw_of(info))


def raw_of(info: Info[Context, Any]) -> "GraphQLResolveInfo[Context]":
    return cast(Any, info)._raw_info


async def read_ahead(info: "GraphQLResolveInfo[Context]") -> Any:
    """Answers one root field in standard execution: from what was read ahead, or by a statement of its own."""
    if info.context.fault:
        raise info.context.fault
    if info.path.prev is None and info.path.key in info.context.found:
        return info.context.found[str(info.path.key)]
    name, context = str(info.path.key), info.context
    marked, params = settle(values_in(info.schema, info.operation, cast(dict[str, Any], cast(Any, info).variable_values)))
    known_by = (id(info.schema), text_of(info.operation), str(info.operation.name), context.view, key(marked), name)
    made = cast(Plan, PLANS.get(known_by, lambda: planned_below(info, marked, name, context)))
    sent = prepared(made, params, context)
    return made.plain(await context.graph.read(made.statement.text, sent), sent)[name]


async def read_changed(info: Info[Context, Any], id_: str) -> Any:
    """What is asked of an object that a change was made to, by the caller's own view of it."""
    raw = raw_of(info)
    name, context = str(raw.path.key), raw.context
    marked, params = settle(values_in(raw.schema, raw.operation, cast(dict[str, Any], cast(Any, raw).variable_values)))
    known_by = (id(raw.schema), text_of(raw.operation), CHANGED, context.view, key(marked), name)
    made = cast(Plan, PLANS.get(known_by, lambda: planned_below(raw, marked, name, context, {"id": Parameter(CHANGED)})))
    sent = prepared(made, params | {CHANGED: id_}, context)
    return made.plain(await context.graph.read(made.statement.text, sent), sent)[name]


def planned_below(
    raw: "GraphQLResolveInfo[Context]", marked: VariableValues, key: str, context: Context, args: dict[str, Any] | None = None
) -> Plan:
    """Plans what is asked below one field, as if the operation were nothing else; with `args` in place of its own."""
    selection = Selection(raw.schema, raw.operation, raw.fragments, marked)
    details = [FieldDetails(node, None, None) for node in raw.field_nodes]
    column = cast(Column, selection.column(raw.parent_type, key, details, (key,)))
    column.args = column.args if args is None else args
    return plan(Block(raw.parent_type.name, None, [column]), context.view, whole=False)


def text_of(operation: OperationDefinitionNode) -> str:
    return operation.loc.source.body if operation.loc else str(id(operation))
