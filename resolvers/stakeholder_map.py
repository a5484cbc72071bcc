"""The stakeholder map of a company: what is read around it, and which of the words on each line is drawn."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from graph.by_hand import DESK, LINE_ID, STANDS, that_counts
from graph.identity import named
from resolvers.coverage_gaps import Nobody
from rules.coverage_gaps import ESSENTIAL
from rules.ownership.tables import rank
from runtime.errors import DepthOutOfRange, UnknownCompany, UnknownOpportunity

DEEPEST = 5
"""So many levels of owners and of subsidiaries are read at most."""
MOST = 500
"""So many people, and so many parties on one level, are drawn at most."""
ALL = 5000
"""So many people or parties of a level are counted."""

SAID = "DECIDES_FOR|TAKES_STANCE|CONTACT_AT"
TIES = "REPORTS_TO|INFLUENCES|REFERRED|ACQUAINTED_WITH"
HELD = "OWNS|CONSOLIDATED_BY"
DEAL = "(given(opportunity) IS NULL OR coalesce({0}.opportunity, given(opportunity)) = given(opportunity))"
WORD = (
    "{0}.source, " + LINE_ID + ", {0}.recordId, coalesce({0}.evidence, {0}.statement), {0}.vouchedBy, toString({0}.saidOn), "
    "toString({0}.validFrom), toString({0}.validTo), toString({0}.recordedAt), toString({0}.toldOn)"
)
HEARD = f"[{WORD.format('_s')}, current(_s), coalesce({STANDS}, false)]"
PLAIN = f"[{WORD.format('_r')}, true, false]"
REACHED = "ORDER BY _s.recordedAt, " + LINE_ID.format("_s")
KEY_PART = "_d.role IN [" + ", ".join(f"'{role}'" for role in sorted(ESSENTIAL)) + "]"
# Who plays a part before who is only spoken of, and officers of registers last.
RANK = f"CASE type(_d) WHEN 'HOLDS_OFFICE' THEN 3 WHEN 'DECIDES_FOR' THEN CASE WHEN {KEY_PART} THEN 0 ELSE 1 END ELSE 2 END"
NOT_OUTRANKED = f"""(_d.source = 'desk' OR NOT EXISTS {{ MATCH (_p)-[_s:{SAID}]->(_c) WHERE {STANDS} AND type(_s) = type(_d)
      AND coalesce(_s.role, '') = coalesce(_d.role, '') AND coalesce(_s.opportunity, '') = coalesce(_d.opportunity, '') }})"""
LOGGED = """WITH _p, _e, _i, {at: date(_i.at)} AS _d WHERE on(_d.at)
      WITH _p, _e, _i ORDER BY _i.at DESC, _i.id
      WITH _p, _e, count(_i) AS _n, head(collect(_i)) AS _r
      RETURN [_p.id, _e.id, coalesce(_e.name, _e.id), shape(employee, _e), _n, toString(_r.at), _r.channel, _r.id, _r.source,
        toString(_r.recordedAt)]"""


def _held(arrow: str, share: str) -> str:
    """Parties along holdings, each with the least number of steps: the nearest first, then the largest share."""
    return f"""COLLECT {{ MATCH _w = (_c){arrow.format(f"*1..{DEEPEST}")}(_x)
      WHERE all(_n IN nodes(_w) WHERE scoped(_n)) AND all(_t IN relationships(_w) WHERE current(_t))
    WITH _c, _x, min(length(_w)) AS _l WHERE _l <= given(depth) AND _x <> _c
    OPTIONAL MATCH (_c){share}(_x) WHERE current(_r)
    WITH _x, _l, max(coalesce(_r.shareExact, _r.shareMax, _r.shareMin, _r.share, 0.0)) AS _most
    ORDER BY _l, _most DESC, _x.sortName, _x.id LIMIT {ALL} RETURN {{n: _x, l: _l}} }}"""


OWNERS = _held("<-[:OWNS{0}]-", "<-[_r:OWNS]-")
OWNED = _held("-[:OWNS{0}]->", "-[_r:OWNS]->")
PARENTS = _held("-[:CONSOLIDATED_BY{0}]->", "-[_r:CONSOLIDATED_BY]->")
SUBSIDIARIES = _held("<-[:CONSOLIDATED_BY{0}]-", "<-[_r:CONSOLIDATED_BY]-")
NEAR = f"""COLLECT {{
  begin(_c, company)
  WITH _c, COLLECT {{ MATCH (_c)<-[_d:{SAID}|HOLDS_OFFICE]-(_p:Person) WHERE scoped(_p) AND current(_d)
      AND {DEAL.format("_d")} AND {NOT_OUTRANKED}
    WITH _p, min({RANK}) AS _rank ORDER BY _rank, _p.sortName, _p.id
    RETURN _p LIMIT {ALL} }} AS _everyone
  WITH *, _everyone[..given(first)] AS _people, {OWNERS} AS _o1, {PARENTS} AS _o2, {OWNED} AS _o3, {SUBSIDIARIES} AS _o4
  WITH *, [_y IN _o1[..given(first)] + _o2[..given(first)] + _o3[..given(first)] + _o4[..given(first)] | _y.n] AS _around
  UNWIND _around + [_c] AS _x
  WITH _c, _everyone, _people, _o1, _o2, _o3, _o4, collect(DISTINCT _x) AS _parties
  WITH *, _people + [_n IN _parties WHERE _n:Person AND NOT _n IN _people] AS _persons
  WITH *, COLLECT {{ UNWIND [_c] + _persons AS _p MATCH (_p)<-[:ABOUT]-(_i)-[:BY]->(_e:Employee)
      WHERE _i:Interaction AND _i.withdrawn IS NULL
      {LOGGED} }} AS _about,
    COLLECT {{ UNWIND _persons AS _p MATCH (_p)-[:TOOK_PART]->(_i)-[:ABOUT]->(_b:Party), (_i)-[:BY]->(_e:Employee)
      WHERE scoped(_b) AND _i:Interaction AND _i.withdrawn IS NULL
      {LOGGED} }} AS _beside
  RETURN [shape(company, _c), _c.id, size(_everyone), [_h IN [_o1, _o2, _o3, _o4] | [_y IN _h | [_y.n.id, _y.l]]],
    COLLECT {{ MATCH (_c)<-[:ABOUT]-(_o) WHERE _o:Opportunity RETURN _o.id ORDER BY _o.id LIMIT {MOST} }},
    COLLECT {{ UNWIND _people AS _p RETURN [_p.id, coalesce(_p.name, _p.id), shape(party, _p),
      COLLECT {{ MATCH (_p)-[_s:{SAID}|HOLDS_OFFICE]->(_c) WHERE (current(_s) OR ({STANDS})) AND {DEAL.format("_s")}
        RETURN [type(_s), {HEARD}, coalesce(_s.role, _s.office), _s.opportunity, _s.stance, _s.influence, _s.level, _s.desired]
        {REACHED} }}] }},
    COLLECT {{ UNWIND _persons AS _p MATCH (_p)-[_s:{TIES}]->(_q:Person)
      WHERE scoped(_q) AND _q IN _persons AND _q <> _p AND (current(_s) OR ({STANDS}))
      RETURN [type(_s), {HEARD}, _p.id, _q.id, _s.strength, CASE WHEN _s.company IS NOT NULL THEN
        EXISTS {{ MATCH (_c)<-[:DESCRIBES]-(_k) WHERE _k.id = _s.company }} END]
      {REACHED} LIMIT {ALL} }},
    COLLECT {{ UNWIND _parties AS _x RETURN [_x.id, coalesce(_x.name, _x.id), _x:Person, shape(party, _x)] }},
    COLLECT {{ UNWIND _parties AS _p MATCH (_p)-[_r:{HELD}]->(_z:Party)
      WHERE scoped(_z) AND current(_r) AND _z <> _p AND _z IN _parties
      RETURN [type(_r), {PLAIN}, _p.id, _z.id, coalesce(_r.interest, _r.level), _r.declared,
        coalesce(_r.shareExact, _r.shareMin, _r.share), coalesce(_r.shareExact, _r.shareMax, _r.share), _r.nominee]
      ORDER BY _r.recordedAt LIMIT {ALL} }},
    COLLECT {{ UNWIND [_c] + _persons AS _p MATCH (_p)<-[_r:COVERS|KNOWS]-(_e:Employee) WHERE current(_r)
      RETURN [type(_r), {PLAIN}, _p.id, _e.id, coalesce(_e.name, _e.id), shape(employee, _e), _r.function, _r.how, _r.strength,
        toString(_r.lastMet)] ORDER BY _r.recordedAt LIMIT {ALL} }}, _about, _beside] }}"""


@dataclass(frozen=True, slots=True)
class MapWord:
    system: str
    line_id: str | None
    record_id: str | None
    evidence: str | None
    said_by: str | None
    said_on: str | None
    since: str | None
    until: str | None
    recorded_at: str | None


@dataclass(frozen=True, slots=True)
class MapNode:
    id: str
    kind: str
    name: str
    level: int | None = None
    party: Any = field(default_factory=Nobody)
    employee: Any = field(default_factory=Nobody)
    roles: list[str] = field(default_factory=list[str])
    offices: list[str] = field(default_factory=list[str])
    stance: str | None = None
    influence: float | None = None
    stance_said: MapWord | None = None
    current: str | None = None
    desired: str | None = None
    coverage_said: MapWord | None = None


@dataclass(frozen=True, slots=True)
class MapEdge:
    kind: str
    from_id: str
    to_id: str
    said: MapWord
    role: str | None = None
    opportunity_id: str | None = None
    office: str | None = None
    function: str | None = None
    interest: str | None = None
    share_min: float | None = None
    share_max: float | None = None
    is_nominee: bool | None = None
    parent_level: str | None = None
    strength: float | None = None
    how: str | None = None
    times: int | None = None
    last_at: str | None = None


@dataclass(frozen=True, slots=True)
class StakeholderMap:
    company: Any
    company_id: str
    people_count: int
    owner_count: int
    subsidiary_count: int
    is_whole: bool
    nodes: list[MapNode]
    edges: list[MapEdge]


@dataclass(frozen=True, slots=True)
class Heard:
    """A word on a line as it was read: who says it, whether it counts on the day, and what it says."""

    word: MapWord
    told_on: str
    holds: bool
    stands: bool
    says: tuple[Any, ...]


def heard(said: Sequence[Any], *says: Any) -> Heard:
    *word, told_on, holds, stands = said
    return Heard(MapWord(*word), told_on or "", holds, stands, says)


def stakeholder_map(rows: list[Any], opportunity: str | None = None, depth: int = 2, first: int = 100) -> StakeholderMap:
    """Raises UnknownCompany, UnknownOpportunity, DepthOutOfRange."""
    if not 0 <= depth <= DEEPEST:
        raise DepthOutOfRange(f"depth is a number of levels: 0 to {DEEPEST}.")
    if not rows:
        raise UnknownCompany("There is no such company that you may see: check its id.")
    ((company, id_, count, levels, deals, people, ties, parties, held, near, *logged),) = rows
    deal = named(str(opportunity))[1] if opportunity else None
    if deal is not None and deal not in deals:
        raise UnknownOpportunity("The company has no such opportunity: name one of its `opportunities`.")
    nodes, edges, silent = dict[str, MapNode](), list[MapEdge](), 0
    for who, name, shape, said in people:
        told = _counting(said)
        silent += not told  # a banker's end was said of another of the parties that became this one
        if told:
            nodes[who] = _person(MapNode(who, "PERSON", name, None, shape), told, deal)
            edges += _parts(who, id_, told)
    above, below = dict([*levels[1], *levels[0]]), dict([*levels[3], *levels[2]])
    places = {id_: 0} | {who: -level for who, level in below.items()} | above
    for who, name, person, shape in parties:
        seen = nodes.get(who) or MapNode(who, "PERSON" if person else "COMPANY", name, None, shape)
        nodes[who] = replace(seen, level=places[who])
    edges += _ties(ties) + _holdings(held) + _bankers(near, [each for part in logged for each in part], nodes)
    return StakeholderMap(
        company, id_, count - silent, len(above), len(below.keys() - above.keys()),
        max(count, *map(len, levels)) <= first and max(len(ties), len(held), len(near)) < ALL,
        sorted(nodes.values(), key=_place), [edge for edge in edges if edge.from_id in nodes and edge.to_id in nodes],
    )  # fmt: skip


def _place(node: MapNode) -> tuple[bool, bool, bool, int]:
    """The company, its owners, its subsidiaries, people, bankers; of each as they were read."""
    return node.kind == "BANKER", node.level is None, bool(node.level), -(node.level or 0)


# ---- people ------------------------------------------------------------------------------------------


def _counting(said: Sequence[Any]) -> list[Heard]:
    """Of each thing that is said of a person the word that counts."""
    by_subject = defaultdict[tuple[Any, ...], list[Heard]](list)
    for type_, what, which, opportunity, *more in said:
        by_subject[type_, which, opportunity].append(heard(what, type_, which, opportunity, *more))
    found = (_trusted(each) if subject[0] == "HOLDS_OFFICE" else that_counts(each) for subject, each in by_subject.items())
    return [each for each in found if each]


def _trusted(words: Sequence[Heard]) -> Heard:
    """The most trusted silo's; of several the last."""
    return min(reversed(words), key=lambda each: rank(each.word.system))


