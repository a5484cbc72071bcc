"""What the silos say of people becomes one party for each of them, and none again when they say otherwise."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from graph.digest import digest
from graph.identity import global_id
from graph.judgements import Verdict, judge
from graph.ledger import instant
from graph.session import Session
from ingest import difference, steps
from ingest.models import model_path
from ingest.resolve import resolve
from ingest.why import why
from runtime.errors import BadQuestion, GraphUnavailable, ModelUnreadable
from runtime.local.engines import Engines
from tests.asking import asker
from tests.conftest import Edges
from tests.silo_people import ADA, BEN, CARDS, TODAY, TRUSTED, load, parties, party_of, resolved, taught
from tests.telling import differences, told
from tests.tiny_bank import TinyBank

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return taught(tmp_path / "home")


async def test_who_has_one_number_for_life_is_one_party_with_all_that_both_silos_said(
    empty: Session, tiny: TinyBank, home: Path, edges: Edges
) -> None:
    await load(empty, tiny, "core", "cards")
    old, young = await party_of(empty, "core:1"), await party_of(empty, "cards:7")
    found = await resolved(empty, home)
    assert await party_of(empty, "cards:7") == old
    assert found.merged >= 1 and found.split == 0
    assert {("王伟", "core:A1", "OWNER"), ("王伟", "cards:C7", "OWNER")} <= await edges("HOLDS", "role")
    assert await empty.rows("MATCH (r:RetiredParty {id: $id}) RETURN r.into", {"id": young}) == [[old]]
    rules = dict(await empty.rows("MATCH (r:SourceRecord)-[d:DESCRIBES]->() RETURN r.id, d.rule"))
    assert rules["core:1"] == rules["cards:7"] == "LIFELONG_NUMBER"
    assert rules["core:3"] == "DECLARED_KEY" and rules["cards:9"] == "OWN_RECORD"
    assert found.untaught == ["person: national_id"]
    assert "knows nothing of person: national_id" in found.words()


async def test_whoever_asks_by_the_id_of_one_who_went_into_another_is_shown_that_one(
    empty: Session, tiny: TinyBank, home: Path
) -> None:
    await load(empty, tiny, "core", "cards")
    old, young = await party_of(empty, "core:1"), await party_of(empty, "cards:7")
    await resolved(empty, home)
    ask = await asker(empty)
    expected = {"partyId": old, "name": "王伟"}
    known = global_id("Person:", young)
    text = """query($id: ID!, $party: String!) {
      party(by: {partyId: $party}) { partyId name } again: party(by: {id: $id}) { partyId name }
      parties(by: [{partyId: $party}, {id: $id}]) { partyId name }
      node(id: $id) { ... on Person { partyId name } } nodes(ids: [$id]) { ... on Person { partyId name } } }"""
    told = await ask(text, id=known, party=young)
    assert not told.errors
    assert told.data == {
        "party": expected, "again": expected, "parties": [expected, expected], "node": expected, "nodes": [expected],
    }  # fmt: skip


async def test_what_was_resolved_stays_as_it_is_when_it_is_resolved_and_delivered_again(
    empty: Session, tiny: TinyBank, home: Path
) -> None:
    await load(empty, tiny, "core", "cards", "counter")
    await resolved(empty, home)
    before = await digest(empty)
    again = await resolved(empty, home)
    assert (again.moved, again.merged, again.split) == (0, 0, 0)
    await load(empty, tiny, "cards", "core")
    assert await digest(empty) == before


async def test_silos_in_any_order_resolved_after_each_or_at_the_end_make_one_graph(
    empty: Session, tiny: TinyBank, home: Path
) -> None:
    await load(empty, tiny, "core", "cards", "counter")
    await resolved(empty, home)
    expected = await told(empty)
    for order in permutations(("core", "cards", "counter")):
        await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
        for system in order:
            await load(empty, tiny, system)
            await resolved(empty, home)
        assert not differences(expected, await told(empty)), order


async def test_what_is_resolved_step_by_step_is_what_everything_at_once_is(empty: Session, tiny: TinyBank, home: Path) -> None:
    """Another name, another telephone and number, a record that is new and one that its silo tells no more."""
    changed = {
        "people": ["7,WANG WEI,,1980-01-03,", "8,李小娜,,1975-11-30,", "10,赵磊,,1990-06-06,"],
        "accounts": CARDS["accounts"], "holders": CARDS["holders"], "marks": [f"8,{BEN},13811110009", "10,,13811110003"],
    }  # fmt: skip
    await load(empty, tiny, "core", "cards", "counter")
    assert (await resolved(empty, home)).anew
    await tiny.load(empty, system="cards", trusted=TRUSTED, on=date(2026, 2, 1), **changed)
    found = await resolved(empty, home)
    assert (found.anew, found.moved > 0) == (None, True)
    assert await party_of(empty, "cards:8") == await party_of(empty, "core:2")
    expected = await digest(empty)
    again = await resolved(empty, home)
    assert (again.anew, again.moved, again.looked_at) == (None, 0, 0)
    everything = await resolve(empty, home, today=TODAY, trusted=TRUSTED, everything=True)
    assert (everything.anew, everything.moved, await digest(empty)) == ("so it was asked", 0, expected)
    assert (found.records, found.parties, found.unsure) == (everything.records, everything.parties, everything.unsure)


async def test_what_was_known_is_not_used_where_the_graph_is_another_or_a_model_was_taught_anew(
    empty: Session, tiny: TinyBank, home: Path
) -> None:
    await load(empty, tiny, "core", "cards")
    await resolved(empty, home)
    model_path(home, "person").write_bytes(model_path(home, "person").read_bytes() + b" ")
    assert (await resolved(empty, home)).anew == "of what was known before, another model made it"
    elsewhere = await resolved(empty, taught(home.with_name("elsewhere")))
    assert elsewhere.anew == "of what was known before, there is none yet"
    assert (await resolved(empty, home)).anew == "what was known before does not fit this graph"
    assert (await resolved(empty, home)).anew is None


async def test_a_silo_that_is_half_loaded_is_looked_at_again_when_it_is_whole(
    empty: Session, tiny: TinyBank, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pass has written the records and not yet what hangs on them; while it runs it is not looked at, and once it was broken off
    no oftener than it goes on."""
    await load(empty, tiny, "core")
    await resolved(empty, home)
    with monkeypatch.context() as patch:
        patch.setattr(steps, "load_nodes", stopped)
        with pytest.raises(GraphUnavailable):
            await load(empty, tiny, "cards")
    await empty.run("MATCH (p:Pass {state: 'INTERRUPTED'}) SET p.state = 'RUNNING', p.beatAt = datetime()")
    assert (await resolved(empty, home)).looked_at == 0
    await empty.run("MATCH (p:Pass {state: 'RUNNING'}) SET p.state = 'INTERRUPTED'")
    await resolved(empty, home)
    assert await rule_of(empty, "cards:7") == "EVIDENCE"
    assert (await resolved(empty, home)).looked_at == 0
    await load(empty, tiny, "cards")
    assert (await resolved(empty, home)).anew is None
    assert await rule_of(empty, "cards:7") == "LIFELONG_NUMBER"


