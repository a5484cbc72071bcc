"""The buying centre: who has a part in a company's decisions, where they stand, how near the bank is, who is tied to whom."""

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from graph.by_hand import LINE_ID, STANDS
from schema.enums import ContactLevel, DecisionRole, Stance
from schema.field import computed, inline, itself, member, on_edge, rows
from schema.node import Origin, edge_origin
from schema.scalars import Date, DateTime

if TYPE_CHECKING:
    from schema.party import Company, Person

LazyPerson = Annotated["Person", strawberry.lazy("schema.party")]
LazyCompany = Annotated["Company", strawberry.lazy("schema.party")]

OF_PERSON = "MATCH (this)-[_s:{}]->(_c:Company) WHERE scoped(_c) AND _c = endNode(edge)"
OF_COMPANY = "MATCH (this)<-[_s:{}]-(_q:Person) WHERE scoped(_q) AND _q = startNode(edge)"
"""What else is said of the two that a line ties, from the one that it leads to."""
ONE_DEAL = "coalesce(_s.opportunity, '') = coalesce(edge.opportunity, '')"
BY_HAND_FIRST = "ORDER BY CASE _s.source WHEN 'desk' THEN 0 ELSE 1 END, _s.toldOn DESC, _s.recordId LIMIT 1"


def outranked(beside: str) -> str:
    """That no banker's word takes the place of a silo's on the same part."""
    same = f"_s.role = edge.role AND {ONE_DEAL}"
    return f"(edge.source = 'desk' OR NOT EXISTS {{ {beside.format('DECIDES_FOR')} AND {STANDS} AND {same} }})"


def standpoint(name: str, beside: str) -> str:
    """What is said of the person for the same business goes before what is said with the part."""
    told = f"{beside.format('TAKES_STANCE')} AND current(_s) AND {ONE_DEAL} RETURN _s.{name} {BY_HAND_FIRST}"
    return f"coalesce(head(COLLECT {{ {told} }}), edge.{name})"


def said(type_: str, beside: str, *names: str, test: str = "") -> str:
    """The word that counts, as a list: as in `Word`, then what it says."""
    own = ", ".join(f"_s.{name}" for name in names)
    rest = (
        "_s.evidence, _s.vouchedBy, toString(_s.saidOn), toString(_s.validFrom), _s.source, toString(_s.recordedAt), _s.recordId, "
        + LINE_ID.format("_s")
    )
    return f"head(COLLECT {{ {beside.format(type_)} AND current(_s){test} RETURN [{rest}, {own}] {BY_HAND_FIRST} }})"


def nth(place: int) -> Any:
    read: Callable[[list[Any]], Any] = lambda line: line[place]  # noqa: E731
    return member("line", read=read)


def stance_line(beside: str) -> Any:
    return inline("judgement", line=said("TAKES_STANCE", beside, "stance", "influence", test=f" AND {ONE_DEAL}"))


def closeness(beside: str) -> Any:
    return inline("judgement", line=said("CONTACT_AT", beside, "level", "desired"))


@rows
class Word:
    """What somebody said, and what that rests on."""

    evidence: str | None = nth(0)
    """What that rests on."""
    said_by: str | None = nth(1)
    """Who said so."""
    said_on: Date | None = nth(2)
    """On which day."""
    since: Date | None = nth(3)
    """From when."""
    system: str = nth(4)
    """The silo that says so, or the desk."""
    recorded_at: DateTime | None = nth(5)
    """When it reached us."""
    record_id: str | None = nth(6)
    """The record of the person that it hangs on."""
    line_id: str | None = nth(7)
    """The id of this word: `seen` of who says another, and of what was written by hand the entry that may be withdrawn."""


@rows
class StanceSaid(Word):
    """Where a person stands, whatever parts they play, as somebody said."""

    stance: Stance = nth(8)
    """Where they stand."""
    influence: float | None = nth(9)
    """How much they weigh, 0–1."""


@rows
class Closeness(Word):
    """How near the bank is to a person in what concerns a company, as somebody said."""

    current: ContactLevel = nth(8)
    """How near it is."""
    desired: ContactLevel | None = nth(9)
    """How near it wants to be."""