def _person(node: MapNode, told: Sequence[Heard], deal: str | None) -> MapNode:
    """What is said for the business that is asked for goes before what is said in general, and of the person before of a part."""

    def first(place: int) -> Heard | None:
        said = [each for each in told if each.says[place] is not None]
        return min(said, key=lambda each: (each.says[2] != deal, each.says[2] or "", each.says[0] != "TAKES_STANCE"), default=None)

    parts = sorted((each.says[1] for each in told if each.says[0] == "DECIDES_FOR"), key=lambda role: role not in ESSENTIAL)
    posts = (each.says[1] for each in told if each.says[0] == "HOLDS_OFFICE")
    stance, weight, near = first(3), first(4), first(5)
    return replace(
        node, roles=list(dict.fromkeys(parts)), offices=list(dict.fromkeys(posts)), stance=stance and stance.says[3],
        influence=weight and weight.says[4], stance_said=_word(stance or weight), current=near and near.says[5],
        desired=near and near.says[6], coverage_said=_word(near),
    )  # fmt: skip


def _word(told: Heard | None) -> MapWord | None:
    return told and told.word


def _parts(who: str, company: str, told: Sequence[Heard]) -> list[MapEdge]:
    return [
        MapEdge("DECIDES_FOR", who, company, each.word, role=each.says[1], opportunity_id=each.says[2])
        if each.says[0] == "DECIDES_FOR"
        else MapEdge("HOLDS_OFFICE", who, company, each.word, office=each.says[1])
        for each in told
        if each.says[0] in ("DECIDES_FOR", "HOLDS_OFFICE")
    ]


