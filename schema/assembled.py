"""The assembled schema, checked before it serves anything."""

from typing import Any, cast

import strawberry
from graphql import GraphQLError, GraphQLField, GraphQLInputObjectType
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.name_converter import NameConverter
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.base import StrawberryObjectDefinition, StrawberryType
from strawberry.types.graphql import OperationType

from resolvers.answer import OneStatement, Sound, at_once
from resolvers.cost import Cost
from resolvers.known import Known, known
from schema.check import check
from schema.credit import Collateral, Facility, Institution
from schema.customer_group import CustomerGroup
from schema.interaction import Event, Interaction, Opportunity
from schema.lineage import Pass, QuarantinedRow
from schema.mutation import Mutation
from schema.organisation import Employee, OrgUnit
from schema.party import Company, Person
from schema.query import Query
from schema.record import SourceRecord
from schema.scalars import SCALARS
from schema.subscription import Subscription
from schema.task import MatchTask

CHANGE = "10"
"""What a change costs beside what it tells: it writes, and takes locks."""
ANSWERED = (OperationType.QUERY, OperationType.MUTATION)
"""A subscription is streamed, or not answered at all."""


class Names(NameConverter):
    """`Connection[PartyEdge]` is told as PartyConnection (Relay), `Totals[AccountGroup]` as AccountTotals."""

    def from_generic(self, generic_type: StrawberryObjectDefinition, types: list[StrawberryType | type]) -> str:
        inner = "".join(self.get_name_from_type(type_) for type_ in types)
        return inner.removesuffix("Edge").removesuffix("Group") + generic_type.name


class Quiet(strawberry.Schema):
    """Strawberry would log every error with the question's text, which may hold a customer's data."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        pass

    async def execute(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, query: str | None, *args: Any, **more: Any
    ) -> ExecutionResult:
        """What keeps no bound or is not valid is not executed."""
        refused = known(self, query).errors if query else []
        return ExecutionResult(data=None, errors=refused) if refused else await super().execute(query, *args, **more)


class Served(Quiet):
    """Known questions are answered before Strawberry looks for its extensions."""

    async def execute(  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any = None,
        root_value: Any = None,
        operation_name: str | None = None,
        **more: Any,
    ) -> ExecutionResult:
        found = None if more else await at_once(self, query, operation_name, variable_values, context_value)
        more = {"allowed_operation_types": ANSWERED} | more
        return found or await super().execute(query, variable_values, context_value, root_value, operation_name, **more)


def make(extensions: list[Any], kind: type[Quiet] = Quiet) -> strawberry.Schema:
    """Raises ValueError where a declaration could read past its caller's scope or permission."""
    for field in cast(Any, Mutation).__strawberry_definition__.fields:
        field.directives = [*(each for each in field.directives if not isinstance(each, Cost)), Cost(weight=CHANGE)]
    config = StrawberryConfig(name_converter=Names(), scalar_map=SCALARS)
    types = [
        Person, Company, Employee, OrgUnit, Institution, Interaction, Event, Opportunity, Facility, Collateral, CustomerGroup,
        SourceRecord, Pass, QuarantinedRow, MatchTask,
    ]  # fmt: skip
    made = kind(Query, mutation=Mutation, subscription=Subscription, types=types, extensions=extensions, config=config)
    for type_ in made._schema.type_map.values():  # pyright: ignore[reportPrivateUsage]
        if isinstance(type_, GraphQLInputObjectType):  # graphql-core must know it too, to validate and to print it
            type_.is_one_of = type_.extensions["strawberry-definition"].is_one_of
    check(made)
    return made


def fields_of(schema: strawberry.Schema) -> dict[str, dict[str, GraphQLField]]:
    """Every field by type."""
    types = cast(dict[str, Any], schema._schema.type_map)  # pyright: ignore[reportPrivateUsage]
    return {name: getattr(type_, "fields", {}) for name, type_ in types.items() if not name.startswith("__")}


def serving() -> strawberry.Schema:
    """As it is served: documents known, one statement an operation."""
    return make([Known, OneStatement], Served)


def standard() -> strawberry.Schema:
    """The same schema executed by graphql-core alone: what the served one is compared with."""
    return make([Known, Sound])
