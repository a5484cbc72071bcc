"""What a resolution reads and writes: records with what hangs on them, how surely each describes its party, and which resemble."""

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph import passes as graph_passes
from graph import tasks
from graph.parties import Assignment, sure
from graph.session import Run, Session

PAGE = 2_000

_SAID = """
OPTIONAL MATCH (r)-[d:DESCRIBES]->(p)
RETURN r.id, r.kind, r.bankKey, p.id, coalesce(p.firstRecord = r.id, false), d.rule, d.weight, r {.*},
  COLLECT { MATCH (p)-[l:IDENTIFIED_BY|REACHED_AT|RESIDES_AT]->(n) WHERE l.recordId = r.id
    RETURN [type(l), n.kind, coalesce(n.number, n.value, n.text), coalesce(n.postcode, n.issuer)]
    ORDER BY type(l), n.id }
ORDER BY r.id"""
# What is said by hand is no silo's record, and tells nobody apart.
SAID = f"""
MATCH (r:SourceRecord) USING INDEX r:SourceRecord(id) WHERE r.id > $after AND r.about IS NULL
WITH r ORDER BY r.id LIMIT $most{_SAID}"""
SAID_OF = f"""
UNWIND $ids AS id
MATCH (r:SourceRecord {{id: id}}) USING INDEX SEEK r:SourceRecord(id){_SAID}"""
TOGETHER = """
UNWIND $ids AS id
MATCH (r:SourceRecord {id: id}) USING INDEX SEEK r:SourceRecord(id)
MATCH (r)-[:DESCRIBES]->()<-[:DESCRIBES]-(o)
WITH DISTINCT o.id AS id ORDER BY id LIMIT $most
RETURN id"""
# What more of a record's telephones, addresses and documents hang on than is compared.
CROWDED = """
UNWIND $ids AS id
MATCH (r:SourceRecord {id: id}) USING INDEX SEEK r:SourceRecord(id)
MATCH (r)-[:DESCRIBES]->(p)
MATCH (p)-[l:IDENTIFIED_BY|REACHED_AT|RESIDES_AT]->(n)
WHERE l.recordId = r.id AND COUNT { (n)<-[:IDENTIFIED_BY|REACHED_AT|RESIDES_AT]-() } > $most
RETURN DISTINCT type(l), n.kind, coalesce(n.number, n.value, n.text), n.issuer"""
OF_RECORDS = """
UNWIND $ids AS id
MATCH (r:SourceRecord {id: id}) USING INDEX SEEK r:SourceRecord(id)
MATCH (r)-[:DESCRIBES]->(p)
RETURN r.id, p.id"""
# What a pass has told of records, and of what hangs on them.
PASSES = """
MATCH (p:Pass)
RETURN p.id, p.source, coalesce(p.unresolved, false),
  CASE WHEN p.state IN ['COMPLETE', 'REFUSED', 'ABANDONED'] THEN 'OVER'
    WHEN p.state = 'RUNNING' AND p.beatAt > datetime() - duration({seconds: $stale}) THEN 'WRITING' ELSE 'BROKEN_OFF' END"""