def _ties(rows: Sequence[Any]) -> list[MapEdge]:
    """Each kind once between two, what holds in this company before what holds wherever they are; none that holds in another."""
    by_subject = defaultdict[tuple[Any, ...], list[Heard]](list)
    for type_, what, one, other, strength, here in rows:
        if here is not False:
            by_subject[type_, one, other, here is None].append(heard(what, type_, one, other, strength))
    drawn = dict[tuple[Any, ...], Heard]()
    for subject in sorted(by_subject, key=lambda each: each[3]):
        word = that_counts(by_subject[subject])
        if word:
            drawn.setdefault(subject[:3], word)
    return [
        MapEdge("KNOWS" if type_ == "ACQUAINTED_WITH" else type_, one, other, each.word, strength=each.says[3])
        for (type_, one, other), each in drawn.items()
    ]  # fmt: skip


# ---- who owns it, and who of the bank is near --------------------------------------------------------


def _holdings(rows: Sequence[Any]) -> list[MapEdge]:
    """Of each interest what the most trusted silo says, each that it declares."""
    by_subject = defaultdict[tuple[Any, ...], list[Heard]](list)
    for type_, what, one, other, interest, declared, *shares in rows:
        by_subject[type_, one, other, interest].append(heard(what, declared, *shares))
    drawn = list[MapEdge]()
    for (type_, one, other, interest), told in by_subject.items():
        trusted = _trusted(told).word.system
        own = {each.says[0]: each for each in told if each.word.system == trusted}
        drawn += [_holding(type_, one, other, interest, each) for each in own.values()]
    return drawn


