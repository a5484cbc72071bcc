"""Customers judged from the graph: who of the story is warned of, what they are offered and what not, why, and what stays of it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from access.caller import CallerRole
from graph.model import EventKind
from graph.session import Session
from ingest.beliefs import RULES, judge
from rules.registry import Judgement
from rules.thresholds import Thresholds
from rules.wording import forbidden
from tests.asking import STANDARD, asker
from tests.at_the_desk import Banker
from tests.story_bank import TODAY, resolved_story

ALL = """MATCH (w:EarlyWarning)-[:ABOUT]->(p) RETURN p.name, w.rule, w {.*}, COLLECT { MATCH (w)-[b:BECAUSE]->(f)
  RETURN [b.kind, f.id, b.contribution] ORDER BY b.kind, f.id } ORDER BY p.name, w.rule"""
HELD = "MATCH (w:EarlyWarning)-[:ABOUT]->(p) WHERE w.validTo IS NULL RETURN p.name, w.rule ORDER BY p.name, w.rule"
ASKED = """query($id: ID!) { party(by: {id: $id}) { warnings { rule ruleVersion level score words wordsZh since foundOn until
  reasons { kind words } evidence { reason label subjectId system words } action party { name } } } }"""


STANDING = """query($id: ID!) { party(by: {id: $id}) { now: stage { ...s } then: stage(asOf: "2026-08-10") { ...s }
  early: stage(asOf: "2026-01-31") { ...s } never: stage(asOf: "2020-01-01") { ...s } tier { ...s } needSegment { ...s }
  loyalty { ...s } standings { rule value since } } }
  fragment s on Standing { rule ruleVersion value since until words wordsZh action evidence { label subjectId system } names { vocabulary name nameZh } }"""
STAGES = {
    "顾春生": "LAPSED", "方晓雯": "AT_RISK", "叶知秋": "MATURE", "林子墨": "ACTIVE", "赵铁军": "GROWING", "仇珊": "ACTIVE",
    "顾婷": "PROSPECT", "宁波磐基矿产贸易有限公司": "QUALIFIED",
}  # fmt: skip
STANDS = """MATCH (s:Standing)-[b:ABOUT]->(p) WHERE s.validTo IS NULL
  RETURN p.name, s.rule, s.standing, s.validFrom, b.validFrom, b.validTo, s.id ORDER BY p.name, s.rule"""
OFFERS = """MATCH (w:Recommendation)-[:ABOUT]->(p) WHERE w.validTo IS NULL
  OPTIONAL MATCH (w)-[:FOR]->(d)
  RETURN p.name, w.rule, w.about, d.code, w.rejected, w.refusals, w.wordsZh, w.words, w.score, w.contributions"""
CALLED = """MATCH (p:Party)<-[:ABOUT]-(e:Event) WHERE e.kind IN $kinds AND e.happenedOn > $begin
  AND EXISTS { MATCH (p)-[h:HOLDS]->() WHERE h.validTo IS NULL OR h.validTo > $today }
  RETURN p.name, e.kind, COLLECT { MATCH (p)<-[:ABOUT]-(w:Recommendation)-[:BECAUSE]->(:Event {kind: e.kind}) RETURN DISTINCT w.rule }"""
RECOMMENDED = """query($id: ID!) { party(by: {id: $id}) { recommendations { rule kind need isPersonal score why words wordsZh action change
  offeredUntil product { code } contributions { words contribution label system } refusals { kind } path { label subjectId words }
  party { name } } rejectedRecommendations { need refusals { kind words until } words product { code } } } }"""
PROMISED = {
    # who is offered what by which rule: what C7 names, for people of the story
    ("王伟", "MORTGAGE_APPROVED", "LN03"), ("王伟", "MORTGAGE_APPROVED", "I110"), ("王伟", "JOB_CHANGE", "W301"),
    ("林海川", "STUDY_ABROAD", "SA03"), ("朱红梅", "RETIREMENT", "SA02"), ("赵铁军", "NEW_CARD", "LN04"),
    ("陈美玲", "CHILD_BORN", "SA05"), ("欧阳明轩", "BUSINESS_OWNER", None),
}  # fmt: skip


async def test_the_story_s_people_are_warned_of_and_their_neighbours_are_not(empty: Session, tmp_path: Path):
    await resolved_story(empty, tmp_path / "home", tmp_path / "story")
    done = await judge(empty, today=TODAY)
    await what_calls_is_offered_or_rejected_with_why(empty)
    await an_offer_is_told_with_why(empty)
    held = {(name, rule) for name, rule in await empty.rows(HELD)}
    assert {("方晓雯", "ASSETS_LEFT"), ("顾春生", "NO_CLIENT_MOVEMENT")} <= held
    warned = {name for name, _ in held}
    # She moves what she always did; their complaint was answered in time; his term deposit rests on purpose; the boy is a minor.
    assert warned.isdisjoint(("叶知秋", "湖州港湾钢铁有限公司", "林国栋", "林子墨"))
    ((stood,),) = await empty.rows("MATCH (s:Standing) RETURN count(*)")
    assert (done.warnings, done.said, done.faults) == (len(held), len(held) + done.offers + done.rejected + stood, {})
    await who_stands_where_is_told_as_of_a_day(empty)
    before, stands = await empty.rows(ALL), await empty.rows(STANDS)
    again = await judge(empty, today=TODAY)
    assert (again.said, again.ended, await empty.rows(ALL)) == (0, 0, before) and "nothing is new" in again.words()
    assert (again.moved, await empty.rows(STANDS)) == ({}, stands)

    await of_two_that_became_one_one_is_judged_on(empty)
    await a_trial_says_what_would_be_and_writes_nothing(empty, before)
    await a_warning_is_told_with_why(empty)
    await a_rule_that_raises_leaves_what_it_said(empty, before)
    await another_floor_moves_customers_and_what_was_stays(empty)
    await what_was_refused_is_not_offered_again(empty)
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


async def of_two_that_became_one_one_is_judged_on(session: Session) -> None:
    """A merge brings the standings and warnings of both to one party."""
    her, held = await id_of(session, "方晓雯"), await session.rows(HELD)
    await session.run("""MATCH (w:Standing|EarlyWarning)-[b:ABOUT]->(p:Party {id: $id}) WHERE w.validTo IS NULL
      CALL (w, b, p) { CREATE (o)-[n:ABOUT]->(p) SET o = properties(w), o.id = w.id + ':other', o.validFrom = $today, n = properties(b)
        FOREACH (_ IN CASE WHEN w:Standing THEN [1] END | SET o:Standing) FOREACH (_ IN CASE WHEN w:EarlyWarning THEN [1] END | SET o:EarlyWarning) }""",
      {"id": her, "today": TODAY})  # fmt: skip
    done = await judge(session, today=TODAY, parties=[her])
    assert (done.said, done.ended, await session.rows(HELD)) == (0, 4 + done.warnings, held) and done.warnings
    other = "MATCH (w)-[:ABOUT]->(:Party {id: $id}) WHERE w.id ENDS WITH ':other'"
    assert await session.rows(f"{other} RETURN DISTINCT toString(w.validTo)", {"id": her}) == [[str(TODAY)]]
    await session.run(f"{other} DETACH DELETE w", {"id": her})


async def who_stands_where_is_told_as_of_a_day(session: Session) -> None:
    ask = await asker(session)
    stands = {(name, rule): standing for name, rule, standing, *_ in await session.rows(STANDS)}
    assert {name: stands[name, "STAGE"] for name in STAGES} == STAGES
    tiers = {"欧阳明轩": "HIGH_NET_WORTH", "方晓雯": "REGULAR", "盖德祥": "LOW", "苏州鹭鸣智能装备股份有限公司": "STRATEGIC"}
    assert {name: stands[name, "TIER"] for name in tiers} == tiers
    assert (stands["欧阳明轩", "NEED_SEGMENT"], stands["林海川", "NEED_SEGMENT"], stands["仇珊", "NEED_SEGMENT"]) == ("INVESTOR", "BORROWER", "SAVER")
    assert (stands["顾春生", "LOYALTY"], stands["欧阳明轩", "LOYALTY"], stands["林海川", "LOYALTY"]) == ("SLEEPING", "CORE", "LOYAL")

    his = await id_of(session, "顾春生")
    then = {"now": "LAPSED", "then": "AT_RISK", "early": "ACTIVE", "never": None}
    asked = await ask(STANDING, id=his)
    assert (await ask(STANDING, id=his, schema=STANDARD)).data == asked.data
    told = asked.data["party"]
    assert {name: told[name] and told[name]["value"] for name in then} == then
    assert (told["now"]["since"], told["now"]["until"], told["then"]["until"]) == ("2026-08-11", None, "2026-08-11")
    assert "2026-02-11以来没有主动动账" in told["now"]["wordsZh"] and "why they left" in told["now"]["action"]
    assert {each["nameZh"] for each in told["now"]["names"]} == {"留存", "挽留", "流失", "留客"} and told["tier"]["names"] is None
    assert [each["label"] for each in told["now"]["evidence"]] == ["Account"]
    assert [each["value"] for each in told["standings"] if each["rule"] == "STAGE"] == ["LAPSED", "AT_RISK", "ACTIVE"]
    nobody = {**dict.fromkeys(told), "standings": []}
    assert (await (await asker(session, role=CallerRole.PARTNER))(STANDING, id=his)).result.data["party"] == nobody


async def another_floor_moves_customers_and_what_was_stays(session: Session) -> None:
    lines = Thresholds(tier_floors={"HIGH_NET_WORTH": 700_000_000, "REGULAR": 5_000_000})
    trial = await judge(session, today=TODAY, thresholds=lines, writes=False)
    assert trial.moved == {"TIER HIGH_NET_WORTH → REGULAR": 1} and "1 × TIER HIGH_NET_WORTH → REGULAR." in trial.words()
    his = await id_of(session, "顾春生")
    moved = await judge(session, today=TODAY, parties=[his], thresholds=lines)
    told = (await (await asker(session))(STANDING, id=his)).data["party"]
    assert moved.moved == trial.moved and (told["tier"]["value"], told["tier"]["since"]) == ("REGULAR", str(TODAY))
    assert {each["value"] for each in told["standings"] if each["rule"] == "TIER"} == {"REGULAR", "HIGH_NET_WORTH"}


async def a_trial_says_what_would_be_and_writes_nothing(session: Session, before: list[list[Any]]) -> None:
    lax = await judge(session, today=TODAY, thresholds=Thresholds(left_share=0.99), writes=False)
    assert lax.moved["STAGE AT_RISK → ACTIVE"] == (moved := lax.moved.total()) > 0, "a stage follows what was moved out"
    assert (lax.said, lax.ended) == (moved, moved + sum(rule == "ASSETS_LEFT" for _, rule, *_ in before))
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
    assert (done.customers, done.said, done.ended, done.warnings) == (1, 2, 3, 0)
    assert done.moved == {"STAGE LAPSED → WON_BACK": 1, "TIER REGULAR → HIGH_NET_WORTH": 1}, "he moves money, and the floor is where it was"
    ((until,),) = await session.rows("MATCH (w:EarlyWarning)-[:ABOUT]->(:Party {id: $id}) RETURN toString(w.validTo)", {"id": id_})
    assert until == "2026-10-31"
    await session.run("MATCH (:Person {name: '方晓雯'})-[h:HOLDS]->() DELETE h")
    done, held = await judge(session, today=TODAY), await session.rows(HELD)
    assert done.ended > 0 and "方晓雯" not in {name for name, _ in held}, "who is no customer any more is not warned of"
    assert (await (await asker(session))(ASKED, id=id_)).data == {"party": {"warnings": []}}


async def id_of(session: Session, name: str) -> str:
    ((id_,),) = await session.rows("MATCH (p:Party {name: $name}) RETURN p.id", {"name": name})
    return id_


async def what_calls_is_offered_or_rejected_with_why(session: Session) -> None:
    """Each planted event finds its bundle, and nobody is offered what does not suit, in words that may not be said."""
    rows = await session.rows(OFFERS)
    offered = {(name, rule, code and code.partition(":")[2]) for name, rule, _, code, rejected, *_ in rows if not rejected}
    assert not PROMISED - offered
    kinds = [each for each in EventKind if each not in (EventKind.OTHER, EventKind.IPO)]
    called = await session.rows(CALLED, {"kinds": kinds, "begin": TODAY - timedelta(days=365), "today": TODAY})
    assert len(called) >= 8 and not [(name, kind) for name, kind, rules in called if not rules]
    assert all(bool(refusals) is rejected for *_, rejected, refusals, _, _, _, _ in rows)
    assert all(forbidden(zh) == forbidden(en) == () and bool(zh and en) is not rejected for *_, rejected, _, zh, en, _, _ in rows)
    assert all(abs(sum(parts) - score) < 1e-6 for *_, score, parts in rows)


async def an_offer_is_told_with_why(session: Session) -> None:
    ask = await asker(session)
    ((hers, _),) = await session.rows("MATCH (p:Person {name: '李思琪'}) RETURN p.id, p.name")
    answer = await ask(RECOMMENDED, id=hers)
    assert (await ask(RECOMMENDED, id=hers, schema=STANDARD)).data == answer.data
    told = answer.data["party"]
    home = next(each for each in told["recommendations"] if each["need"] == "Money for renovation")
    assert (home["rule"], home["kind"], home["product"]["code"], home["party"]["name"]) == ("MORTGAGE_APPROVED", "CROSS_SELL", "core:LN03", "李思琪")
    assert [each["label"] for each in home["path"]] == ["Party", "Event", "Event", "Product"] and home["isPersonal"]
    assert home["words"].endswith("changes nothing else at the bank.") and "2027-08-28" in home["change"]
    assert all(each["refusals"] and not each["words"] for each in told["rejectedRecommendations"])
    partner = await asker(session, "HQ", role=CallerRole.PARTNER)
    assert (await partner(RECOMMENDED, id=hers)).data == {"party": {"recommendations": [], "rejectedRecommendations": []}}
    assert (await partner(ASKED, id=await id_of(session, "方晓雯"))).data == {"party": {"warnings": []}}


async def what_was_refused_is_not_offered_again(session: Session) -> None:
    ask, hers = await asker(session), await id_of(session, "李思琪")
    offers = "query($id: ID!) { party(by: {id: $id}) { recommendations { id need } rejectedRecommendations { need refusals { kind } } } }"
    told = (await ask(offers, id=hers)).data["party"]
    (home,) = [each["id"] for each in told["recommendations"] if each["need"] == "Cover for the home"]
    desk = Banker(ask, "recordOutcome", "outcome", "outcome counts")
    came = {"outcome": "REFUSED", "reason": "Has one elsewhere", "at": "2026-10-30T09:00:00Z", "evidence": "A call"}
    assert await desk.does(subject=home, **came) == ({"outcome": "REFUSED", "counts": True}, [])
    done = await judge(session, today=TODAY, parties=[hers])
    told = (await ask(offers, id=hers)).data["party"]
    assert (done.said, done.ended) == (2, 2) and "Cover for the home" not in {each["need"] for each in told["recommendations"]}
    assert {"need": "Cover for the home", "refusals": [{"kind": "REFUSED_BEFORE"}]} in told["rejectedRecommendations"]
