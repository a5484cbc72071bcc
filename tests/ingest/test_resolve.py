"""What the silos say of people becomes one party for each of them, and none again when they say otherwise."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from graph.digest import digest
from graph.identity import global_id
from graph.session import Session
from ingest import resolve as resolving
from ingest.check_digits import citizen_check
from ingest.match import model as model_file
from ingest.match.resolution import trained
from ingest.match.table import Told, flattened
from ingest.resolve import Resolved, model_path, resolve
from ingest.why import why
from runtime.errors import BadQuestion, ModelUnreadable
from tests.asking import asker
from tests.conftest import Edges
from tests.telling import differences, told
from tests.tiny_bank import TinyBank

TODAY = date(2026, 3, 1)
TRUSTED = ("core", "cards", "desk")
WHO = "MATCH (r:SourceRecord)-[d:DESCRIBES]->(p) RETURN p.id, collect(r.id), collect(DISTINCT d.rule) ORDER BY p.id"


def number(of: str, place: int = 1) -> str:
    """A resident number of somebody born on a day (yyyymmdd)."""
    body = f"110101{of}{place:03}"
    return body + citizen_check(body)


ADA, BEN = number("19800103"), number("19751130", 7)
CORE = {
    "units": ["HQ,Head office,", "N,North,HQ"],
    "people": ["1,王伟,K1,1980-01-03,", "2,李娜,K2,1975-11-30,", "3,赵磊,K3,1990-06-06,"],
    "accounts": ["A1,N,2020-01-01,500", "A2,N,2021-01-01,700"],
    "holders": ["1,A1,O,", "2,A2,O,"],
    "marks": [f"1,{ADA},13811110001", f"2,{BEN},13811110002"],
}
CARDS = {
    "people": ["7,WANG WEI,,1980-01-03,", "8,李娜,,1975-11-30,", "9,钱九,,,"],
    "accounts": ["C7,,2022-01-01,20"],
    "holders": ["7,C7,O,"],
    "related": ["7,8"],
    "marks": [f"7,{ADA},13811110001", "8,,13811110002"],
}
DESK = {"people": ["5,王伟,,1980-01-03,"], "marks": ["5,,13811110001"]}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """One with a model that other people have taught."""
    names = [
        f"{family}{given}" for family in "赵钱孙李周吴郑王" for given in ("伟", "娜", "磊", "静", "明轩", "思远", "子墨", "婷")
    ]
    everyone = [
        Told(f"{silo}:{at}", None, {
            "full_name": (name,), "birth_date": (f"19{50 + at % 50}-{1 + at % 12:02}-{1 + at % 28:02}",),
            "phone": (f"+86138{at:08}",), "gender": ("male" if at % 2 else "female",),
        })
        for at, name in enumerate(names) for silo in ("a", "b")
    ]  # fmt: skip
    path = model_path(tmp_path / "home", "person")
    path.parent.mkdir(parents=True)
    model_file.write(trained(flattened("person", everyone)), path)
    return tmp_path / "home"


async def resolved(session: Session, home: Path) -> Resolved:
    return await resolve(session, home, today=TODAY, trusted=TRUSTED)


async def load(session: Session, tiny: TinyBank, *systems: str) -> None:
    for system in systems:
        await tiny.load(session, system=system, trusted=TRUSTED, **{"core": CORE, "cards": CARDS, "desk": DESK}[system])


async def parties(session: Session) -> set[tuple[str, ...]]:
    return {tuple(sorted(records)) for _, records, _ in await session.rows(WHO)}


async def party_of(session: Session, record: str) -> str:
    ((party,),) = await session.rows("MATCH (:SourceRecord {id: $id})-[:DESCRIBES]->(p) RETURN p.id", {"id": record})
    return party


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
    await load(empty, tiny, "core", "cards", "desk")
    await resolved(empty, home)
    before = await digest(empty)
    again = await resolved(empty, home)
    assert (again.moved, again.merged, again.split) == (0, 0, 0)
    await load(empty, tiny, "cards", "core")
    assert await digest(empty) == before


async def test_silos_in_any_order_resolved_after_each_or_at_the_end_make_one_graph(
    empty: Session, tiny: TinyBank, home: Path
) -> None:
    await load(empty, tiny, "core", "cards", "desk")
    await resolved(empty, home)
    expected = await told(empty)
    for order in permutations(("core", "cards", "desk")):
        await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
        for system in order:
            await load(empty, tiny, system)
            await resolved(empty, home)
        assert not differences(expected, await told(empty)), order


async def test_a_resolution_that_is_broken_off_is_completed_by_the_next(
    empty: Session, tiny: TinyBank, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(empty, tiny, "core", "cards", "desk")
    await resolved(empty, home)
    expected = await told(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    await load(empty, tiny, "core", "cards", "desk")
    with monkeypatch.context() as patch:
        patch.setattr(resolving, "_AT_ONCE", 1)

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


async def test_without_a_model_that_can_be_read_nothing_is_written(empty: Session, tiny: TinyBank, home: Path) -> None:
    await load(empty, tiny, "core", "cards")
    before = await digest(empty)
    model_path(home, "person").write_text("{}")
    with pytest.raises(ModelUnreadable):
        await resolved(empty, home)
    assert await digest(empty) == before


async def test_a_bank_that_has_no_model_teaches_one(empty: Session, tiny: TinyBank, tmp_path: Path) -> None:
    await load(empty, tiny, "core", "cards", "desk")
    await resolved(empty, tmp_path / "home")
    assert ("cards:7", "core:1") in {tuple(each for each in one if not each.startswith("desk")) for one in await parties(empty)}
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
