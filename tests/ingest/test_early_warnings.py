"""Customers judged from the graph: who of the story is warned of and who is not, why, and what stays of it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from graph.session import Session
from ingest.early_warnings import RULES, judge
from rules.registry import Judgement
from rules.thresholds import Thresholds
from tests.asking import STANDARD, asker
from tests.story_bank import TODAY, resolved_story

ALL = """MATCH (w:EarlyWarning)-[:ABOUT]->(p) RETURN p.name, w.rule, w {.*}, COLLECT { MATCH (w)-[b:BECAUSE]->(f)
  RETURN [b.kind, f.id, b.contribution] ORDER BY b.kind, f.id } ORDER BY p.name, w.rule"""
HELD = "MATCH (w:EarlyWarning)-[:ABOUT]->(p) WHERE w.validTo IS NULL RETURN p.name, w.rule ORDER BY p.name, w.rule"
ASKED = """query($id: ID!) { party(by: {id: $id}) { warnings { rule ruleVersion level score words wordsZh since foundOn until
  reasons { kind words } evidence { reason label subjectId system words } action party { name } } } }"""


async def test_the_story_s_people_are_warned_of_and_their_neighbours_are_not(empty: Session, tmp_path: Path):
    await resolved_story(empty, tmp_path / "home", tmp_path / "story")
    done = await judge(empty, today=TODAY)
    held = {(name, rule) for name, rule in await empty.rows(HELD)}
    assert {("方晓雯", "ASSETS_LEFT"), ("顾春生", "NO_CLIENT_MOVEMENT")} <= held
    warned = {name for name, _ in held}
    # She moves what she always did; their complaint was answered in time; his term deposit rests on purpose; the boy is a minor.
    assert warned.isdisjoint(("叶知秋", "湖州港湾钢铁有限公司", "林国栋", "林子墨"))
    assert (done.warnings, done.said, done.faults) == (len(held), len(held), {})
    before = await empty.rows(ALL)
    again = await judge(empty, today=TODAY)
    assert (again.said, again.ended, await empty.rows(ALL)) == (0, 0, before) and "nothing is new" in again.words()

    await a_trial_says_what_would_be_and_writes_nothing(empty, before)
    await a_warning_is_told_with_why(empty)
    await a_rule_that_raises_leaves_what_it_said(empty, before)
    await what_holds_no_more_ends_and_stays(empty)


async def a_warning_is_told_with_why(session: Session) -> None:
    answer = await (ask := await asker(session))(ASKED, id=await id_of(session, "方晓雯"))
    assert (await ask(ASKED, id=await id_of(session, "方晓雯"), schema=STANDARD)).data == answer.data
    warning = next(each for each in answer.data["party"]["warnings"] if each["rule"] == "ASSETS_LEFT")
    assert (warning["ruleVersion"], warning["level"], warning["until"], round(warning["score"], 2)) == ("1", "AT_RISK", None, 0.66)
    assert [each["kind"] for each in warning["reasons"]] == ["SERVICE", "COMPETITOR", "PRICE"]
    said = {(each["reason"], each["label"]) for each in warning["evidence"]}
    assert {(None, "Transaction"), ("SERVICE", "ServiceRequest"), ("COMPETITOR", "Transaction"), ("PRICE", "Interaction")} <= said
    assert any("东篱银行" in each["words"] for each in warning["evidence"]) and "apologises" in warning["action"]
    assert (await ask(ASKED, id=await id_of(session, "叶知秋"))).data == {"party": {"warnings": []}}
    await who_does_not_see_every_account_does_not_see_what_was_judged_by_them(session, answer.data)


async def who_does_not_see_every_account_does_not_see_what_was_judged_by_them(session: Session, told: Any) -> None:
    her = await id_of(session, "方晓雯")
    ((account, units),) = await session.rows("MATCH (:Party {id: $id})-[:HOLDS]->(a:Account {kind: 'SAVINGS'}) RETURN a.id, a.units", {"id": her})
    near = await asker(session, "HQ/HANGZHOU")
    assert (await near(ASKED, id=her)).data == told
    move = "MATCH (a:Account {id: $id}) SET a.units = $units"
    await session.run(move, {"id": account, "units": ["ELSEWHERE"]})
    assert (await near(ASKED, id=her)).data == {"party": {"warnings": []}}
    assert (await (await asker(session))(ASKED, id=her)).data == told
    await session.run(move, {"id": account, "units": units})
    ends = "MATCH (:Party {id: $id})-[h:HOLDS]->(:Account {id: $account}) SET h.validTo = $until"
    await session.run(ends, {"id": her, "account": account, "until": TODAY})
    assert (await near(ASKED, id=her)).data == told, "who closes an account is still warned of until she is judged anew"
    await session.run(ends, {"id": her, "account": account, "until": None})


async def a_trial_says_what_would_be_and_writes_nothing(session: Session, before: list[list[Any]]) -> None:
    lax = await judge(session, today=TODAY, thresholds=Thresholds(left_share=0.99), writes=False)
    assert (lax.said, lax.ended) == (0, sum(rule == "ASSETS_LEFT" for _, rule, *_ in before))
    assert await session.rows(ALL) == before


async def a_rule_that_raises_leaves_what_it_said(session: Session, before: list[list[Any]]) -> None:
    def raises(*_: object) -> list[Judgement]:
        raise RuntimeError

    broken = [replace(rule, judge=raises) if rule.name == "ASSETS_LEFT" else rule for rule in RULES]
    done = await judge(session, today=TODAY, rules=broken)
    assert done.faults == {"ASSETS_LEFT": done.customers} and "ASSETS_LEFT failed" in done.words()
    assert (done.said, done.ended, await session.rows(ALL)) == (0, 0, before)


async def what_holds_no_more_ends_and_stays(session: Session) -> None:
    id_ = await id_of(session, "顾春生")
    await session.run("MATCH (p:Party {id: $id})-[:HOLDS]->(a) WITH a LIMIT 1 CREATE (a)<-[:ON]-(:Transaction {id: 't:1', bookedOn: $on,"
                      " amount: -100, currency: 'CNY', kind: 'CARD', initiator: 'CLIENT'})", {"id": id_, "on": date(2026, 10, 30)})
    done = await judge(session, today=TODAY, parties=[id_])
    assert (done.customers, done.said, done.ended, done.warnings) == (1, 0, 1, 0)
    ((until,),) = await session.rows("MATCH (w:EarlyWarning)-[:ABOUT]->(:Party {id: $id}) RETURN toString(w.validTo)", {"id": id_})
    assert until == "2026-10-31"
    await session.run("MATCH (:Person {name: '方晓雯'})-[h:HOLDS]->() DELETE h")
    done, held = await judge(session, today=TODAY), await session.rows(HELD)
    assert done.ended > 0 and "方晓雯" not in {name for name, _ in held}, "who is no customer any more is not warned of"
    assert (await (await asker(session))(ASKED, id=id_)).data == {"party": {"warnings": []}}


async def id_of(session: Session, name: str) -> str:
    ((id_,),) = await session.rows("MATCH (p:Party {name: $name}) RETURN p.id", {"name": name})
    return id_
