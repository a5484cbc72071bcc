"""Households: who lives and banks together."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.mapping import Inherited
from resolvers import holdings
from schema.field import edge, itself, judged, node, on_edge, prop, rows
from schema.node import Node, Origin, edge_origin
from schema.scalars import Date
from schema.wealth import Balance, ProductHolding

if TYPE_CHECKING:
    from schema.party import Person


@node("Household", scope=Inherited("<-[:LIVES_IN]-", "Party"))
class Household(Node):
    """People who live and bank together, formed by a stated rule."""

    name: str | None
    """What it is called."""
    rule: str
    """The rule that formed it."""
    rule_version: str = prop("version")
    """That rule's version."""
    confidence: float
    """How sure the rule is, 0–1."""
    members: list["Member"] = edge("<-[:LIVES_IN]-", by="sortName ASC", once="edge.recordId", as_of=True)
    """Who lives in it, as far as the caller may see them."""
    balances: list[Balance] | None = judged(holdings.balances, holdings.of_household(holdings.SUMS), tag="money")
    """What its members have and owe, every account counted once."""
    products: list[ProductHolding] | None = judged(holdings.products, holdings.of_household(holdings.PRODUCTS), tag="money")
    """What its members hold, by product, every account counted once."""


@rows
class Member:
    """A person in a household."""

    person: Annotated["Person", strawberry.lazy("schema.party")] = itself()
    """Who."""
    role: str = on_edge("role")
    """In which role."""
    is_primary: bool | None = on_edge("primary")
    """Whether letters go to them."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    origin: Origin | None = edge_origin()
    """Who says so."""


