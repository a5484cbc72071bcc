"""Introductions to somebody, over ties that were made or declared for business."""

from enum import Enum
from typing import Any

import strawberry

from resolvers import warm_paths as judge
from rules.warm_paths import MOST_STEPS
from schema.economic_unit import OF
from schema.enums import DecisionRole
from schema.field import ABSENT, Arguments, start_judged, told, told_list
from schema.organisation import Employee
from schema.party import Party, Person
from schema.scalars import Date


@strawberry.enum(description="What an introduction may go by. Kin, household, payments, addresses and devices are none.")
class WarmTieKind(Enum):
    COVERS = strawberry.enum_value("COVERS", description="An employee is responsible for the person.")
    KNOWS = strawberry.enum_value("KNOWS", description="An employee knows the person.")
    MET = strawberry.enum_value("MET", description="A contact of an employee with the person was logged.")
    REFERRED = strawberry.enum_value("REFERRED", description="One referred the other to the bank.")
    ACQUAINTED_WITH = strawberry.enum_value("ACQUAINTED_WITH", description="One declares to know the other, for introductions.")
    SAME_BOARD = strawberry.enum_value("SAME_BOARD", description="Both held offices in one company at one time.")


@told
class WarmGround:
    """A line that a tie rests on."""

    system: str
    """The silo that says so, or the desk."""
    record_id: str | None
    """The record that it hangs on; of MET, the last contact."""
    line_id: str | None
    """The id of the line."""
    evidence: str | None
    """What that rests on; of SAME_BOARD the office and the company, of MET the channel."""
    said_by: str | None
    """Who said so."""
    since: Date | None
    """From when."""


@told
class WarmTie:
    """What ties one to the next."""

    kind: WarmTieKind
    """Which kind."""
    score: float
    """Its worth, 0–1: the base of its kind, its strength, its age."""
    strength: float | None
    """How strong it is said to be, 0–1."""
    last: Date | None
    """When it was last so; null while it is."""
    grounds: list[WarmGround] = told_list("grounds", 2)
    """Who says so."""


@told
class WarmStep:
    """From one to the next."""

    from_id: str
    """From whom: the own id of one of the people."""
    to_id: str
    """To whom."""
    score: float
    """That of the best tie."""
    ties: list[WarmTie] = told_list("ties", 3)
    """All that ties them, the best first."""


@told
class WarmEnd:
    """Someone on the way."""

    id: str
    """Their own id, which steps name."""
    name: str
    """Their name."""
    person: Person | None
    """The same as a person; null for the bank's own."""
    employee: Employee | None
    """The same as one of the bank's own; null for others."""


@told
class WarmPath:
    """An introduction."""

    score: float
    """The product of its steps'."""
    compliance_first: bool
    """Whether it ends in a public official: nobody is asked before compliance is."""
    words_zh: str
    """The same for people, in Chinese."""
    words_en: str
    """… in English."""
    people: list[WarmEnd] = told_list("people", 5)
    """Who is asked, in turn: first one of the bank's own, last who is looked for."""
    steps: list[WarmStep] = told_list("steps", 4)
    """What ties each to the next."""


@told
class WarmPaths:
    """The best introductions to somebody, as far as the caller may see them."""

    to: Party
    """To whom; of a company those are looked for who play a part in what it decides."""
    target_count: int
    """How many are looked for."""
    rule_zh: str
    """The rule, in Chinese."""
    rule_en: str
    """… in English."""
    version: str
    """Its version."""
    is_whole: bool
    """Whether all were looked at who may be on a way; false where somebody has so many ties that not all were."""
    paths: list[WarmPath] = told_list("paths", 3)
    """The best first; no two share anybody between their ends."""


def warm_paths() -> Any:
    """`warmPaths(to:, role:, from:, avoid:, within:, first:)`."""
    own: Arguments = {
        "role": (DecisionRole | None, ABSENT, "in a company only to those who play this part"),
        "from_": (strawberry.ID | None, ABSENT, "an employee, or a unit with all below it; anybody in the bank without it"),
        "avoid": (list[strawberry.ID] | None, ABSENT, f"people or employees who are on no way, at most {judge.MOST_AVOIDED}"),
        "within": (int, MOST_STEPS, f"by how many ties at most, 1 to {MOST_STEPS}"),
        "first": (int, 3, f"how many, at most {judge.MOST_PATHS}"),
    }
    to = {"to": OF["of"]}
    return start_judged(
        judge.introductions, judge.NEAR, to, own, judge.MOST_PATHS, tag="judgement", unsaid=("role", "from", "avoid")
    )