async def test_a_record_that_gets_its_party_by_a_pass_that_says_nothing_new_of_it_is_looked_at(
    empty: Session, tiny: TinyBank, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is one passed over that a late delivery says since another day."""
    await load(empty, tiny, "core")
    said = ["9,钱九,,2026-01-15,"]
    with monkeypatch.context() as patch:
        patch.setattr(steps, "match_parties", stopped)
        with pytest.raises(GraphUnavailable):
            await tiny.load(empty, system="cards", trusted=TRUSTED, on=date(2026, 2, 1), people=said)
    await empty.run("MATCH (p:Pass {state: 'INTERRUPTED'}) SET p.state = 'ABANDONED'")
    await resolved(empty, home)
    await tiny.load(empty, system="cards", trusted=TRUSTED, on=date(2026, 3, 1), people=said)
    found = await resolved(empty, home)
    assert (found.anew, found.looked_at, found.odd) == (None, 1, {})
    await tiny.load(empty, system="cards", trusted=TRUSTED, on=date(2026, 1, 1), people=said)
    assert (await resolved(empty, home)).odd == {"FUTURE_DATE": ["cards:9"]}


async def test_a_party_of_two_customer_numbers_is_left_whole_by_a_silo_that_tells_of_one_of_them(
    empty: Session, tiny: TinyBank, home: Path
) -> None:
    core = {"people": ["1,王伟,K1,1980-01-03,", "4,王伟,K1,,"], "marks": [f"1,{ADA},13811110001"]}
    cards = {"people": ["7,王伟,K9,1980-01-03,", "8,王伟,K9,,"], "marks": [f"7,{ADA},"]}
    await tiny.load(empty, system="core", trusted=TRUSTED, **core)
    await tiny.load(empty, system="cards", trusted=TRUSTED, **cards)
    await resolved(empty, home)
    whole = await parties(empty)
    assert whole == {("cards:7", "cards:8", "core:1", "core:4")}
    await tiny.load(
        empty, system="cards", trusted=TRUSTED, on=date(2026, 2, 1), **cards | {"people": [*cards["people"][:1], "8,王一伟,K9,,"]}
    )
    assert await parties(empty) == whole
    assert ((await resolved(empty, home)).anew, await parties(empty)) == (None, whole)
    await empty.run("MATCH (r:SourceRecord {id: 'core:4'})-[d:DESCRIBES]->() SET d.rule = 'DECLARED_KEY', d.weight = 1.5")
    await tiny.load(
        empty, system="core", trusted=TRUSTED, on=date(2026, 2, 1), **core | {"people": ["1,王伟,K1,1980-01-03,", "4,王二伟,K1,,"]}
    )
    assert ((await resolved(empty, home)).anew, await parties(empty)) == (None, whole)
    before = await digest(empty)
    await resolve(empty, home, today=TODAY, trusted=TRUSTED, everything=True)
    assert await digest(empty) == before


async def rule_of(session: Session, record: str) -> str:
    ((rule,),) = await session.rows("MATCH (:SourceRecord {id: $id})-[d:DESCRIBES]->() RETURN d.rule", {"id": record})
    return rule


async def stopped(*_: object) -> None:
    raise GraphUnavailable("The server went.")


KILLED = """
import asyncio, os, signal, sys
from datetime import date
from pathlib import Path
from graph import locks
from graph.session import connect
from ingest import difference, steps
from ingest.resolve import resolve
locks.LEASE_SECONDS, difference.AT_ONCE = 1, 1
def die(stage, done, total):
    if (stage, done) == ("merge", 2):
        os.kill(os.getpid(), signal.SIGKILL)
async def main():
    session = connect(sys.argv[1], sys.argv[2], os.environ["PASSWORD"], sys.argv[3])
    await resolve(session, Path(sys.argv[4]), today=date(2026, 3, 1), trusted=("core", "cards", "counter"), hears=die)
asyncio.run(main())
"""


@pytest.mark.parametrize("before", [(), ("core",)], ids=["the first", "a later one"])
async def test_a_resolution_that_is_killed_is_completed_by_the_next(
    empty: Session, engines: Engines, tiny: TinyBank, tmp_path: Path, before: Sequence[str]
) -> None:
    """The first of a bank also teaches its model, by nothing but the records."""
    undisturbed, home = (taught(tmp_path / each) if before else tmp_path / each for each in ("undisturbed", "killed"))
    await load(empty, tiny, "core", "cards", "counter")
    await resolved(empty, undisturbed)
    expected = await digest(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    if before:
        await load(empty, tiny, *before)
        await resolved(empty, home)
    await load(empty, tiny, *(each for each in ("core", "cards", "counter") if each not in before))
    words = [sys.executable, "-c", KILLED, engines.neo4j_uri, engines.neo4j_user, empty.database, str(home)]
    child = subprocess.run(words, env=os.environ | {"PASSWORD": engines.neo4j_password}, capture_output=True, cwd=ROOT)
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()
    assert await digest(empty) != expected
    found = await resolved(empty, home)
    assert (found.moved > 0, found.anew is None) == (True, bool(before))
    assert await digest(empty) == expected


async def test_where_a_resolution_is_broken_off_before_households_the_next_forms_them(
    empty: Session, tiny: TinyBank, home: Path
) -> None:
    """After a judgement, which leads to no other look at them."""
    await load(empty, tiny, "core", "cards")
    await resolved(empty, home)
    now = instant()
    await empty.together(lambda run: judge(run, "core:1", "cards:7", Verdict.NOT_SAME, why="seen", by="Li", now=now))

    def broken(stage: str, done: int, total: int) -> None:
        if stage == "tie":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await resolve(empty, home, today=TODAY, trusted=TRUSTED, hears=broken)
    found = await resolved(empty, home)
    assert (found.moved, found.households is not None) == (0, True)
    expected = await digest(empty)
    await resolve(empty, home, today=TODAY, trusted=TRUSTED, everything=True)
    assert await digest(empty) == expected


async def test_a_resolution_that_is_broken_off_is_completed_by_the_next(
    empty: Session, tiny: TinyBank, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(empty, tiny, "core", "cards", "counter")
    await resolved(empty, home)
    expected = await told(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    await load(empty, tiny, "core", "cards", "counter")
    with monkeypatch.context() as patch:
        patch.setattr(difference, "AT_ONCE", 1)

        def broken(stage: str, done: int, total: int) -> None:
            if stage == "merge":
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            await resolve(empty, home, today=TODAY, trusted=TRUSTED, hears=broken)
    assert differences(expected, await told(empty))
    await resolved(empty, home)
    assert not differences(expected, await told(empty))


async def test_who_turns_out_to_be_another_is_one_again_by_the_id_that_was_his(empty: Session, tiny: TinyBank, home: Path) -> None:
    """The card silo had told another's number; corrected, its customer gets back its id, its card and its wife."""
    await load(empty, tiny, "core")
    right = {"people": ["7,孙小红,,1991-02-02,"], "accounts": CARDS["accounts"], "holders": CARDS["holders"]}
    wrong: dict[str, Sequence[str]] = {**right, "marks": [f"7,{ADA},"]}
    await tiny.load(
        empty, system="cards", trusted=TRUSTED, people=["7,王伟,,1980-01-03,"], **{k: v for k, v in wrong.items() if k != "people"}
    )
    own = await party_of(empty, "cards:7")
    await resolved(empty, home)
    assert await party_of(empty, "cards:7") == await party_of(empty, "core:1") != own
    await tiny.load(empty, system="cards", trusted=TRUSTED, on=date(2026, 2, 1), **right)
    back = await resolved(empty, home)
    assert (back.split, await party_of(empty, "cards:7")) == (1, own)
    assert await empty.rows("MATCH (r:RetiredParty) RETURN r.id") == []
    assert await empty.rows("MATCH (p:Party {id: $id})-[:HOLDS]->(a) RETURN a.id", {"id": own}) == [["cards:C7"]]
    assert await empty.rows("MATCH (p:Party {id: $id}) RETURN p.name, p.unit", {"id": own}) == [["孙小红", "UNASSIGNED"]]


async def test_what_is_odd_is_told_by_its_name(empty: Session, tiny: TinyBank, home: Path) -> None:
    people = ["1,王伟,K1,1980-01-03,", "2,,,1990-01-01,", "3,李娜,,2050-11-30,", "4,钱九,K1,1955-05-05,"]
    await tiny.load(empty, system="core", trusted=TRUSTED, people=people)
    found = await resolved(empty, home)
    assert found.odd == {"NO_NAME": ["core:2"], "FUTURE_DATE": ["core:3"], "ANOTHERS_KEY": ["core:4"]}
    assert "Odd: 1 ANOTHERS_KEY (core:4), 1 FUTURE_DATE (core:3), 1 NO_NAME (core:2)." in found.words()
    assert await parties(empty) == {("core:1", "core:4"), ("core:2",), ("core:3",)}


async def test_without_a_model_that_can_be_read_nothing_is_written(empty: Session, tiny: TinyBank, home: Path) -> None:
    await load(empty, tiny, "core", "cards")
    before = await digest(empty)
    model_path(home, "person").write_text("{}")
    with pytest.raises(ModelUnreadable):
        await resolved(empty, home)
    assert await digest(empty) == before


async def test_a_bank_that_has_no_model_teaches_one(empty: Session, tiny: TinyBank, tmp_path: Path) -> None:
    await load(empty, tiny, "core", "cards", "counter")
    await resolved(empty, tmp_path / "home")
    assert ("cards:7", "core:1") in {tuple(each for each in one if not each.startswith("counter")) for one in await parties(empty)}
    assert model_path(tmp_path / "home", "person").exists()


async def test_why_two_records_are_one_is_told_field_by_field_with_what_was_decided(
    empty: Session, tiny: TinyBank, home: Path
) -> None:
    await load(empty, tiny, "core", "cards")
    await resolved(empty, home)
    told = await why(empty, home, "core:1", "cards:7")
    assert {step.field for step in told.waterfall.steps} >= {"name", "birth_date", "phone"}
    assert "they have one lifelong number" in "".join(told.lines())
    summed = told.waterfall.prior + sum(step.bits - step.twice for step in told.waterfall.steps) + told.waterfall.size
    assert summed == pytest.approx(told.waterfall.decision.evidence)
    assert told.lines()[-1].startswith("Both describe P") and "core:1 by LIFELONG_NUMBER" in told.lines()[-1]
    apart = await why(empty, home, "cards:9", "core:1")
    assert apart.waterfall.decision.verdict == "SEPARATE"
    assert apart.decided.startswith("They are two parties: cards:9 describes P")


async def test_who_asks_why_of_records_that_cannot_be_compared_is_told_the_reason(
    empty: Session, tiny: TinyBank, home: Path, tmp_path: Path
) -> None:
    await tiny.load(empty, people=["1,Ada,,,", "2,Steel,,,C", "3,Bell,,,"])
    for one, other, says in [
        ("tiny:1", "tiny:9", "No record tiny:9 is there"),
        ("tiny:1", "tiny:1", "two different records"),
        ("tiny:1", "tiny:2", "tiny:1 is a person and tiny:2 a company"),
    ]:
        with pytest.raises(BadQuestion, match=says):
            await why(empty, home, one, other)
    with pytest.raises(BadQuestion, match="run `c360 resolve` first"):
        await why(empty, tmp_path / "another", "tiny:1", "tiny:3")
