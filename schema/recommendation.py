"""Recommendations: what a customer may be offered and what not, why, by which path, and what would change it."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from resolvers import recommendations as judge
from resolvers.grounds import GROUNDS, grounds
from rules.suitability import RefusalKind
from schema.early_warning import JUDGED
from schema.field import edge, judged, node, prop, told
from schema.ground import Ground
from schema.node import Node
from schema.product import Product
from schema.scalars import Date

if TYPE_CHECKING:
    from schema.party import Party

OFFERED = "this.validTo IS NULL AND NOT this.rejected"
REJECTED = "this.validTo IS NULL AND this.rejected"
strawberry.enum(RefusalKind, name="OfferRefusalKind", description="Why something is not offered.")


@strawberry.enum(description="What kind of offer it is.")
class OfferKind(Enum):
    CROSS_SELL = strawberry.enum_value("CROSS_SELL", description="Something that the customer has not.")
    UP_SELL = strawberry.enum_value("UP_SELL", description="More or better of what the customer has.")


@node("Recommendation", scope=JUDGED)
class Recommendation(Node):
    """What a customer may be offered, or may not: by a stated rule, with why. No price, no credit and no refusal rests on it."""

    rule: str
    """Which rule."""
    rule_version: str = prop("version")
    """That rule's version."""
    rule_words: str
    """What that rule says."""
    rule_words_zh: str
    """The same in Chinese."""
    kind: OfferKind
    """Something new, or more of the same."""
    need: str
    """What it is for."""
    need_zh: str
    """The same in Chinese."""
    score: float
    """How strongly it is called for, 0–1: the sum of its contributions."""
    is_personal: bool = prop("personal")
    """Chosen for this customer; false where all are told the same, as where a machine's choice was refused."""
    is_rejected: bool = prop("rejected")
    """It must not be offered: `refusals` say why."""
    why: str
    """What calls for it, for the banker."""
    why_zh: str
    """The same in Chinese."""
    words: str
    """What may be said to the customer: without forbidden phrases, never as a condition of something else; empty where it must
    not be offered."""
    words_zh: str
    """The same in Chinese."""
    action: str
    """What to do next."""
    action_zh: str
    """The same in Chinese."""
    change: str
    """What would change it."""
    change_zh: str
    """The same in Chinese."""
    offered_until: Date | None = prop("until")
    """The day after which it is not called for any more, where that is known."""
    found_on: Date = prop("validFrom")
    """The day on which it was found."""
    until: Date | None = prop("validTo")
    """The day on which it was found to hold no more."""
    contributions: list[Ground] | None = judged(grounds, GROUNDS, tag="notes")
    """What its score is made of."""
    refusals: list["OfferRefusal"] | None = judged(judge.refusals, judge.REFUSALS, tag="notes")
    """Why it must not be offered; none where it may."""
    path: list["OfferStep"] | None = judged(judge.path, judge.PATH, tag="notes")
    """How the graph leads from the customer to it."""
    product: Product | None = edge("-[:FOR]->", dated=False)
    """What is offered; null where somebody is referred, or where the bank sells nothing of the kind."""
    party: Annotated["Party", strawberry.lazy("schema.party")] | None = edge("-[:ABOUT]->", dated=False)
    """To whom."""


@told
class OfferRefusal:
    """Why something must not be offered, and what would change that."""

    kind: RefusalKind
    """Which kind of reason."""
    words: str
    """In words."""
    words_zh: str
    """The same in Chinese."""
    until: str
    """What would change it."""
    until_zh: str
    """The same in Chinese."""


@told
class OfferStep:
    """A station on the way from a customer to a product."""

    label: str
    """What it is, as Party, Event, Account or Product."""
    subject_id: str
    """Its own id, or a product's code."""
    words: str
    """In words."""
    words_zh: str
    """The same in Chinese."""
