"""What stewards are asked: two records that may be of one party, and what was judged of them."""

from enum import Enum
from typing import Annotated

import strawberry
from strawberry.types import Info

from graph.identity import named
from graph.judgements import Verdict
from graph.mapping import Between
from resolvers import affected, tasks
from resolvers.context import Context
from schema.field import (
    computed,
    cursor,
    edge,
    filter_,
    group,
    itself,
    judged,
    key,
    node,
    of_totals,
    prop,
    rows,
    tally,
    told,
    totals,
)
from schema.filters import TextFilter
from schema.node import Connection, InstantSpan, Node, Totals
from schema.party import PartyKind, PartyKindFilter
from schema.record import SourceRecord, identified, reached, said
from schema.scalars import DateTime

OF_BOTH = Between("operations", "-[:ONE|OTHER]->()-[:DESCRIBES]->", "Party")
strawberry.enum(Verdict, name="Verdict", description="What is judged of two records; UNSURE takes back what was judged before.")


@strawberry.enum(description="How a question to stewards stands.")
class MatchTaskState(Enum):
    WAITING = strawberry.enum_value("WAITING", description="Somebody has to judge.")
    JUDGED = strawberry.enum_value("JUDGED", description="A judgement stands; the parties follow it.")
    WITHDRAWN = strawberry.enum_value("WITHDRAWN", description="A judgement was taken back, and nothing is asked.")


@strawberry.enum(description="Why two records were left to a steward.")
class MatchReason(Enum):
    THRESHOLD = "THRESHOLD"
    RIVALS = "RIVALS"
    NUMBERS = "NUMBERS"
    SAME_NUMBER = "SAME_NUMBER"


@strawberry.enum(description="One or the other of two records.")
class MatchSide(Enum):
    ONE = "ONE"
    OTHER = "OTHER"


@strawberry.enum(description="The order of questions to stewards.")
class MatchTaskOrder(Enum):
    COST_DESC = "cost DESC"
    PROBABILITY_DESC = "probability DESC"
    PROBABILITY = "probability ASC"
    ASKED_AT_DESC = "askedAt DESC"
    ASKED_AT = "askedAt ASC"


@told
class ComparedField:
    """A field of two records side by side."""

    field: str
    """Its name; of documents, contact points and addresses their kind."""
    one: str | None
    """What the one says; several values are parted by ` / `."""
    other: str | None
    """What the other says."""


@told
class WaterfallStep:
    """A step of the way from what is believed beforehand to the evidence; all their bits together are the evidence."""

    field: str | None
    """The field that was compared; null for the beginning, and for how many records there are."""
    bits: float
    """How much it speaks for one party (or, negative, against): every bit doubles the odds."""
    words: str
    """What was compared, and how well it agrees."""


@told
class MatchNeighbour:
    """Another record of one of the two parties, and what it says to the question."""

    side: MatchSide
    """Of whose party it is."""
    record: SourceRecord
    """The record."""
    bits: float | None
    """By how much what fits it best of the other party is over the threshold; null where that was not weighed."""
    words: str
    """The same for people."""


@told
class Judgement:
    """What a steward has judged."""

    verdict: Verdict
    """What of it."""
    why: str
    """Why."""
    by: str
    """Who."""
    at: DateTime
    """When."""
    stands: bool
    """Whether it is the newest on these records; the earlier ones are kept."""


def _side(which: str, told_of: str) -> str:
    return f"coalesce(COLLECT {{ MATCH (this)-[:{which}]->(_r) RETURN {told_of} }}[0], [])"


SIDES = [f"{_side(which, said('_r'))} + {identified(f'(this)-[:{which}]->(_r)', '_r')}" for which in ("ONE", "OTHER")]
REACHED = [reached(f"(this)-[:{which}]->(_r)", "_r") for which in ("ONE", "OTHER")]
BESIDE = """[this.besideRecords, this.besideBits, COLLECT {
  MATCH (this)-[_s:ONE|OTHER]->(_a)-[:DESCRIBES]->(_p:Party)<-[:DESCRIBES]-(_r) WHERE scoped(_p) AND NOT EXISTS { (this)-->(_r) }
  RETURN [type(_s), _r.id, shape(record, _r)] ORDER BY _r.id LIMIT 100 }]"""
JUDGED = """COLLECT { MATCH (this)-[:ONE]->(_a)-[_j:JUDGED]->(_b)<-[:OTHER]-(this)
  RETURN [_j.verdict, _j.why, _j.by, toString(_j.at)] ORDER BY _j.at DESC LIMIT 100 }"""


