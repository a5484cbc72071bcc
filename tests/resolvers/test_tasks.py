"""What stewards are asked, as the API tells it, and to whom."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from access.caller import CallerRole
from graph.session import Session
from resolvers import tasks
from tests.asking import STANDARD, asker, nodes
from tests.silo_people import load, party_of, resolved, taught
from tests.tiny_bank import TinyBank

WHOLE = """{ matchTasks { totalCount edges { node {
  taskId kind state cost evidence probability reason reasonWords askedAt verdict
  one { recordId system party { partyId } fields { field value } contacts { field value } } other { recordId party { partyId } }
  compared { field one other } comparedContacts { field one other } steps { field bits words }
  neighbours { side record { recordId } bits words } judgements { verdict } } } } }"""
MORE = {"units": ["N,North,"], "people": ["5,王伟,,,", "6,李娜,,,"], "accounts": ["D5,N,2021-01-01,9"], "holders": ["5,D5,O,"]}
ASKED = "{ matchTasks { totalCount edges { node { taskId cost } } } }"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return taught(tmp_path / "taught")


@pytest.fixture
async def asked(empty: Session, tiny: TinyBank, home: Path) -> Session:
    """A silo knows two of the core's people, or others, by nothing but their names."""
    await load(empty, tiny, "core", "cards")
    await tiny.load(empty, system="counter", trusted=("core", "cards", "counter"), **MORE)
    await resolved(empty, home)
    return empty


@pytest.mark.parametrize("schema", [None, STANDARD], ids=["compiled", "standard"])
async def test_a_question_shows_both_records_the_way_to_its_evidence_and_who_else_is_there(asked: Session, schema: Any):
    found = (await (await asker(asked))(WHOLE, **({"schema": schema} if schema else {}))).data["matchTasks"]
    assert found["totalCount"] == 2
    task = next(each for each in nodes(found) if each["taskId"] == "cards:7|counter:5")
    assert (task["state"], task["kind"], task["one"]["system"], task["verdict"], task["judgements"]) == ("WAITING", "PERSON", "cards", None, [])
    assert task["reason"] == "THRESHOLD" and task["reasonWords"].startswith("The evidence is neither")
    assert task["one"]["party"]["partyId"] == await party_of(asked, "core:1") != task["other"]["party"]["partyId"]
    assert {"field": "birthDate", "one": "1980-01-03", "other": None} in task["compared"]
    assert {"field": "name", "one": "WANG WEI", "other": "王伟"} in task["compared"]
    assert {"field": "PHONE", "one": "+8613811110001", "other": None} in task["comparedContacts"]
    assert {"field": "name", "value": "WANG WEI"} in task["one"]["fields"] and task["one"]["contacts"]
    assert sum(step["bits"] for step in task["steps"]) == pytest.approx(task["evidence"], abs=0.1)
    assert [step["field"] for step in task["steps"]] == [None, "name", None]
    assert "王伟 — the same" in task["steps"][1]["words"]
    assert [(each["side"], each["record"]["recordId"]) for each in task["neighbours"]] == [("ONE", "core:1")]
    assert "bits" in task["neighbours"][0]["words"]


async def test_what_a_wrong_answer_would_cost_most_comes_first_and_pages_go_on_from_there(asked: Session):
    ask = await asker(asked)
    text = "query($after: String) { matchTasks(first: 1, after: $after) { pageInfo { hasNextPage endCursor } edges { node { taskId cost } } } }"
    first = (await ask(text)).data["matchTasks"]
    second = (await ask(text, after=first["pageInfo"]["endCursor"])).data["matchTasks"]
    told = [*nodes(first), *nodes(second)]
    # 王伟 has 500 at the core, 20 on a card and 9 at the desk; 李娜 has 700 at the core
    assert [each["cost"] for each in told] == [700.0, 500.0]
    assert second["pageInfo"]["hasNextPage"] is False
    narrowed = '{ matchTasks(where: {cost: {lt: 600}, kind: {eq: PERSON}}) { edges { node { cost } } } }'
    assert nodes((await ask(narrowed)).data["matchTasks"]) == [{"cost": 500.0}]


async def test_a_question_is_there_for_who_may_see_both_parties(asked: Session):
    assert (await (await asker(asked, role=CallerRole.PARTNER))(ASKED)).data["matchTasks"]["totalCount"] == 0
    assert (await (await asker(asked, "S"))(ASKED)).data["matchTasks"]["totalCount"] == 0
    north = (await (await asker(asked, "N"))(ASKED)).data["matchTasks"]
    assert (north["totalCount"], [each["taskId"] for each in nodes(north)]) == (1, ["cards:7|counter:5"])


async def test_a_question_that_is_answered_by_what_silos_say_later_is_gone(asked: Session, tiny: TinyBank, home: Path):
    more = {**MORE, "people": ["5,王伟,,1980-01-03,", "6,李娜,,,"]}
    await tiny.load(asked, system="counter", trusted=("core", "cards", "counter"), on=date(2026, 2, 1), **more)
    await resolved(asked, home)
    assert await asked.rows("MATCH (t:MatchTask) RETURN t.id") == [["cards:8|counter:6"]]
    assert await party_of(asked, "counter:5") == await party_of(asked, "cards:7")


def test_several_values_of_a_field_are_told_together() -> None:
    one = [["name", "王伟"], ["birthDate", None], ["otherNames", ["Wei", "W. Wang"]], ["CN_ID", "CN_ID:1101"], ["CN_ID", "CN_ID:1102"]]
    told = tasks.compared([one, [["name", "Wang Wei"], ["otherNames", []]]])
    assert [(each.field, each.one, each.other) for each in told] == [
        ("name", "王伟", "Wang Wei"), ("otherNames", "Wei, W. Wang", None), ("CN_ID", "1101 / 1102", None),
    ]  # fmt: skip


def test_a_record_that_is_of_a_party_since_the_question_was_asked_is_told_unweighed() -> None:
    told = tasks.neighbours([["a:1", "a:2", "a:9"], [2.5, -12.0, 1.0], [["ONE", "a:2", "x"], ["ONE", "a:1", "y"], ["OTHER", "a:3", "z"]]])
    assert [(each.record, each.bits, each.words.partition(":")[0]) for each in told] == [
        ("y", 2.5, "For one party"), ("x", -12.0, "Against one party"), ("z", None, "Not weighed"),
    ]  # fmt: skip
