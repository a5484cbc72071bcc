"""What a question costs, and who pays: its caller, out of an allowance; or why it is not executed."""

from dataclasses import dataclass
from typing import Any

import strawberry
from graphql import GraphQLError

from access import policy
from resolvers import faults
from resolvers.context import Context
from resolvers.cost import Demand
from resolvers.given import Answer, refusal
from resolvers.known import known
from runtime.allowance import Allowance, Purse
from runtime.errors import BadQuestion, NotPermitted, Refused, Throttled
from runtime.wire.question import Question


@dataclass(slots=True)
class Price:
    """What a question asks for, what that costs, and who pays."""

    demand: Demand
    cost: int
    purse: Purse


class Pricing:
    """Of one process."""

    def __init__(self, schema: strawberry.Schema, allowance: Allowance, *, partners_look: bool) -> None:
        self.schema = schema
        self.allowance = allowance
        self.partners_look = partners_look

    def may_look(self, context: Context) -> bool:
        """Whether the schema is shown to a caller: by introspection, by suggestions, in GraphiQL."""
        return policy.may_look(context.caller, partners=self.partners_look)

    def take(self, asked: Question, context: Context) -> Price | Answer:
        """What a question costs, taken from its caller's allowance; or why it is not executed."""
        document = known(self.schema, asked.query)
        if document.errors:
            return Answer({"errors": self.mistakes(document.errors, context, executed=False)}, False)
        demand = document.demand(asked.operation)
        if demand is None:
            return refusal(BadQuestion("operationName names no operation of the question."))
        try:
            if demand.looks and not self.may_look(context):
                raise NotPermitted("You may not look at the schema: what there is to ask for stands in the bank's documents.")
            cost = demand.of(asked.variables or {})
            return Price(demand, cost, self.allowance.spend(subject(context), cost))
        except Throttled as fault:
            return self._throttled(fault, context)
        except Refused as fault:
            return refusal(fault)

    def spent(self, price: Price, data: Any) -> dict[str, Any]:
        """What it cost once it was executed, in the shape that Shopify's clients know."""
        brought = price.demand.brought(data)
        self.allowance.settle(price.purse, price.cost, brought)
        status = self.allowance.status(price.purse)
        return {"requestedQueryCost": price.cost, "actualQueryCost": brought, "throttleStatus": status}

    def _throttled(self, fault: Throttled, context: Context) -> Answer:
        told = refusal(fault)
        told.retry_after, told.throttled = fault.wait, True
        status = self.allowance.standing(subject(context))
        told.shown["extensions"] = {"cost": {"requestedQueryCost": fault.cost, "actualQueryCost": None, "throttleStatus": status}}
        return told

    def mistakes(self, errors: list[GraphQLError], context: Context, *, executed: bool) -> list[dict[str, Any]]:
        """Suggestions name what a schema has; those who may not look at it get none."""
        told = [faults.told(error, executed=executed) for error in errors]
        return told if self.may_look(context) else [{**each, "message": faults.unsuggested(each["message"])} for each in told]


def subject(context: Context) -> str:
    return context.caller.subject if context.caller else ""
