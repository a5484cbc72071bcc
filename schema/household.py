"""Households: who lives and banks together."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.mapping import Inherited
from resolvers import holdings, household_ties
from rules import households
from schema.field import computed, edge, itself, judged, node, on_edge, prop, rows, told
from schema.node import Node, Origin, edge_origin
from schema.scalars import Date
from schema.wealth import Balance, ProductHolding

if TYPE_CHECKING:
    from schema.party import Person

MEMBERS = "<-[:LIVES_IN|BELONGS_TO]-"
DECLARED_FIRST = "type(edge) <> 'LIVES_IN'"
"""What a silo declares goes before what was worked out."""
FIRST_WORD = "(CASE type(edge) WHEN 'LIVES_IN' THEN '0' ELSE '1' END + coalesce(edge.recordId, ''))"


@node("Household", scope=Inherited(MEMBERS, "Party"), formerly="RetiredHousehold")
class Household(Node):
    """People who live and bank together, formed by a stated rule."""

    name: str | None
    """What it is called."""
    rule: str
    """The rule that formed it, DECLARED where a silo says it; of several the strongest."""
    rule_words: str = computed("this.rule", read=households.words_of)
    """What that rule says."""
    rule_version: str = prop("version")
    """That rule's version."""
    confidence: float
    """How sure the rule is, 0–1."""
    since: Date | None = computed("this.validFrom", tag="identity")
    """From when it has members; null where that is not known."""
    until: Date | None = computed("this.validTo", tag="identity")
    """The day from which nobody is in it any more, as far as that is known today."""
    members: list["Member"] = edge(MEMBERS, by="sortName ASC", once=FIRST_WORD, ties="edge.validFrom", as_of=True, days="identity")
    """Who lives in it, as far as the caller may see them."""
    why: list["HouseholdTie"] | None = judged(
        household_ties.told, household_ties.TIES, tag="identity", arguments={"ended": (bool, False, "also those that hold no more")}
    )
    """The ties between its members that it rests on, as far as the caller may see both."""
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
    rule: str = computed("coalesce(edge.rule, 'DECLARED')")
    """The rule by which the person is in it."""
    rule_version: str | None = on_edge("version")
    """That rule's version; null of what a silo declares."""
    confidence: float = computed("coalesce(edge.confidence, 1.0)")
    """How sure that rule is, 0–1."""
    since: Date | None = on_edge("validFrom", tag="identity")
    """From when."""
    until: Date | None = on_edge("validTo", tag="identity")
    """Up to when, where that is known: of a child until it comes of age."""
    origin: Origin | None = edge_origin()
    """Who says so; null where it was worked out."""


@told
class HouseholdTie:
    """Something that ties two members of a household."""

    rule: str
    """The rule that it binds by."""
    words: str
    """What it is, from when until when, and who says so."""
    one: Annotated["Person", strawberry.lazy("schema.party")]
    """One of the two."""
    other: Annotated["Person", strawberry.lazy("schema.party")]
    """The other."""
    account_id: str | None
    """The account through which it binds, where there is one that the caller may see."""
    since: Date | None
    """From when."""
    until: Date | None
    """Up to when, where that is known."""
    system: str
    """The silo that says it."""