WRITTEN_BY = """
UNWIND $passes AS pass
MATCH (b:Batch {source: pass.source}) USING INDEX SEEK b:Batch(source) WHERE b.pass = pass.id
RETURN pass.id, count(b)"""
SAID_IN = """
UNWIND $passes AS pass
MATCH (p:Pass {id: pass}) USING INDEX SEEK p:Pass(id)
MATCH (p)<-[:SAID_IN]-(r:SourceRecord)
RETURN DISTINCT r.id"""
HUNG_IN = """
UNWIND $passes AS pass
CALL (pass) {
  MATCH ()-[l:IDENTIFIED_BY {pass: pass}]->() USING INDEX SEEK l:IDENTIFIED_BY(pass) RETURN l.recordId AS record
  UNION
  MATCH ()-[l:REACHED_AT {pass: pass}]->() USING INDEX SEEK l:REACHED_AT(pass) RETURN l.recordId AS record
  UNION
  MATCH ()-[l:RESIDES_AT {pass: pass}]->() USING INDEX SEEK l:RESIDES_AT(pass) RETURN l.recordId AS record
}
RETURN DISTINCT record"""
# An address is the same however it is written: whoever speaks for it may come to write it otherwise.
WRITTEN_IN = """
UNWIND $passes AS pass
MATCH (a:Address {pass: pass}) USING INDEX SEEK a:Address(pass)
MATCH (a)<-[l:RESIDES_AT]-()
RETURN DISTINCT l.recordId"""
AROUND = """
UNWIND $ids AS id
MATCH (r:SourceRecord {id: id}) USING INDEX SEEK r:SourceRecord(id)
MATCH (r)-[:DESCRIBES]->(p)
WITH DISTINCT p
MATCH (p)<-[d:DESCRIBES]-(o)
RETURN o.id, o.kind, p.id, coalesce(p.firstRecord = o.id, false), d.rule, d.weight"""
COUNTED = ("MATCH (:SourceRecord)-[d:DESCRIBES]->() RETURN count(d)", "MATCH (p:Party) RETURN count(p)")
# The last resolution that was written, by a name of its own.
MARK = "MATCH (l:Lock {name: 'parties'}) RETURN l.resolution"
MARK_IT = """
MERGE (l:Lock {name: 'parties'})
SET l:Lock
WITH l WHERE l.resolution = $seen OR (l.resolution IS NULL AND $seen IS NULL) OR l.resolution = $mark
SET l.resolution = $mark
RETURN true"""
SURE = """
UNWIND $rows AS row
MATCH (r:SourceRecord {id: row.record}) USING INDEX SEEK r:SourceRecord(id)
MATCH (r)-[d:DESCRIBES]->(p) WHERE p.id = row.party
SET d += row.sure
RETURN count(*)"""
# One that no task asks about is told as if it were not there.
RESEMBLING = """
MATCH (a:SourceRecord)-[x:RESEMBLES]->(b)
OPTIONAL MATCH (t:MatchTask {id: a.id + '|' + b.id})
RETURN a.id, b.id, CASE WHEN t IS NULL THEN null ELSE x.weight END, x.why"""
RESEMBLE = """
UNWIND $rows AS row
MATCH (a:SourceRecord {id: row.one}) USING INDEX SEEK a:SourceRecord(id)
MATCH (b:SourceRecord {id: row.other}) USING INDEX SEEK b:SourceRecord(id)
MERGE (a)-[x:RESEMBLES]->(b)
ON CREATE SET x.recordedAt = $now
SET x.weight = row.weight, x.probability = row.probability, x.why = row.why
RETURN count(*)"""
RESEMBLE_NO_MORE = """
UNWIND $rows AS row
MATCH (a:SourceRecord {id: row.one}) USING INDEX SEEK a:SourceRecord(id)
MATCH (a)-[x:RESEMBLES]->(b) WHERE b.id = row.other
DELETE x"""


