"""How a party came about is told as a tree of decisions, by the judgements that stand."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.judgements import Given, Verdict
from graph.session import Session
from ingest.how import Branch, How, drawn, how, linked
from ingest.match.formation import Rule
from ingest.why import why
from runtime.errors import BadQuestion
from tests.ingest.test_judge import judged
from tests.silo_people import load, party_of, resolved, taught
from tests.tiny_bank import TinyBank


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return taught(tmp_path / "home")


async def test_a_party_is_told_by_any_id_that_names_it(empty: Session, tiny: TinyBank, home: Path) -> None:
    await load(empty, tiny, "core", "cards")
    young = await party_of(empty, "cards:7")
    await resolved(empty, home)
    old = await party_of(empty, "core:1")
    found = [await how(empty, home, id_) for id_ in (old, young, "cards:7")]
    assert {each.party for each in found} == {old}
    assert {each.trees for each in found} == {found[0].trees}
    (tree,) = found[0].trees
    assert (found[0].whole, found[0].records, {tree.record, *(each.record for each in tree.joined)}) == (True, 2, {"core:1", "cards:7"})
    assert [each.rule for each in tree.joined] == [Rule.LIFELONG]
    assert found[1].lines()[0] == f"{old} 王伟, asked for as {young}: 2 records, by 1 decision; bits over the threshold"
    with pytest.raises(BadQuestion, match="No party and no record nobody is there"):
        await how(empty, home, "nobody")


async def test_a_judgement_is_told_with_who_gave_it_and_why(empty: Session, tiny: TinyBank, home: Path) -> None:
    await load(empty, tiny, "core", "cards")
    await resolved(empty, home)
    await judged(empty, home, "core:3", "cards:9", Verdict.NOT_SAME, "first thought")
    await judged(empty, home, "core:3", "cards:9", Verdict.SAME, "both seen")
    (tree,) = (await how(empty, home, "cards:9")).trees
    assert [(each.rule, each.why.split(": ")[0], each.why.split(": ")[-1]) for each in tree.joined] == [
        (Rule.JUDGED, "a steward judged cards:9 and core:3 to be one", "both seen")
    ]
    lines = (await why(empty, home, "core:3", "cards:9")).lines()
    assert lines[-2].strip().startswith("a steward judged cards:9 and core:3 to be one: Li, 20")
    assert "first thought" not in "".join(lines)
    await judged(empty, home, "core:1", "cards:7", Verdict.NOT_SAME, "cousins")
    assert (await why(empty, home, "cards:7", "core:1")).judged[0].why == "cousins"
    apart = await how(empty, home, "cards:7")
    assert (apart.records, [each.verdict for each in apart.judged]) == (1, [Verdict.NOT_SAME])
    assert apart.lines()[-1].endswith("UTC: cousins.")
    await judged(empty, home, "core:1", "cards:7", Verdict.UNSURE)
    assert (await why(empty, home, "cards:7", "core:1")).judged == ()


def test_the_tree_is_drawn_with_those_who_joined_as_one_beneath_each_other() -> None:
    inner = Branch("app:4", None, (), Rule.AT_ONCE, "alone enough", 21.94, 11.9)
    joined = (Branch("crm:2", "Ada Bell", (), Rule.LIFELONG, "one number"), Branch("loans:3", None, (inner,), Rule.ROUND, "as a whole", 5.0, 4.0))
    tree = Branch("core:1", "Ada", joined)
    assert (tree.records, list(drawn(tree))) == (4, [
        "core:1 Ada",
        "├─ crm:2 Ada Bell: one number",
        "└─ loans:3 and 1 more: +5.0 as a whole",
        "   └─ app:4: +21.9 alone enough",
    ])  # fmt: skip


def test_who_would_be_another_party_by_now_is_told_to_resolve() -> None:
    given = Given("a", "b", Verdict.NOT_SAME, "twins", "Li", datetime(2026, 3, 1, 9, 5, tzinfo=UTC))
    told = How("P1", None, "P1", 2, (Branch("a", None), Branch("b", None)), False, (given,), ()).lines()
    assert told == [
        "P1: 2 records, by 0 decisions; bits over the threshold", "a", "b",
        "A steward judged a and b not to be one: Li, 2026-03-01 09:05 UTC: twins.",
        "By what these records say now the party would be another: run `c360 resolve`.",
    ]  # fmt: skip


def test_judgements_lead_from_record_to_record() -> None:
    assert linked(["a"], [("b", "a"), ("b", "c"), ("d", "e")]) == {"a", "b", "c"}
