"""Early warnings: what tells that the bank may lose a customer, why, and what answers it."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.mapping import Inherited
from resolvers import early_warnings as judge
from schema.field import edge, judged, node, prop, told
from schema.node import Node
from schema.scalars import Date

if TYPE_CHECKING:
    from schema.party import Party

JUDGED = Inherited("-[:ABOUT]->", "Party", tag="judgement", accounts="accounts")
"""Visible to who sees the party and every account that it was judged by."""
HOLDS = "this.validTo IS NULL"


@strawberry.enum(description="How grave a warning is.")
class WarningLevel(Enum):
    AT_RISK = strawberry.enum_value("AT_RISK", description="The customer may go.")
    LAPSED = strawberry.enum_value("LAPSED", description="The customer is as good as gone.")


@strawberry.enum(description="Why a customer may go.")
class WarningReasonKind(Enum):
    SERVICE = "SERVICE"
    PRICE = "PRICE"
    COMPETITOR = "COMPETITOR"
    LIFE_EVENT = "LIFE_EVENT"
    PRODUCT_ENDED = "PRODUCT_ENDED"
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="Nothing that is known tells why.")


@node("EarlyWarning", scope=JUDGED)
class EarlyWarning(Node):
    """That the bank may lose a customer, by a stated rule."""

    rule: str
    """Which rule."""
    rule_version: str = prop("version")
    """That rule's version."""
    rule_words: str
    """What that rule says."""
    rule_words_zh: str
    """The same in Chinese."""
    level: WarningLevel
    """How grave it is."""
    score: float
    """How strong the sign is, 0–1; no probability."""
    words: str | None = prop(tag="money")
    """What is so."""
    words_zh: str | None = prop(tag="money")
    """The same in Chinese."""
    since: Date | None
    """From when that is so, as the data tell."""
    found_on: Date = prop("validFrom")
    """The day on which it was found."""
    until: Date | None = prop("validTo")
    """The day on which it was found to hold no more."""
    reasons: list["WarningReason"] | None = judged(judge.reasons, judge.REASONS, tag="notes")
    """Why, as far as what is known tells: the likelier first, never none."""
    evidence: list["WarningGround"] | None = judged(judge.grounds, judge.GROUNDS, tag="notes")
    """What it and its reasons rest on."""
    action: str
    """What answers the first reason."""
    action_zh: str
    """The same in Chinese."""
    party: Annotated["Party", strawberry.lazy("schema.party")] | None = edge("-[:ABOUT]->", dated=False)
    """Of whom."""


@told
class WarningReason:
    """Why a customer may go."""

    kind: WarningReasonKind
    """Which kind of reason."""
    score: float
    """How likely beside the others, 0–1."""
    words: str
    """In words."""
    words_zh: str
    """The same in Chinese."""


@told
class WarningGround:
    """What a warning, or a reason of it, rests on."""

    reason: WarningReasonKind | None
    """The reason it speaks for; null where it is the sign itself."""
    words: str
    """What it says."""
    words_zh: str
    """The same in Chinese."""
    contribution: float
    """How much it adds."""
    label: str
    """What it is, as Transaction or ServiceRequest."""
    subject_id: str
    """Its own id."""
    system: str
    """The silo that says it."""