@dataclass(frozen=True, slots=True)
class SaidRecord:
    """A record: its party, whether that was made for it, how surely it describes it, its own properties, and of what hangs on it
    (documents, contact points, addresses) the type of the relationship, the kind, the value, and the postcode or issuer."""

    id: str
    kind: str
    bank_key: str | None
    party: str | None
    first: bool
    rule: str | None
    weight: float | None
    said: Mapping[str, Any]
    beside: Sequence[tuple[str, str | None, str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Described:
    """A record, its party, whether that was made for it, and how surely it describes it."""

    id: str
    kind: str
    party: str
    first: bool
    rule: str | None
    weight: float | None


@dataclass(frozen=True, slots=True)
class Pass:
    """`heard` names what it has said so far: another name once it says more, none while it writes, for it is heard when it ends or
    dies. `unresolved`: it is complete, and no resolution has followed it."""

    id: str
    heard: str
    unresolved: bool


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Two records, the smaller id first, whose parties a steward should look at: the weight of the evidence in bits over the
    threshold, the chance that they are one, and why it was not decided. `steps` is the way to the weight: a field, its bits, words.
    `beside`: the other records of both parties, each with the bits of what fits it best on the other side."""

    one: str
    other: str
    weight: float
    probability: float
    why: str
    steps: tuple[tuple[str, float, str], ...] = ()
    beside: tuple[tuple[str, float], ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        """As its task has it; where it was not explained anew, what was explained before stays."""
        asked = {"weight": self.weight, "probability": self.probability, "reason": self.why}
        if not self.steps:
            return asked
        fields, bits, words = (list(each) for each in zip(*self.steps, strict=True))
        said = {"stepFields": fields, "stepBits": bits, "stepWords": words}
        beside = {"besideRecords": [record for record, _ in self.beside], "besideBits": [each for _, each in self.beside]}
        return asked | said | beside


async def records(session: Session) -> AsyncGenerator[SaidRecord]:
    """All of them by their ids, a page at a time."""
    after = ""
    while True:
        page = await session.rows(SAID, {"after": after, "most": PAGE})
        for *told, said, beside in page:
            yield said_record(told, said, beside)
        if len(page) < PAGE:
            return
        after = page[-1][0]


async def records_of(session: Session, ids: Sequence[str]) -> list[SaidRecord]:
    """Those of these ids that are there."""
    return [said_record(told, said, beside) for *told, said, beside in await session.rows(SAID_OF, {"ids": list(ids)})]


async def passes(session: Session) -> list[Pass]:
    """All there were. What one said that was broken off is named by how many batches it has written, for it may go on."""
    found = await session.rows(PASSES, {"stale": graph_passes.STALE_SECONDS})
    broken = [{"id": id_, "source": source} for id_, source, _, state in found if state == "BROKEN_OFF"]
    written = dict(await session.rows(WRITTEN_BY, {"passes": broken})) if broken else {}
    names = {"OVER": "{0}", "BROKEN_OFF": "{0}/{1}", "WRITING": ""}
    return [Pass(id_, names[state].format(id_, written.get(id_, 0)), unresolved) for id_, _, unresolved, state in found]


async def told_in(session: Session, these: Sequence[Pass]) -> set[str]:
    """Records of which these passes said something, or of what hangs on them; it may be what was said before."""
    if not these:
        return set()
    asked = {"passes": [each.id for each in these]}
    return {id_ for text in (SAID_IN, HUNG_IN, WRITTEN_IN) for (id_,) in await session.rows(text, asked)}


async def around(session: Session, ids: Sequence[str]) -> list[Described]:
    """All records of the parties that these describe."""
    return [Described(*told) for told in await session.rows(AROUND, {"ids": list(ids)})]


async def counted(session: Session) -> tuple[int, int]:
    """Records that describe a party, and parties."""
    records, parties = [(await session.rows(text))[0][0] for text in COUNTED]
    return records, parties


async def mark(session: Session) -> str | None:
    """Which resolution was written last."""
    found = await session.rows(MARK)
    return found[0][0] if found else None


async def mark_it(session: Session, name: str, seen: str | None) -> bool:
    """False where what was written last is not what was seen."""
    return bool(await session.write(MARK_IT, {"mark": name, "seen": seen}))


async def together(session: Session, ids: Sequence[str], most: int) -> list[str]:
    """The other records of the parties of these; with very many the first."""
    return [id_ for (id_,) in await session.rows(TOGETHER, {"ids": list(ids), "most": most})]


async def crowded(session: Session, ids: Sequence[str], most: int) -> list[tuple[str, str | None, str | None, str | None]]:
    """What hangs on these records and on more than so many others, as `SaidRecord.beside` has it."""
    found = await session.rows(CROWDED, {"ids": list(ids), "most": most})
    return [(type_, kind, value, code) for type_, kind, value, code in found]


def said_record(told: Sequence[Any], said: Mapping[str, Any], beside: Sequence[Sequence[Any]]) -> SaidRecord:
    """As a page tells it."""
    id_, kind, key, party, first, rule, weight = told
    return SaidRecord(
        id_, kind, key, party, first, rule, weight, said, [(type_, of, value, code) for type_, of, value, code in beside]
    )


async def described(run: Run, ids: Sequence[str]) -> dict[str, str]:
    """The party of each record."""
    return dict(await run(OF_RECORDS, {"ids": list(ids)}))


async def tell_how_surely(run: Run, assignments: Iterable[Assignment]) -> None:
    """Of records that describe these parties already."""
    rows = [{"record": each.record, "party": each.party, "sure": sure(each)} for each in assignments]
    await run(SURE, {"rows": rows})


async def resembling(session: Session) -> dict[tuple[str, str], tuple[float | None, str]]:
    """The weight and reason of each pair that is there."""
    return {(one, other): (weight, why) for one, other, weight, why in await session.rows(RESEMBLING)}


async def resemble(run: Run, found: Sequence[Resemblance], now: datetime) -> None:
    rows = [
        {"one": each.one, "other": each.other, "weight": each.weight, "probability": each.probability, "why": each.why}
        for each in found
    ]
    await run(RESEMBLE, {"rows": rows, "now": now})
    await tasks.put(run, {(each.one, each.other): each.told for each in found}, now)
    await tasks.stand(run, [(each.one, each.other) for each in found], now.date())


async def resemble_no_more(run: Run, pairs: Sequence[tuple[str, str]], now: datetime) -> None:
    await run(RESEMBLE_NO_MORE, {"rows": [{"one": one, "other": other} for one, other in pairs]})
    await tasks.stand(run, pairs, now.date())
