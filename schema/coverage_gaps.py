"""What the bank lacks at a company, and why."""

from enum import Enum
from typing import Any

import strawberry

from resolvers import coverage_gaps as judge
from schema.enums import ContactLevel, CoverageFunction, DecisionRole
from schema.field import ABSENT, AS_OF, Arguments, start_judged, told
from schema.ownership import COMPANY
from schema.party import Company, Person
from schema.scalars import Date


@strawberry.enum(description="What is lacking at a company.")
class GapKind(Enum):
    IRON_TRIANGLE = strawberry.enum_value("IRON_TRIANGLE", description="A manager of the iron triangle (铁三角) of a customer.")
    ROLE = strawberry.enum_value("ROLE", description="Anybody known to play a part in its decisions.")
    CONTACT = strawberry.enum_value("CONTACT", description="To be as near as the bank wants to somebody who plays a part.")
    CONTACT_UNKNOWN = strawberry.enum_value("CONTACT_UNKNOWN", description="Anybody's word on how near the bank is to them.")


@told
class GapGround:
    """A line that a gap rests on."""

    words: str
    """What it says."""
    system: str
    """The silo that says so, or the desk."""
    line_id: str | None
    """The id of the line."""
    record_id: str | None
    """The record that it hangs on."""
    evidence: str | None
    """What that rests on."""
    said_by: str | None
    """Who said so."""
    said_on: Date | None
    """On which day."""
    since: Date | None
    """From when."""


@told
class CoverageGap:
    """Something that the bank lacks at a company."""

    kind: GapKind
    """What."""
    is_essential: bool
    """A manager of the iron triangle, or to do with decision-maker, gatekeeper or key person."""
    function: CoverageFunction | None
    """Which manager."""
    role: DecisionRole | None
    """Which part nobody plays."""
    person: Person | None
    """To whom the bank is not near enough."""
    roles: list[DecisionRole]
    """Which parts they play."""
    current: ContactLevel | None
    """How near it is."""
    desired: ContactLevel | None
    """How near it wants to be."""
    words_zh: str
    """The same for people, in Chinese."""
    words_en: str
    """… in English."""
    rests_on: list[GapGround]
    """What is known: whoever there is instead, and who says so."""


@told
class CoverageGaps:
    """What the bank lacks at a company, as far as the caller may see it."""

    company: Company
    """Which."""
    is_customer: bool
    """Whether it holds an account that the caller may see; else it needs no iron triangle yet."""
    rule_zh: str
    """The rule, in Chinese."""
    rule_en: str
    """… in English."""
    version: str
    """Its version."""
    is_whole: bool
    """Whether all parts were looked at; false where there are more than five hundred."""
    gaps: list[CoverageGap]
    """What is lacking, what is essential first."""


def coverage_gaps() -> Any:
    """`coverageGaps(company:, opportunity:, asOf:)`."""
    about = "for this opportunity of the company, by its id: parts that are played for another do not count"
    deal: Arguments = {"opportunity": (strawberry.ID | None, ABSENT, about)}
    return start_judged(judge.coverage_gaps, judge.NEAR, COMPANY, {**deal, **AS_OF}, tag="judgement")