def _holding(type_: str, one: str, other: str, which: str, told: Heard) -> MapEdge:
    _, least, most, nominee = told.says
    if type_ == "OWNS":
        return MapEdge(type_, one, other, told.word, interest=which, share_min=least, share_max=most, is_nominee=bool(nominee))
    return MapEdge(type_, one, other, told.word, parent_level=which, share_min=least, share_max=most)


def _bankers(near: Sequence[Any], logged: Sequence[Any], nodes: dict[str, MapNode]) -> list[MapEdge]:
    """Who covers, knows or met whom of those drawn, each once; and each banker as another of the nodes."""
    drawn = dict[tuple[Any, ...], MapEdge]()
    for type_, what, whom, banker, name, shape, function, how, strength, met in near:
        if whom in nodes:
            nodes.setdefault(banker, MapNode(banker, "BANKER", name, employee=shape))
            kind, word = "BANKER_KNOWS" if type_ == "KNOWS" else type_, heard(what).word
            drawn[kind, banker, whom, function] = MapEdge(
                kind, banker, whom, word, function=function, how=how, strength=strength, last_at=met
            )  # fmt: skip
    for whom, banker, name, shape, times, at, channel, contact, source, recorded in logged:
        if whom in nodes:
            nodes.setdefault(banker, MapNode(banker, "BANKER", name, employee=shape))
            word = MapWord(source or DESK, None, contact, None, banker, at and at[:10], None, None, recorded)
            was = drawn.get(("MET", banker, whom, None))
            edge = MapEdge("MET", banker, whom, word, how=channel, times=times, last_at=at)
            drawn["MET", banker, whom, None] = _both(was, edge) if was else edge
    return list(drawn.values())


def _both(one: MapEdge, other: MapEdge) -> MapEdge:
    """Contacts that were about a person and those in which they took part, as one line: that of the last."""
    last = max(one, other, key=lambda edge: datetime.fromisoformat(edge.last_at or ""))
    return replace(last, times=(one.times or 0) + (other.times or 0))
