"""How a party came to be what it is: made, joined by records, merged, parted, and what was judged and said of it."""

from dataclasses import dataclass
from typing import Any

# Each is a list of rows; a record's own rows follow the query's order, and Python puts all in one.
NEAR = """[this.id, this.firstRecord, toString(this.recordedAt),
  COLLECT { MATCH (this)<-[_d:DESCRIBES]-(_r)
    RETURN [_r.id, _d.rule, _d.decidedBy, toString(_d.recordedAt)] ORDER BY _r.id LIMIT 200 },
  COLLECT { MATCH (_g:RetiredParty {into: this.id}) RETURN [_g.id, _g.record, toString(_g.at)] ORDER BY _g.at DESC LIMIT 200 },
  COLLECT { MATCH (_c:PartyChange {from: this.id})
    OPTIONAL MATCH (_g:RetiredParty {id: _c.to})
    WITH _c, coalesce(_g.into, _c.to) AS _now
    OPTIONAL MATCH (_p:Party {id: _now}) WHERE scoped(_p)
    RETURN [_c.record, CASE WHEN _p IS NOT NULL THEN _c.to END, _c.rule, toString(_c.at)] ORDER BY _c.at DESC LIMIT 200 },
  COLLECT { MATCH (_c:PartyChange {to: this.id})
    OPTIONAL MATCH (_g:RetiredParty {id: _c.from})
    WITH _c, coalesce(_g.into, _c.from) AS _now
    OPTIONAL MATCH (_p:Party {id: _now}) WHERE scoped(_p)
    RETURN [_c.record, CASE WHEN _p IS NOT NULL THEN _c.from END, _c.rule, toString(_c.at)] ORDER BY _c.at DESC LIMIT 200 },
  COLLECT { MATCH (this)<-[:DESCRIBES]-(_a)-[_j:JUDGED]-(_b)-[:DESCRIBES]->(_q:Party) WHERE scoped(_q)
    RETURN DISTINCT [startNode(_j).id, endNode(_j).id, _j.verdict, _j.by, _j.why, toString(_j.at)] AS said LIMIT 200 },
  COLLECT { MATCH (this)<-[:DESCRIBES]-(_f)<-[:CORRECTS]-(_e)<-[:VERSION_OF]-(_v)
    RETURN [_f.id, _e.field, _v.said, _v.by, _v.why, toString(_v.recordedAt)] ORDER BY _v.recordedAt DESC LIMIT 200 }]"""
RULES = {
    "OWN_RECORD": "it is described by nothing else",
    "DECLARED_KEY": "by the bank's own number",
    "LIFELONG_NUMBER": "by a number for life",
    "DOCUMENT": "by a document",
    "EVIDENCE": "by all that the records say",
    "JUDGED": "by a steward's word",
}
VERDICTS = {"SAME": "are one", "NOT_SAME": "are two", "UNSURE": "are not to be decided on: what was judged before is taken back"}


@dataclass(frozen=True, slots=True)
class Event:
    at: str
    kind: str
    words: str
    party_id: str | None = None
    records: tuple[str, ...] = ()
    by: str | None = None
    why: str | None = None


def history(near: list[Any]) -> list[Event]:
    """The newest first."""
    own, first, made, records, retired, left, came, said, by_hand = near
    found = [Event(made, "MADE", f"Made for {first}.", own, (first,) if first else ())]
    found += [_joined(*each) for each in records if each[0] != first]
    found += [Event(at, "MERGED", f"{id_} went into it.", id_, (record,) if record else ()) for id_, record, at in retired if at]
    found += [_went("LEFT", "went to", *each) for each in left]
    found += [_went("CAME", "came from", *each) for each in came]
    found += [_judged(*each) for each in said]
    found += [_said(*each) for each in by_hand]
    return sorted((each for each in found if each.at), key=lambda each: (each.at, each.kind, each.records), reverse=True)


def _went(kind: str, where: str, record: str, party: str | None, rule: str, at: str) -> Event:
    """The other party is named for those who may see it."""
    return Event(at, kind, f"{record} {where} {party or 'another party'}, {_by(rule)}.", party, (record,))


def _joined(record: str, rule: str, by: str | None, at: str) -> Event:
    return Event(at, "JOINED", f"{record} describes it, {_by(rule)}.", records=(record,), by=by)


def _judged(one: str, other: str, verdict: str, by: str, why: str, at: str) -> Event:
    return Event(at, "JUDGED", f"{by} judged that {one} and {other} {VERDICTS[verdict]}.", records=(one, other), by=by, why=why)


def _said(record: str, field: str, value: str | None, by: str, why: str, at: str) -> Event:
    if value is None:
        return Event(at, "VALUE_WITHDRAWN", f"{by} took back what was said of {field}.", records=(record,), by=by, why=why)
    return Event(at, "VALUE_SET", f"{by} said that {field} is {value}.", records=(record,), by=by, why=why)


def _by(rule: str | None) -> str:
    return RULES.get(rule or "", "by a rule that is not known")
