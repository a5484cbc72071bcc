"""The stakeholder map: who is around a company and how they hang together, ready to draw."""

from enum import Enum
from typing import Any

import strawberry

from resolvers import stakeholder_map as judge
from schema.enums import ContactLevel, CoverageFunction, DecisionRole, Office, ParentLevel, Stance
from schema.field import ABSENT, AS_OF, Arguments, start_judged, told, told_list
from schema.organisation import Employee
from schema.ownership import COMPANY
from schema.party import Company, Party
from schema.scalars import Date, DateTime


@strawberry.enum(description="Who is on a map.")
class MapNodeKind(Enum):
    COMPANY = strawberry.enum_value("COMPANY", description="A company.")
    PERSON = strawberry.enum_value("PERSON", description="A person outside the bank.")
    BANKER = strawberry.enum_value("BANKER", description="Someone who works for the bank.")


@strawberry.enum(description="What a line of a map says of the first of its two for the second.")
class MapEdgeKind(Enum):
    DECIDES_FOR = strawberry.enum_value("DECIDES_FOR", description="The person plays a part in what the company decides.")
    HOLDS_OFFICE = strawberry.enum_value("HOLDS_OFFICE", description="A register lists the person as an officer of the company.")
    REPORTS_TO = strawberry.enum_value("REPORTS_TO", description="The first reports to the second.")
    INFLUENCES = strawberry.enum_value("INFLUENCES", description="The first influences the second.")
    REFERRED = strawberry.enum_value("REFERRED", description="The first referred the second to the bank.")
    KNOWS = strawberry.enum_value("KNOWS", description="The first declares that they know the second, for introductions.")
    OWNS = strawberry.enum_value("OWNS", description="The first has a direct interest in the second.")
    CONSOLIDATED_BY = strawberry.enum_value("CONSOLIDATED_BY", description="The second consolidates the first in its accounts.")
    COVERS = strawberry.enum_value("COVERS", description="The banker is responsible for the second.")
    BANKER_KNOWS = strawberry.enum_value("BANKER_KNOWS", description="The banker knows the second.")
    MET = strawberry.enum_value("MET", description="The banker had contacts with the second that were logged.")


@told
class MapWord:
    """Who says something, and what that rests on."""

    system: str
    """The silo that says so, or the desk."""
    line_id: str | None
    """The id of this word: `seen` of who says another, and of what was written by hand the entry that may be withdrawn."""
    record_id: str | None
    """The record that it hangs on; of MET, the last contact."""
    evidence: str | None
    """What that rests on."""
    said_by: str | None
    """Who said so."""
    said_on: Date | None
    """On which day."""
    since: Date | None
    """From when it is so."""
    until: Date | None
    """Up to when, where that is known."""
    recorded_at: DateTime | None
    """Since when we know."""


@told
class MapNode:
    """Someone on a map."""

    id: str
    """Their own id, which lines name."""
    kind: MapNodeKind
    """What they are."""
    name: str
    """Their name."""
    level: int | None
    """The company 0, owners from 1 on, subsidiaries from -1 on; null for who is neither."""
    party: Party | None
    """The same as a party; null for bankers."""
    employee: Employee | None
    """The same as one of the bank's own; null for others."""
    roles: list[DecisionRole]
    """Which parts they play in what the company decides, the decisive ones first."""
    offices: list[Office]
    """Which offices registers list for them."""
    stance: Stance | None
    """Where they stand: for the opportunity asked for, else in general; as it was said of them, else with a part."""
    influence: float | None
    """How much they weigh, 0–1."""
    stance_said: MapWord | None
    """Who says where they stand."""
    current: ContactLevel | None
    """How near the bank is to them."""
    desired: ContactLevel | None
    """How near it wants to be."""
    coverage_said: MapWord | None
    """Who says how near."""


@told
class MapEdge:
    """A line of a map: the word that counts, once."""

    kind: MapEdgeKind
    """What it says."""
    from_id: str
    """From whom: the own id of a node."""
    to_id: str
    """To whom: the own id of a node."""
    said: MapWord
    """Who says so."""
    role: DecisionRole | None
    """Of DECIDES_FOR, which part."""
    opportunity_id: str | None
    """Of DECIDES_FOR, the piece of business it is judged for; null: in general."""
    office: Office | None
    """Of HOLDS_OFFICE, which."""
    function: CoverageFunction | None
    """Of COVERS, what for."""
    interest: str | None
    """Of OWNS, which kind, in the words of BODS 0.4."""
    share_min: float | None
    """Of OWNS and CONSOLIDATED_BY the share, at least; a fraction of one."""
    share_max: float | None
    """… at most."""
    is_nominee: bool | None
    """Of OWNS, held for somebody else."""
    parent_level: ParentLevel | None
    """Of CONSOLIDATED_BY, which parent."""
    strength: float | None
    """How strong, 0–1."""
    how: str | None
    """Of BANKER_KNOWS whence, of MET the channel of the last contact."""
    times: int | None
    """Of MET, how many contacts."""
    last_at: str | None
    """Of MET and BANKER_KNOWS, when they last met: an instant, or a day."""


@told
class StakeholderMap:
    """Who is around a company and how they hang together, as far as the caller may see them."""

    company: Company
    """Which."""
    company_id: str
    """Its own id, as among the nodes."""
    people_count: int
    """How many people have a part, a word on them, or an office, whether drawn or not; at most five thousand are counted."""
    owner_count: int
    """How many owners there are on the levels read, whether drawn or not."""
    subsidiary_count: int
    """How many subsidiaries, that are not owners as well."""
    is_whole: bool
    """Whether all of them are drawn."""
    nodes: list[MapNode] = told_list("nodes", 100)
    """The company, owners, subsidiaries, people (decisive parts first), bankers."""
    edges: list[MapEdge] = told_list("edges", 300)
    """How they hang together; both ends are among the nodes."""


def stakeholder_map() -> Any:
    """`stakeholderMap(company:, opportunity:, asOf:, depth:, first:)`."""
    deal = "for this opportunity of the company, by its id: what is said for another does not count"
    own: Arguments = {
        "opportunity": (strawberry.ID | None, ABSENT, deal),
        "depth": (int, 2, f"how many levels of owners and of subsidiaries, 0 to {judge.DEEPEST}"),
        "first": (int, 100, f"how many people, owners and subsidiaries, at most {judge.MOST} of each"),
    }
    return start_judged(judge.stakeholder_map, judge.NEAR, COMPANY, {**own, **AS_OF}, judge.MOST, tag="judgement")
