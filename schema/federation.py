"""What a federated graph asks of its parts: things by their ids, and what this part is made of (Apollo Federation 2)."""

from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Any, cast

import strawberry
from graphql import (
    ConstDirectiveNode,
    DefinitionNode,
    GraphQLSchema,
    InputObjectTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    parse,
    print_ast,
    print_schema,
)
from strawberry.types import Info

from resolvers.context import Context
from schema.account import Account
from schema.household import Household
from schema.interaction import Opportunity
from schema.organisation import Employee, OrgUnit
from schema.party import Company, Person
from schema.product import Product

LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])'
ENTITIES = (Account, Company, Employee, Household, Opportunity, OrgUnit, Person, Product)
"""What other parts may add fields to, each by its global id."""
OWN = frozenset(("_Any", "_Entity", "_Service", "_entities", "_service"))
"""What the composition adds by itself."""
UNKNOWN = "oneOf"
"""The one directive of inputs, which compositions refuse; this part keeps to it all the same."""
KEY, SHAREABLE = '@key(fields: "id")', "@shareable"
MARKS = {**dict.fromkeys((entity.__name__ for entity in ENTITIES), KEY), "PageInfo": SHAREABLE, "Money": SHAREABLE}

Entity = Annotated[
    Account | Company | Employee | Household | Opportunity | OrgUnit | Person | Product,
    strawberry.union("_Entity", description="What other parts of a federated graph may add fields to."),
]


@strawberry.type(name="_Service", description="This part of a federated graph.")
class Service:
    sdl: str = strawberry.field(description="Its schema, with the keys of its entities.")


def service(info: Info[Context, None]) -> Service:
    return Service(sdl=part(info.schema._schema))  # pyright: ignore[reportPrivateUsage]


@lru_cache(1)
def part(schema: GraphQLSchema) -> str:
    """The schema as a composition takes it."""
    told = (print_ast(_marked(each)) for each in parse(print_schema(schema)).definitions if not _is_own(each))
    return "\n\n".join([LINK, *told])


def _marked(definition: DefinitionNode) -> DefinitionNode:
    if isinstance(definition, InputObjectTypeDefinitionNode):
        return replace(definition, directives=())
    if not isinstance(definition, ObjectTypeDefinitionNode):
        return definition
    fields = tuple(field for field in definition.fields or () if field.name.value not in OWN)
    return replace(definition, fields=fields, directives=(*(definition.directives or ()), *_marks(definition.name.value)))


def _marks(name: str) -> tuple[ConstDirectiveNode, ...]:
    marked = parse(f"type It {MARKS.get(name, '')} {{ id: ID }}").definitions[0]
    return cast(Any, marked).directives or ()


def _is_own(definition: DefinitionNode) -> bool:
    """Whether a composition knows it without being told, or would refuse it."""
    return cast(Any, definition).name.value in {*OWN, UNKNOWN}
