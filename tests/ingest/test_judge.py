"""A steward's word on two records holds against every score, number and key, and can be taken back."""

from pathlib import Path

import pytest

from graph.digest import digest
from graph.judgements import Verdict
from graph.session import Session
from ingest.difference import Difference
from ingest.judge import Word, judge
from ingest.resolve import Resolved
from runtime.errors import BadQuestion, GraphUnavailable
from tests.conftest import Edges
from tests.silo_people import TODAY, TRUSTED, load, parties, party_of, resolved, taught
from tests.tiny_bank import TinyBank


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return taught(tmp_path / "home")


async def judged(session: Session, home: Path, one: str, other: str, verdict: Verdict, why: str = "seen") -> Resolved:
    return (await judge(session, home, Word(one, other, verdict, why, "Li"), today=TODAY)).resolved


async def test_who_is_judged_to_be_two_is_two_and_one_again_when_that_is_taken_back(
    empty: Session, tiny: TinyBank, home: Path, edges: Edges
) -> None:
    """Against one number for life; with every account, and to the same digest."""
    await load(empty, tiny, "core", "cards")
    young = await party_of(empty, "cards:7")
    apart = await digest(empty)
    await resolved(empty, home)
    before = await digest(empty)
    done = await judged(empty, home, "cards:7", "core:1", Verdict.NOT_SAME)
    assert (done.split, await party_of(empty, "cards:7")) == (1, young)
    assert ("WANG WEI", "cards:C7", "OWNER") in await edges("HOLDS", "role")
    assert await empty.rows("MATCH (:SourceRecord {id: 'cards:7'})-[x:RESEMBLES]-() RETURN x") == []
    await judged(empty, home, "core:1", "cards:7", Verdict.UNSURE)
    assert await digest(empty) == before != apart
    assert await empty.rows("MATCH ()-[j:JUDGED]->() RETURN j.verdict, j.by, j.why ORDER BY j.at") == [
        ["NOT_SAME", "Li", "seen"], ["UNSURE", "Li", "seen"],
    ]  # fmt: skip


async def test_who_is_judged_to_be_one_is_one_and_what_was_before_comes_back_when_that_is_taken_back(
    empty: Session, tiny: TinyBank, home: Path
) -> None:
    await load(empty, tiny, "core", "cards")
    await resolved(empty, home)
    before, ids = await digest(empty), (await party_of(empty, "core:3"), await party_of(empty, "cards:9"))
    await judged(empty, home, "core:3", "cards:9", Verdict.SAME)
    assert ("cards:9", "core:3") in await parties(empty)
    rules = "MATCH (r:SourceRecord)-[d:DESCRIBES]->() WHERE r.id IN ['core:3', 'cards:9'] RETURN DISTINCT d.rule, d.probability"
    assert await empty.rows(rules) == [["JUDGED", 1.0]]
    await judged(empty, home, "core:3", "cards:9", Verdict.UNSURE)
    assert await digest(empty) == before
    assert (await party_of(empty, "core:3"), await party_of(empty, "cards:9")) == ids


async def test_a_judgement_that_contradicts_earlier_ones_is_told_to_whoever_gives_it(
    empty: Session, tiny: TinyBank, home: Path
) -> None:
    await load(empty, tiny, "core", "cards")
    await judged(empty, home, "core:3", "cards:9", Verdict.SAME)
    await judged(empty, home, "cards:9", "core:2", Verdict.SAME)
    done = await judged(empty, home, "core:3", "core:2", Verdict.NOT_SAME)
    assert done.contradictions == [
        "That cards:9 and core:2 are one does not hold: it was judged that core:2 and core:3 are not. Judge one of them again."
    ]
    assert done.contradictions[0] in done.words()
    assert await party_of(empty, "cards:9") == await party_of(empty, "core:3") != await party_of(empty, "core:2")