@node("MatchTask", scope=OF_BOTH)
class MatchTask(Node):
    """Two records that may be of one party: a question to stewards, or one that they have answered."""

    task_id: str = prop("id")
    """Its own id: those of both records, the smaller first."""
    kind: PartyKind
    """What both records are of."""
    state: MatchTaskState
    """How it stands."""
    cost: float | None
    """What a wrong answer would cost, for the order of the list: all that both parties have and owe, in units of each account's own
    currency and without exchange, and one more for each account, to one digit. Null where nothing is asked."""
    evidence: float | None = prop("weight")
    """Bits of evidence over the threshold; null where a steward was not asked."""
    probability: float | None
    """The chance that they are one party, by the evidence alone."""
    reason: MatchReason | None
    """Why it was left to a steward."""
    reason_words: str | None = computed("this.reason", read=tasks.reason_words)
    """The same for people."""
    asked_at: DateTime
    """Since when it is there."""
    verdict: Verdict | None
    """What was judged last."""
    verdict_before: Verdict | None
    """What was judged before that."""
    one: SourceRecord | None = edge("-[:ONE]->", dated=False)
    """The record with the smaller id; `party` leads on to its party."""
    other: SourceRecord | None = edge("-[:OTHER]->", dated=False)
    """The other record."""
    compared: list[ComparedField] | None = judged(tasks.compared, f"[{', '.join(SIDES)}]", tag="identity")
    """What both say of who it is, side by side, as the silos gave it, with the documents they name."""
    compared_contacts: list[ComparedField] | None = judged(tasks.compared, f"[{', '.join(REACHED)}]", tag="contact")
    """How both can be reached, side by side."""
    steps: list[WaterfallStep] | None = judged(tasks.steps, "[this.stepFields, this.stepBits, this.stepWords]", tag="identity")
    """The way to the evidence, of both parties as they were when it was weighed, by the same weights as `c360 why`."""
    neighbours: list[MatchNeighbour] = judged(tasks.neighbours, BESIDE)
    """The other records of both parties, at most a hundred, and which of them speak for one party or against."""
    judgements: list[Judgement] | None = judged(tasks.judgements, JUDGED, tag="judgement")
    """What was judged of the two records, the newest first."""


@strawberry.enum(description="What may rest on a decision.")
class AffectedKind(Enum):
    ACCOUNT = "ACCOUNT"
    HOUSEHOLD = "HOUSEHOLD"
    RETIRED_ID = "RETIRED_ID"
    MATCH_TASK = "MATCH_TASK"
    JUDGEMENT = "JUDGEMENT"
    EDIT = "EDIT"


@strawberry.type(description="What rests on two records being of one party, or of two.")
class Affected:
    what: AffectedKind = strawberry.field(description="What it is.")
    id: str = strawberry.field(description="Its own id.")
    party_id: str = strawberry.field(description="The party that it hangs on.")
    record_id: str | None = strawberry.field(description="The record by whose word it does: it goes where that record goes.")
    why: str = strawberry.field(description="Why it rests on the decision, for people.")


DECISION = strawberry.argument(description="A pair's id, global or its own; or the id of a party that went into another.")


async def affected_by(info: Info[Context, None], decision: Annotated[strawberry.ID, DECISION]) -> list[Affected] | None:
    """Raises NotPermitted."""
    _, key = named(str(decision))
    found = await affected.affected_by(info.context, key)
    return None if found is None else [_affected(each) for each in found]


def _affected(told: affected.Affected) -> Affected:
    return Affected(what=AffectedKind(told.what), id=told.id, party_id=told.party_id, record_id=told.record_id, why=told.why)


@filter_
class MatchReasonFilter:
    """Tests on why it was left to a steward."""

    eq: MatchReason | None
    """Is this; null: is not known."""
    in_: list[MatchReason] | None
    """Is one of these."""


@filter_
class VerdictFilter:
    """Tests on what was judged."""

    eq: Verdict | None
    """Is this; null: nothing was."""
    in_: list[Verdict] | None
    """Is one of these."""


@filter_
class NumberFilter:
    """Tests on a number; all that are given must hold."""

    gte: float | None
    """Is this or more."""
    gt: float | None
    """Is more."""
    lte: float | None
    """Is this or less."""
    lt: float | None
    """Is less."""


@filter_
class MatchTaskWhere:
    """Which questions."""

    task_id: TextFilter | None
    kind: PartyKindFilter | None
    reason: MatchReasonFilter | None
    verdict: VerdictFilter | None
    probability: NumberFilter | None
    cost: NumberFilter | None
    any: list["MatchTaskWhere"] | None
    """At least one of these holds."""
    all: list["MatchTaskWhere"] | None
    """All of these hold."""
    not_: "MatchTaskWhere | None"
    """This does not hold."""


@rows
class MatchTaskEdge:
    """A line of a list of questions to stewards."""

    node: MatchTask = itself()
    """The question."""
    cursor: str = cursor()
    """Its place in the list."""


@group
class MatchTaskGroup:
    """Questions that have the same keys; what is not grouped by is null."""

    kind: PartyKind | None = key()
    """What both records are of."""
    state: MatchTaskState | None = key()
    """How they stand."""
    reason: MatchReason | None = key()
    """Why they were left to a steward."""
    verdict: Verdict | None = key()
    """What was judged last; null also where nothing was."""
    count: int = of_totals("count")
    """How many."""
    asked_at: InstantSpan = tally()
    """Since when the first and the last is there."""


@rows
class MatchTaskConnection(Connection[MatchTaskEdge]):
    """A page of questions."""

    totals: Totals[MatchTaskGroup] = totals(MatchTaskGroup)
    """What all of them come to."""


