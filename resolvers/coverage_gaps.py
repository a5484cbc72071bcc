"""What the bank lacks at a company: what is read around it, and what the rules make of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.by_hand import LINE_ID, STANDS
from graph.identity import named
from graph.model import ContactLevel, Coverage, DecisionRole
from rules.coverage_gaps import RULE_EN, RULE_ZH, VERSION, Centre, Cover, Gap, Ground, Near, Seat, gaps
from runtime.errors import UnknownCompany, UnknownOpportunity

MOST = 500
"""So many parts, so many who cover, so many opportunities are read."""
NOT_OUTRANKED = f"({{0}}.source = 'desk' OR NOT EXISTS {{{{ MATCH (_{{1}})-[_s:{{2}}]->(_c) WHERE {STANDS}{{3}} }}}})"
SAID = LINE_ID + ", {0}.recordId, {0}.evidence, {0}.vouchedBy, toString({0}.saidOn), toString({0}.validFrom)"
NEAR = f"""COLLECT {{
  begin(_c, company)
  RETURN [shape(company, _c), coalesce(_c.name, _c.id),
    EXISTS {{ MATCH (_c)-[_h:HOLDS]->(_a:Account) WHERE scoped(_a) AND current(_h) }},
    COLLECT {{ MATCH (_c)<-[_v:COVERS]-(_e:Employee) WHERE current(_v)
      RETURN [_v.function, coalesce(_e.name, _e.id), _v.source, {SAID.format("_v")}]
      ORDER BY _v.function, _e.id LIMIT {MOST + 1} }},
    COLLECT {{ MATCH (_c)<-[_d:DECIDES_FOR]-(_p:Person) WHERE scoped(_p) AND current(_d)
        AND {NOT_OUTRANKED.format("_d", "p", "DECIDES_FOR",
          " AND _s.role = _d.role AND coalesce(_s.opportunity, '') = coalesce(_d.opportunity, '')")}
      RETURN [_p.id, coalesce(_p.name, _p.id), _d.role, _d.opportunity, shape(person, _p), _d.source, {SAID.format("_d")}]
      ORDER BY _p.sortName, _p.id, _d.role, coalesce(_d.opportunity, ''), _d.recordId, _d.by LIMIT {MOST + 1} }},
    COLLECT {{ MATCH (_c)<-[_n:CONTACT_AT]-(_q:Person) WHERE scoped(_q) AND current(_n)
        AND {NOT_OUTRANKED.format("_n", "q", "CONTACT_AT", "")}
      RETURN [_q.id, _n.level, _n.desired, _n.source, {SAID.format("_n")}]
      ORDER BY _q.id, _n.toldOn, _n.recordId LIMIT {MOST + 1} }},
    COLLECT {{ MATCH (_c)<-[:ABOUT]-(_o) WHERE _o:Opportunity RETURN _o.id ORDER BY _o.id LIMIT {MOST} }}] }}"""


class Nobody:
    """What is told of a person where there is none, whatever is asked of them."""

    def __getitem__(self, _: int) -> list[Any]:
        return []


@dataclass(frozen=True, slots=True)
class CoverageGap:
    kind: str
    is_essential: bool
    function: str | None
    role: str | None
    person: Any
    roles: list[str]
    current: str | None
    desired: str | None
    words_zh: str
    words_en: str
    rests_on: list[Ground]


@dataclass(frozen=True, slots=True)
class CoverageGaps:
    company: Any
    is_customer: bool
    rule_zh: str
    rule_en: str
    version: str
    is_whole: bool
    gaps: list[CoverageGap]


def coverage_gaps(rows: list[Any], opportunity: str | None = None) -> CoverageGaps:
    """Raises UnknownCompany, UnknownOpportunity."""
    if not rows:
        raise UnknownCompany("There is no such company that you may see: check its id.")
    ((company, name, customer, covers, parts, near, deals),) = rows
    deal = named(str(opportunity))[1] if opportunity else None
    if deal is not None and deal not in deals:
        raise UnknownOpportunity("The company has no such opportunity: name one of its `opportunities`.")
    shapes, names = {each[0]: each[4] for each in parts}, {each[0]: each[1] for each in parts}
    centre = Centre(
        name, customer, [_cover(each) for each in covers[:MOST]], [_seat(each) for each in parts[:MOST]],
        [_near(each, names) for each in near[:MOST]], names,
    )  # fmt: skip
    whole = all(len(each) <= MOST for each in (covers, parts, near))
    found = [_told(each, shapes) for each in gaps(centre, deal)]
    return CoverageGaps(company, customer, RULE_ZH, RULE_EN, VERSION, whole, found)


def _cover(row: Sequence[Any]) -> Cover:
    function, who, source, *said = row
    return Cover(Coverage(function), _ground(f"{who}: {function}", source, said))


def _seat(row: Sequence[Any]) -> Seat:
    person, name, role, opportunity, _, source, *said = row
    words = f"{name}: {role}" + (f", {opportunity}" if opportunity else "")
    return Seat(person, DecisionRole(role), opportunity, _ground(words, source, said))


def _near(row: Sequence[Any], names: dict[str, str]) -> Near:
    person, level, desired, source, *said = row
    words = f"{names.get(person, person)}: {level}" + (f", {desired} wanted" if desired else "")
    return Near(person, ContactLevel(level), ContactLevel(desired) if desired else None, _ground(words, source, said))


def _ground(words: str, source: str, said: Sequence[Any]) -> Ground:
    line, record, evidence, by, on, since = said
    return Ground(words, source, line, record, evidence, by, on, since)


def _told(gap: Gap, shapes: dict[str, Any]) -> CoverageGap:
    return CoverageGap(
        gap.kind.value, gap.essential, gap.function and gap.function.value, gap.role and gap.role.value,
        shapes[gap.person] if gap.person else Nobody(), [role.value for role in gap.roles], gap.current and gap.current.value,
        gap.desired and gap.desired.value, gap.zh, gap.en, list(gap.grounds),
    )  # fmt: skip