async def test_whoever_judges_what_stands_already_is_told_that_it_is_settled(empty: Session, tiny: TinyBank, home: Path) -> None:
    await load(empty, tiny, "core", "cards")
    await resolved(empty, home)
    one, two = await party_of(empty, "core:2"), await party_of(empty, "core:3")
    await empty.run("MATCH (a:SourceRecord {id: 'core:2'}), (b:SourceRecord {id: 'core:3'}) "
                    "CREATE (a)-[:RESEMBLES {weight: 1.0, probability: 0.6, why: 'THRESHOLD'}]->(b)")  # fmt: skip
    says = {
        Verdict.NOT_SAME: f"Settled: core:3 and core:2 were two parties, {two} and {one}, already, and now stay so whatever else is "
        "said. The question waits no more.",
        Verdict.UNSURE: f"What was judged of core:3 and core:2 is taken back: by what their records say they are two parties, {two} and "
        f"{one}.",
    }
    for verdict, words in says.items():
        found = await judge(empty, home, Word("core:3", "core:2", verdict, "seen", "Li"), today=TODAY)
        assert found.settled == words
    again = await judge(empty, home, Word("core:2", "core:3", Verdict.UNSURE, "seen", "Li"), today=TODAY)
    assert again.settled.startswith("Nothing was judged of core:2 and core:3 that could be taken back")
    joined = await judge(empty, home, Word("core:2", "core:3", Verdict.SAME, "seen", "Li"), today=TODAY)
    assert joined.settled == f"core:2 and core:3 are one party, {one}, now and whatever else is said."
    assert joined.before is Verdict.UNSURE


async def test_two_of_one_customer_number_that_were_judged_to_be_two_stay_two_when_their_silo_tells_them_again(
    empty: Session, tiny: TinyBank, home: Path
) -> None:
    told = {"people": ["1,王伟,K1,1980-01-03,", "4,李娜,K1,1975-11-30,"]}
    await tiny.load(empty, system="core", trusted=TRUSTED, **told)
    await resolved(empty, home)
    assert await parties(empty) == {("core:1", "core:4")}
    await judged(empty, home, "core:1", "core:4", Verdict.NOT_SAME)
    assert await parties(empty) == {("core:1",), ("core:4",)}
    await tiny.load(empty, system="core", trusted=TRUSTED, people=["1,王伟,K1,1980-01-03,", "4,李小娜,K1,1975-11-30,"])
    assert await parties(empty) == {("core:1",), ("core:4",)}
    await resolved(empty, home)
    assert await parties(empty) == {("core:1",), ("core:4",)}


@pytest.mark.parametrize(
    ("one", "other", "why", "says"),
    [
        ("tiny:1", "tiny:9", "seen", "No record tiny:9 is there"),
        ("tiny:1", "tiny:1", "seen", "two different records"),
        ("tiny:1", "tiny:2", "seen", "tiny:1 is a person and tiny:2 a company"),
        ("tiny:1", "tiny:3", " ", "Say why"),
    ],
)
async def test_what_cannot_be_judged_is_refused_with_the_reason(
    empty: Session, tiny: TinyBank, home: Path, one: str, other: str, why: str, says: str
) -> None:
    await tiny.load(empty, people=["1,Ada,,,", "2,Steel,,,C", "3,Bell,,,"])
    with pytest.raises(BadQuestion, match=says):
        await judged(empty, home, one, other, Verdict.SAME, why)
    assert await empty.rows("MATCH ()-[j:JUDGED]->() RETURN j") == []


async def test_what_was_begun_for_a_judgement_is_undone_when_that_is_taken_back_before_it_was_completed(
    empty: Session, tiny: TinyBank, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(empty, tiny, "core", "cards")
    await resolved(empty, home)
    before = await digest(empty)
    with monkeypatch.context() as patch:
        patch.setattr(Difference, "_tell_how_surely", stopped)
        with pytest.raises(GraphUnavailable):
            await judged(empty, home, "cards:9", "core:3", Verdict.SAME, "a slip")
    assert await party_of(empty, "cards:9") == await party_of(empty, "core:3") and await digest(empty) != before
    back = await judged(empty, home, "cards:9", "core:3", Verdict.UNSURE)
    assert (back.anew, back.moved) == (None, 1)
    assert await digest(empty) == before
    again = await resolved(empty, home)
    assert (again.anew, again.moved, again.looked_at, again.households) == (None, 0, 0, None)


async def stopped(*_: object) -> None:
    raise GraphUnavailable("The server went.")
