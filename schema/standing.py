"""Standings: at which stage a customer is, in which tier, what it mostly needs, how attached it is, since when and why."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from resolvers import standings as judge
from resolvers.grounds import GROUNDS, grounds
from rules.vocabularies import Vocabulary
from schema.early_warning import JUDGED
from schema.field import edge, judged, node, prop, told
from schema.ground import Ground
from schema.node import Node
from schema.scalars import Date

if TYPE_CHECKING:
    from schema.party import Party

OF_RULE = "this.rule = '{}'"
strawberry.enum(Vocabulary, name="StageVocabulary", description="Words that banks use for the stages of a customer's life.")


@node("Standing", scope=JUDGED)
class Standing(Node):
    """Where a customer stands by a stated rule, from when to when, and why. No price, no credit and no refusal rests on it."""

    rule: str
    """Which rule: STAGE, TIER, NEED_SEGMENT or LOYALTY."""
    rule_version: str = prop("version")
    """That rule's version."""
    rule_words: str
    """What that rule says."""
    rule_words_zh: str
    """The same in Chinese."""
    value: str = prop("standing")
    """Where it stands: a stage as ACTIVE, a tier as HIGH_NET_WORTH, a segment as SAVER, a part of the matrix as SLEEPING."""
    since: Date = prop("validFrom")
    """From when that is so, as the data tell; where they do not, the day on which it was found."""
    until: Date | None = prop("validTo")
    """The day from which it was so no more."""
    words: str | None = prop(tag="money")
    """Why."""
    words_zh: str | None = prop(tag="money")
    """The same in Chinese."""
    action: str
    """What it expects of the bank next."""
    action_zh: str
    """The same in Chinese."""
    evidence: list[Ground] | None = judged(grounds, GROUNDS, tag="notes")
    """What it rests on."""
    names: list["StageName"] | None = judged(judge.names, judge.VALUE)
    """What the vocabularies of banks call a stage; null of other rules."""
    party: Annotated["Party", strawberry.lazy("schema.party")] | None = edge("-[:ABOUT]->", dated=False)
    """Who stands there."""


@told
class StageName:
    """What a vocabulary calls a stage."""

    vocabulary: Vocabulary
    """Which vocabulary."""
    name: str
    """In English."""
    name_zh: str
    """In Chinese."""
