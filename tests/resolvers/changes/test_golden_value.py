"""A steward says a value of a party through the API: it outranks every silo, goes with its record, and is taken back to what there was."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from access.caller import CallerRole
from graph import judgements, resolution
from graph.digest import digest
from graph.judgements import Verdict
from graph.session import Session
from ingest.resolve import resolve
from tests.asking import Asker, asker
from tests.silo_people import CORE, TODAY, TRUSTED, load, party_of, resolved, taught
from tests.tiny_bank import TinyBank

TOLD = """partyId name displayName provenance(fields: ["name", "occupation"]) { field recordId system on verifiedAt verifiedHow }
  stewardValues { field value by why evidence recordId about counts } ... on Person { occupation birthDate }"""
SET = f"""mutation($key: String!, $party: ID!, $field: String!, $value: String!, $evidence: String!, $why: String!) {{
  setGoldenValue(input: {{idempotencyKey: $key, party: $party, field: $field, value: $value, evidence: $evidence, why: $why}}) {{
    party {{ {TOLD} }} userErrors {{ field code message }} }} }}"""
WITHDRAW = f"""mutation($key: String!, $party: ID!, $field: String!, $why: String!) {{
  withdrawGoldenValue(input: {{idempotencyKey: $key, party: $party, field: $field, why: $why}}) {{
    party {{ {TOLD} }} userErrors {{ field code message }} }} }}"""
READ = f"query($id: ID!) {{ party(by: {{id: $id}}) {{ {TOLD} history {{ kind words records by why }} }} }}"
WORDS = "MATCH (r:SourceRecord) WHERE r.about IS NOT NULL RETURN r.id, r.about"
VERSIONS = """
MATCH (v:RecordVersion {record: $id})-[:VERSION_OF]->(r:SourceRecord {id: $id})
RETURN v.said, coalesce(v.gone, false), v.by, v.evidence ORDER BY v.sequence"""
Mistakes = list[tuple[str, str]]


class Steward:
    """Says and takes back, each time with a key of its own unless told."""

    def __init__(self, ask: Asker) -> None:
        self.ask, self.keys = ask, 0

    async def says(
        self, party: str, field: str, value: str, evidence: str = "passport", why: str = "seen", key: str = ""
    ) -> tuple[Any, Mistakes]:
        return await self._told("setGoldenValue", SET, key, party=party, field=field, value=value, evidence=evidence, why=why)

    async def withdraws(self, party: str, field: str, why: str = "an error", key: str = "") -> tuple[Any, Mistakes]:
        return await self._told("withdrawGoldenValue", WITHDRAW, key, party=party, field=field, why=why)

    async def reads(self, party: str) -> Any:
        return (await self.ask(READ, id=party)).data["party"]

    async def _told(self, name: str, text: str, key: str, **given: str) -> tuple[Any, Mistakes]:
        self.keys += 1
        told = (await self.ask(text, key=key or f"k{self.keys}", **given)).data[name]
        assert all(each["message"].endswith(".") for each in told["userErrors"])
        return told["party"], [(each["field"], each["code"]) for each in told["userErrors"]]


async def judged(session: Session, home: Path, verdict: Verdict, *, everything: bool = False) -> None:
    now = datetime.now(UTC)
    await session.together(lambda run: judgements.judge(run, "cards:7", "core:1", verdict, why="seen", by="tester", now=now))
    await resolve(session, home, today=TODAY, trusted=TRUSTED, everything=everything)


async def test_it_goes_with_its_record_through_merge_and_unmerge_and_is_taken_back_to_what_there_was(
    empty: Session, tiny: TinyBank, tmp_path: Path
) -> None:
    home = taught(tmp_path / "home")
    await load(empty, tiny, "core", "cards")
    young, old = await party_of(empty, "cards:7"), await party_of(empty, "core:1")
    done = await resolved(empty, home)
    nothing_said, steward = await digest(empty), Steward(await asker(empty))
    party, mistakes = await steward.says(young, "occupation", "Cook")
    assert (party["partyId"], party["occupation"], mistakes) == (old, "Cook", [])
    of_old = await digest(empty)
    assert of_old != nothing_said
    rests = (await steward.ask("query($id: ID!) { affectedBy(decision: $id) { what id recordId } }", id=young)).data["affectedBy"]
    assert {"what": "EDIT", "id": "desk:core:1/occupation", "recordId": "core:1"} in rests

    await judged(empty, home, Verdict.NOT_SAME)
    assert [(await steward.reads(each))["occupation"] for each in (young, old)] == [None, "Cook"]
    assert (await steward.says(young, "occupation", "Baker"))[0]["partyId"] == young
    assert (await steward.reads(old))["occupation"] == "Cook"

    await judged(empty, home, Verdict.UNSURE, everything=True)
    assert (await resolution.counted(empty))[0] == done.records == 6
    party = await steward.reads(young)
    assert (party["partyId"], party["occupation"]) == (old, "Baker")
    assert [(each["value"], each["about"], each["counts"]) for each in party["stewardValues"]] == [
        ("Baker", "cards:7", True), ("Cook", "core:1", False),
    ]  # fmt: skip
    assert (await steward.withdraws(old, "occupation"))[0]["occupation"] == "Cook"
    assert await digest(empty) == of_old
    assert (await steward.withdraws(old, "occupation"))[0]["occupation"] is None
    assert await digest(empty) == nothing_said
    assert await steward.withdraws(old, "occupation") == (None, [("field", "NOT_SET")])


async def test_it_shows_at_once_with_its_origin_and_stands_whatever_a_silo_says_later(empty: Session, tiny: TinyBank) -> None:
    await load(empty, tiny, "core")
    id_, steward = await party_of(empty, "core:1"), Steward(await asker(empty))
    answers = await asyncio.gather(*(steward.says(id_, "name", " 王大伟 ", why="married", key="same") for _ in range(4)))
    assert all(answer == answers[0] for answer in answers)
    party, mistakes = answers[0]
    assert (party["name"], party["displayName"], mistakes) == ("王大伟", "王大伟", [])
    assert party["provenance"] == [
        {"field": "name", "recordId": "desk:core:1/name", "system": "desk", "on": "2026-10-31", "verifiedAt": "2026-10-31", "verifiedHow": "STEWARD"},
    ]  # fmt: skip
    assert party["stewardValues"] == [
        {"field": "name", "value": "王大伟", "by": "tester", "why": "married", "evidence": "passport",
         "recordId": "desk:core:1/name", "about": "core:1", "counts": True},
    ]  # fmt: skip
    assert await steward.says(id_, "name", "王小伟", key="same") == (None, [("idempotencyKey", "IDEMPOTENCY_MISMATCH")])
    found = (await steward.ask('{ search(text: "wang da wei") { edges { node { partyId } } } }')).data["search"]["edges"]
    assert [each["node"]["partyId"] for each in found] == [id_]

    later = CORE | {"people": ["1,王一伟,K1,1980-01-03,", *CORE["people"][1:]]}
    await tiny.load(empty, system="core", trusted=TRUSTED, on=date(2026, 12, 1), **later)
    await steward.says(id_, "name", "王中伟", evidence="letter")
    assert (await steward.reads(id_))["name"] == "王中伟"
    party, _ = await steward.withdraws(id_, "name")
    assert (party["name"], party["provenance"][0]["recordId"], party["stewardValues"]) == ("王一伟", "core:1", [])
    assert await empty.rows(VERSIONS, {"id": "desk:core:1/name"}) == [
        ["王大伟", False, "tester", "passport"], ["王中伟", False, "tester", "letter"], [None, True, "tester", None],
    ]  # fmt: skip
    assert [(each["kind"], each["why"]) for each in (await steward.reads(id_))["history"]] == [
        ("VALUE_WITHDRAWN", "an error"), ("VALUE_SET", "seen"), ("VALUE_SET", "married"), ("MADE", None),
    ]  # fmt: skip


async def test_a_mistake_is_named_and_nothing_is_said(empty: Session, tiny: TinyBank) -> None:
    await load(empty, tiny, "core")
    await tiny.load(empty, system="firms", people=["1,Steel,,,C"])
    person, firm, steward = await party_of(empty, "core:1"), await party_of(empty, "firms:1"), Steward(await asker(empty))
    for party, field, value, evidence, why, mistake in [
        ("P0", "name", "A", "passport", "seen", ("party", "NOT_FOUND")),
        (person, "uscc", "91110000600037341L", "passport", "seen", ("field", "UNKNOWN_FIELD")),
        (person, "no such", "A", "passport", "seen", ("field", "UNKNOWN_FIELD")),
        (person, "riskTolerance", "C1", "passport", "seen", ("field", "FORBIDDEN_FIELD")),
        (person, "birthDate", "31.1.1980", "passport", "seen", ("value", "BAD_VALUE")),
        (person, "name", "  ", "passport", "seen", ("value", "BAD_VALUE")),
        (firm, "uscc", "91110000600037341X", "register", "seen", ("value", "BAD_VALUE")),
        (person, "name", "王***", "passport", "seen", ("value", "MASKED_VALUE")),
        (person, "name", "x" * 501, "passport", "seen", ("value", "TOO_LONG")),
        (person, "name", "A", " ", "seen", ("evidence", "EVIDENCE_MISSING")),
        (person, "name", "A", "138****5678", "seen", ("evidence", "MASKED_VALUE")),
        (person, "name", "A", "x" * 2001, "seen", ("evidence", "TOO_LONG")),
        (person, "name", "A", "passport", " ", ("why", "WHY_MISSING")),
    ]:
        assert await steward.says(party, field, value, evidence, why) == (None, [mistake])
    for party, field, why, mistake in [
        ("P0", "name", "seen", ("party", "NOT_FOUND")), (person, "no such", "seen", ("field", "UNKNOWN_FIELD")),
        (person, "name", "seen", ("field", "NOT_SET")), (person, "name", "", ("why", "WHY_MISSING")),
    ]:  # fmt: skip
        assert await steward.withdraws(party, field, why) == (None, [mistake])
    assert await empty.rows(WORDS) == await empty.rows("MATCH (c:Change) RETURN c") == []


async def test_only_head_offices_own_staff_says_a_value_and_a_partner_does_not_read_who_did(empty: Session, tiny: TinyBank) -> None:
    await load(empty, tiny, "core")
    id_ = await party_of(empty, "core:1")
    await Steward(await asker(empty)).says(id_, "occupation", "Cook")
    given = {"key": "k", "party": id_, "field": "name", "why": "seen"}
    for ask in (await asker(empty, role=CallerRole.PARTNER), await asker(empty, "HQ/N")):
        assert "own staff" in (await ask(SET, value="A", evidence="passport", **given)).errors[0][0]
        assert "own staff" in (await ask(WITHDRAW, **given)).errors[0][0]
    partner = await (await asker(empty, "N", CallerRole.PARTNER))(
        "query($id: ID!) { party(by: {id: $id}) { name stewardValues { by } } }", id=id_
    )
    assert partner.data["party"] == {"name": "王伟", "stewardValues": None}
    assert await empty.rows(WORDS) == [["desk:core:1/occupation", "core:1"]]
