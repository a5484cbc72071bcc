"""Introductions: what is read around those who are looked for, ring by ring, and what the rule makes of that."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.by_hand import DESK, LINE_ID
from resolvers.coverage_gaps import NOT_OUTRANKED, Nobody
from rules.ownership.tables import rank
from rules.warm_paths import (
    MOST_STEPS,
    RULE_EN,
    RULE_ZH,
    VERSION,
    WHOLE,
    Ground,
    Office,
    Tie,
    TieKind,
    WarmPath,
    boards,
    in_chinese,
    in_english,
    score,
    warm_paths,
)
from runtime.errors import BadQuestion, DepthOutOfRange, UnknownEmployee, UnknownParty

MOST_PATHS = 10
MOST_AVOIDED = 100
MOST_TARGETS = 100
"""So many who play a part in a company are looked for."""
MOST_OF_RING = 200
MOST_COMPANIES = 50
"""Of so many companies are officers read, for each ring."""
MOST_OFFICERS = 40
"""Of a company so many: each pair of them is a tie."""
MOST_LINES = 5000

SAID = "{0}.source, " + LINE_ID + ", {0}.recordId, {0}.evidence, {0}.vouchedBy, toString({0}.validFrom)"
OF_ONE_COMPANY = " AND type(_s) = type(_t) AND coalesce(_s.company, '') = coalesce(_t.company, '')"
# What a banker says of two in place of silos: the one who is spoken of is the line's other end.
COUNTS = NOT_OUTRANKED.format("_t", "p", "REFERRED|ACQUAINTED_WITH", OF_ONE_COMPANY).replace("(_c)", "(_q)")
PART_COUNTS = NOT_OUTRANKED.format(
    "_d", "p", "DECIDES_FOR", " AND _s.role = _d.role AND coalesce(_s.opportunity, '') = coalesce(_d.opportunity, '')"
)
OFFICIAL = """EXISTS { MATCH (_p)-[_w:HOLDS_OFFICE|WORKS_FOR|DECIDES_FOR]->(_g:Company)
        WHERE scoped(_g) AND _g.category IN ['GOVERNMENT', 'PUBLIC_INSTITUTION'] AND current(_w) }"""
OURS = "_e.until IS NULL AND (given(from) IS NULL OR _e IN _team)"
LOGGED = """WITH _p, _e, _i, {at: date(_i.at)} AS _d WHERE on(_d.at)
      WITH _p, _e, _i ORDER BY _i.at DESC, _i.id
      WITH _p, _e, head(collect(_i)) AS _r"""
MET = f"""{LOGGED}
      RETURN ['MET', _p.id, _e.id, coalesce(_e.name, _e.id), shape(employee, _e), null, toString(date(_r.at)),
        _r.source, null, _r.id, _r.channel, _e.id, toString(date(_r.at))] LIMIT {MOST_LINES}"""


def _ring(n: int) -> str:
    """Those tied to the people of a ring who are in none before, and the companies that tie them."""
    return f"""
  WITH *, COLLECT {{ UNWIND _r{n} AS _p MATCH (_p)-[:HOLDS_OFFICE]->(_f:Company) WHERE scoped(_f) AND given(within) > {n}
      RETURN DISTINCT _f ORDER BY _f.id LIMIT {MOST_COMPANIES + 1} }} AS _f{n}
  WITH *, COLLECT {{ UNWIND _r{n} AS _p MATCH (_p)-[_t:REFERRED|ACQUAINTED_WITH]-(_q:Person)
      WHERE scoped(_q) AND current(_t) AND given(within) > {n + 1} AND NOT _q.id IN _k{n}
      RETURN DISTINCT _q ORDER BY _q.sortName, _q.id LIMIT {MOST_OF_RING + 1} }} AS _t{n},
    COLLECT {{ UNWIND _f{n}[..{MOST_COMPANIES}] AS _f
      UNWIND COLLECT {{ MATCH (_f)<-[:HOLDS_OFFICE]-(_q:Person) WHERE scoped(_q) AND given(within) > {n + 1}
        WITH DISTINCT _q ORDER BY _q.sortName, _q.id LIMIT {MOST_OFFICERS} RETURN _q }} AS _q
      WITH DISTINCT _q WHERE NOT _q.id IN _k{n}
      RETURN _q ORDER BY _q.sortName, _q.id LIMIT {MOST_OF_RING + 1} }} AS _b{n}
  WITH *, _t{n} + [_x IN _b{n} WHERE NOT _x IN _t{n}] AS _n{n}
  WITH *, _n{n}[..{MOST_OF_RING}] AS _r{n + 1}
  WITH *, _k{n} + [_x IN _r{n + 1} | _x.id] AS _k{n + 1}"""


NEAR = f"""COLLECT {{
  begin(_c, to)
  WITH _c, COLLECT {{ MATCH (_m:Employee) WHERE _m.id = given(from) RETURN _m }}
    + COLLECT {{ MATCH (_o:OrgUnit) WHERE _o.id = given(from) MATCH (_u:OrgUnit)<-[_w:WORKS_IN]-(_m:Employee)
      WHERE (_u.path = _o.path OR _u.path STARTS WITH _o.path + '/') AND current(_w)
      RETURN DISTINCT _m ORDER BY _m.id LIMIT {MOST_LINES} }} AS _team,
    COLLECT {{ UNWIND coalesce(given(avoid), []) AS _k RETURN head(
      COLLECT {{ MATCH (_a:Party) WHERE _a.id = _k AND _a:Person AND scoped(_a) RETURN _a.id }}
      + COLLECT {{ MATCH (_z:RetiredParty) WHERE _z.id = _k MATCH (_a:Party) WHERE _a.id = _z.into AND _a:Person AND scoped(_a)
        RETURN _a.id }}
      + COLLECT {{ MATCH (_z)-[:DESCRIBES]->(_a:Party) WHERE _z:SourceRecord AND _z.id = _k AND _a:Person AND scoped(_a)
        RETURN _a.id }}
      + COLLECT {{ MATCH (_m:Employee) WHERE _m.id = _k RETURN _m.id }}) LIMIT {MOST_AVOIDED} }} AS _k,
    size(coalesce(given(avoid), [])) AS _asked
  WITH *, CASE WHEN _c:Person THEN [_c] ELSE COLLECT {{ MATCH (_c)<-[_d:DECIDES_FOR]-(_p:Person)
      WHERE scoped(_p) AND current(_d) AND (given(role) IS NULL OR _d.role = given(role)) AND {PART_COUNTS}
      WITH DISTINCT _p ORDER BY _p.sortName, _p.id LIMIT {MOST_TARGETS + 1} RETURN _p }} END AS _all
  WITH *, _all[..{MOST_TARGETS}] AS _r0
  WITH *, _k + [_x IN _r0 | _x.id] AS _k0{"".join(map(_ring, range(MOST_STEPS - 1)))}
  WITH *, _r0 + _r1 + _r2 + _r3 AS _people
  WITH *, COLLECT {{ UNWIND _f0[..{MOST_COMPANIES}] + _f1[..{MOST_COMPANIES}] + _f2[..{MOST_COMPANIES}] AS _f
    RETURN DISTINCT _f }} AS _firms
  WITH *, COLLECT {{ UNWIND _people AS _p MATCH (_p)<-[:ABOUT]-(_i)-[:BY]->(_e:Employee)
      WHERE _i:Interaction AND _i.withdrawn IS NULL AND {OURS}
      {MET} }} AS _about,
    COLLECT {{ UNWIND _people AS _p MATCH (_p)-[:TOOK_PART]->(_i)-[:ABOUT]->(_b:Party), (_i)-[:BY]->(_e:Employee)
      WHERE scoped(_b) AND _i:Interaction AND _i.withdrawn IS NULL AND {OURS}
      {MET} }} AS _beside
  RETURN [shape(to, _c), toString($today),
    given(from) IS NULL OR size(_team) > 0 OR EXISTS {{ MATCH (_o:OrgUnit) WHERE _o.id = given(from) }}, _asked, _k,
    [_x IN _r0 | _x.id], [size(_all), size(_n0), size(_n1), size(_n2), size(_f0), size(_f1), size(_f2)],
    COLLECT {{ UNWIND _people AS _p RETURN [_p.id, coalesce(_p.name, _p.id),
      {OFFICIAL}, shape(person, _p)] }},
    COLLECT {{ UNWIND _people AS _p MATCH (_p)-[_t:REFERRED|ACQUAINTED_WITH]->(_q:Person)
      WHERE scoped(_q) AND _q IN _people AND current(_t) AND {COUNTS}
      RETURN [type(_t), _p.id, _q.id, _t.strength, toString(coalesce(_t.saidOn, _t.validFrom)), {SAID.format("_t")}]
      ORDER BY _p.id, _q.id, _t.recordedAt LIMIT {MOST_LINES} }},
    COLLECT {{ UNWIND _firms AS _f RETURN [_f.id, coalesce(_f.name, _f.id),
      size(COLLECT {{ MATCH (_f)<-[:HOLDS_OFFICE]-(_q:Person) WHERE scoped(_q) RETURN DISTINCT _q LIMIT {MOST_OFFICERS + 1} }}),
      COLLECT {{ UNWIND range(0, size(_people) - 1) AS _at WITH _f, _at, _people[_at] AS _p
        MATCH (_p)-[_h:HOLDS_OFFICE]->(_f)
        RETURN [_p.id, _h.office, toString(_h.validTo), {SAID.format("_h")}]
        ORDER BY _at, _h.office, _h.recordedAt LIMIT {2 * MOST_OFFICERS} }}] }},
    COLLECT {{ UNWIND _people AS _p MATCH (_p)<-[_t:COVERS|KNOWS]-(_e:Employee) WHERE current(_t) AND {OURS}
      RETURN [type(_t), _p.id, _e.id, coalesce(_e.name, _e.id), shape(employee, _e), _t.strength, toString(_t.lastMet),
        {SAID.format("_t")}]
      ORDER BY _p.id, _e.id, _t.recordedAt LIMIT {MOST_LINES} }}, _about, _beside] }}"""


@dataclass(frozen=True, slots=True)
class WarmGround:
    system: str
    record_id: str | None
    line_id: str | None
    evidence: str | None
    said_by: str | None
    since: str | None


@dataclass(frozen=True, slots=True)
class WarmTie:
    kind: str
    score: float
    strength: float | None
    last: str | None
    grounds: list[WarmGround]


@dataclass(frozen=True, slots=True)
class WarmStep:
    from_id: str
    to_id: str
    score: float
    ties: list[WarmTie]


@dataclass(frozen=True, slots=True)
class WarmEnd:
    id: str
    name: str
    person: Any
    employee: Any


@dataclass(frozen=True, slots=True)
class Way:
    score: float
    compliance_first: bool
    words_zh: str
    words_en: str
    people: list[WarmEnd]
    steps: list[WarmStep]


@dataclass(frozen=True, slots=True)
class WarmPaths:
    to: Any
    target_count: int
    rule_zh: str
    rule_en: str
    version: str
    is_whole: bool
    paths: list[Way]


def introductions(rows: list[Any], within: int = MOST_STEPS, first: int = 3) -> WarmPaths:
    """Raises UnknownParty, UnknownEmployee, DepthOutOfRange, BadQuestion."""
    if not 1 <= within <= MOST_STEPS:
        raise DepthOutOfRange(f"within is a number of ties: 1 to {MOST_STEPS}.")
    if not rows:
        raise UnknownParty("There is no such person or company that you may see: check the id in `to`.")
    ((to, today, known, asked, avoided, targets, sizes, people, ties, firms, *bankers),) = rows
    if not known:
        raise UnknownEmployee("There is no such employee and no such unit: check the id in `from`.")
    if asked > MOST_AVOIDED:
        raise BadQuestion(f"At most {MOST_AVOIDED} can be avoided.")
    if None in avoided:
        raise UnknownParty("There is no such person or employee that you may see: check the ids in `avoid`.")
    on = date.fromisoformat(today)
    ends = {each[0]: WarmEnd(each[0], each[1], each[3], Nobody()) for each in people}
    near = [row for each in bankers for row in each]
    for row in near:
        ends.setdefault(row[2], WarmEnd(row[2], row[3], Nobody(), row[4]))
    found = warm_paths(
        [*map(_said, ties), *map(_ours, near), *boards(_offices(firms), on)], {row[2] for row in near}, targets, on,
        avoid=avoided, officials={each[0] for each in people if each[2]}, first=first, most_steps=within,
    )  # fmt: skip
    bounds = MOST_TARGETS, *(MOST_OF_RING,) * 3, *(MOST_COMPANIES,) * 3
    whole = all(size <= most for size, most in zip(sizes, bounds, strict=True))
    whole &= all(officers <= MOST_OFFICERS for _, _, officers, _ in firms)
    whole &= all(len(each) < MOST_LINES for each in (ties, *bankers))
    told = [_way(each, ends, on) for each in found]
    return WarmPaths(to, min(sizes[0], MOST_TARGETS), RULE_ZH, RULE_EN, VERSION, whole, told)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _ground(said: Sequence[Any], more: str | None = None) -> Ground:
    system, line, record, evidence, by, since = said
    return Ground(system or DESK, record, line, more or evidence, by, _day(since))


def _said(row: Sequence[Any]) -> Tie:
    kind, one, other, strength, fresh, *said = row
    return Tie(one, other, TieKind(kind), strength, _day(fresh), (_ground(said),))


def _ours(row: Sequence[Any]) -> Tie:
    kind, person, employee, _, _, strength, fresh, *said = row
    return Tie(employee, person, TieKind(kind), strength, _day(fresh), (_ground(said),))


def _offices(firms: Iterable[Sequence[Any]]) -> list[Office]:
    """Of each office what the most trusted silo lists; of a company no more than are compared with each other."""
    found = list[Office]()
    for company, name, _, rows in firms:
        by_office = defaultdict[tuple[str, str], list[Any]](list)
        for person, office, *more in rows:
            by_office[person, office].append(more)
        seats = list[Office]()
        for (person, office), told in by_office.items():
            trusted = min((said[1] for said in told), key=rank)
            for until, *said in told:
                if said[0] == trusted:
                    seats.append(Office(person, company, _day(said[5]), _day(until), _ground(said, f"{office}, {name}")))
        found += seats[:MOST_OFFICERS]
    return found


def _way(path: WarmPath, ends: dict[str, WarmEnd], on: date) -> Way:
    names = {who: ends[who].name for who in path.people}
    return Way(
        float(path.score), path.compliance_first, in_chinese(path, names), in_english(path, names),
        [ends[who] for who in path.people],
        [WarmStep(step.one, step.other, float(step.score), [_tie(tie, on) for tie in step.ties]) for step in path.steps],
    )  # fmt: skip


def _tie(tie: Tie, on: date) -> WarmTie:
    said = [WarmGround(one.system, one.record_id, one.line_id, one.evidence, one.said_by, _text(one.since)) for one in tie.grounds]
    return WarmTie(tie.kind.value, score(tie, on) / WHOLE, tie.strength, _text(tie.fresh), said)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