@rows
class DecisionMaker:
    """A person with a part in a company's decisions, as a silo or a banker judged it."""

    person: LazyPerson = itself()
    """Who."""
    role: DecisionRole = on_edge("role")
    """Which part."""
    stance: Stance | None = computed(standpoint("stance", OF_PERSON), tag="judgement")
    """Where they stand: as it was said of them, else with this part."""
    influence: float | None = computed(standpoint("influence", OF_PERSON), tag="judgement")
    """How much they weigh, 0–1."""
    evidence: str | None = on_edge("evidence", tag="judgement")
    """What the part rests on."""
    opportunity_id: str | None = on_edge("opportunity")
    """The piece of business it is judged for; null: in general."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    until: Date | None = on_edge("validTo")
    """Up to when, where that is known."""
    stance_said: StanceSaid | None = stance_line(OF_PERSON)
    """Who says where they stand, where it is said apart from the part."""
    coverage: Closeness | None = closeness(OF_PERSON)
    """How near the bank is to them here, and wants to be."""
    said_by: str | None = on_edge("vouchedBy", tag="judgement")
    """Who said so."""
    said_on: Date | None = on_edge("saidOn")
    """On which day."""
    record_id: str | None = on_edge("recordId")
    """The record of the person that it hangs on."""
    line_id: str | None = computed(LINE_ID.format("edge"), tag="judgement")
    """The id of this word: `seen` of who says another, and of what was written by hand the entry that may be withdrawn."""
    origin: Origin | None = edge_origin()
    """Which silo says so, or the desk."""


@rows
class DecisionSeat:
    """A company a person has a part in deciding for."""

    company: LazyCompany = itself()
    """Which."""
    role: DecisionRole = on_edge("role")
    """Which part."""
    stance: Stance | None = computed(standpoint("stance", OF_COMPANY), tag="judgement")
    """Where they stand: as it was said of them, else with this part."""
    influence: float | None = computed(standpoint("influence", OF_COMPANY), tag="judgement")
    """How much they weigh, 0–1."""
    evidence: str | None = on_edge("evidence", tag="judgement")
    """What the part rests on."""
    opportunity_id: str | None = on_edge("opportunity")
    """The piece of business it is judged for; null: in general."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    until: Date | None = on_edge("validTo")
    """Up to when, where that is known."""
    stance_said: StanceSaid | None = stance_line(OF_COMPANY)
    """Who says where they stand, where it is said apart from the part."""
    coverage: Closeness | None = closeness(OF_COMPANY)
    """How near the bank is to them here, and wants to be."""
    said_by: str | None = on_edge("vouchedBy", tag="judgement")
    """Who said so."""
    said_on: Date | None = on_edge("saidOn")
    """On which day."""
    record_id: str | None = on_edge("recordId")
    """The record of the person that it hangs on."""
    line_id: str | None = computed(LINE_ID.format("edge"), tag="judgement")
    """The id of this word: `seen` of who says another, and of what was written by hand the entry that may be withdrawn."""
    origin: Origin | None = edge_origin()
    """Which silo says so, or the desk."""


# ---- ties --------------------------------------------------------------------------------------------

TIES = "-[:REPORTS_TO|INFLUENCES|REFERRED|ACQUAINTED_WITH]-"
TIE_KIND = "CASE type(edge) WHEN 'ACQUAINTED_WITH' THEN 'KNOWS' ELSE type(edge) END"
TIE_STANDS = (
    "(edge.source = 'desk' OR NOT EXISTS { MATCH (this)-[_s:REPORTS_TO|INFLUENCES|REFERRED|ACQUAINTED_WITH]-(_q:Person) "
    "WHERE scoped(_q) AND startNode(_s) = startNode(edge) AND endNode(_s) = endNode(edge) AND type(_s) = type(edge) "
    f"AND {STANDS} AND coalesce(_s.company, '') = coalesce(edge.company, '') }})"
)


@strawberry.enum(description="What ties one person to another.")
class TieKind(Enum):
    REPORTS_TO = strawberry.enum_value("REPORTS_TO", description="The first reports to the second.")
    INFLUENCES = strawberry.enum_value("INFLUENCES", description="The first influences the second.")
    REFERRED = strawberry.enum_value("REFERRED", description="The first referred the second to the bank.")
    KNOWS = strawberry.enum_value("KNOWS", description="The first declares that they know the second, for introductions.")


@strawberry.enum(description="Which way a tie goes, from who is asked about.")
class TieDirection(Enum):
    TO_OTHER = strawberry.enum_value("TO_OTHER", description="Who is asked about is the first: reports to the other.")
    FROM_OTHER = strawberry.enum_value("FROM_OTHER", description="The other is the first: reports to who is asked about.")


@rows
class TieCompany:
    """The company that a tie holds in."""

    party_id: str = nth(0)
    """Its own id."""
    name: str | None = nth(1)
    """Its chosen name."""


@rows
class Tie:
    """What ties a person to another, as a silo or a banker says; nobody works it out."""

    person: LazyPerson = itself()
    """The other."""
    kind: TieKind = computed(TIE_KIND)
    """What."""
    direction: TieDirection = computed("CASE WHEN endNode(edge) = this THEN 'TO_OTHER' ELSE 'FROM_OTHER' END")
    """Which way."""
    company: TieCompany | None = inline(
        line="head(COLLECT { MATCH (_c:Company)<-[:DESCRIBES]-(_r) WHERE scoped(_c) AND _r:SourceRecord AND _r.id = edge.company "
        "RETURN [_c.id, _c.name] })"
    )
    """In which company; null: wherever they are, or in one that the caller may not see."""
    strength: float | None = on_edge("strength", tag="judgement")
    """How strong, 0–1."""
    evidence: str | None = on_edge("evidence", tag="judgement")
    """What that rests on."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    until: Date | None = on_edge("validTo")
    """Up to when, where that is known."""
    said_by: str | None = on_edge("vouchedBy", tag="judgement")
    """Who said so."""
    said_on: Date | None = on_edge("saidOn")
    """On which day."""
    record_id: str | None = on_edge("recordId")
    """The record of the one it begins at."""
    line_id: str | None = computed(LINE_ID.format("edge"), tag="judgement")
    """The id of this word: `seen` of who says another, and of what was written by hand the entry that may be withdrawn."""
    origin: Origin | None = edge_origin()
    """Which silo says so, or the desk."""
