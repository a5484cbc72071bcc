"""Households in the graph: formed beside what silos declare, kept as their members come and go, and undone with a merge."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from access.caller import CallerRole
from graph import households as graph_households
from graph.digest import digest
from graph.households import Change
from graph.identity import global_id
from graph.judgements import Verdict
from graph.moves import Move, move
from graph.parties import Assignment
from graph.session import Run, Session
from ingest.households import form as forming
from ingest.households.form import Done, form
from ingest.judge import Word, judge
from tests.asking import STANDARD, asker
from tests.conftest import Edges
from tests.family_bank import LINS, load
from tests.silo_people import party_of, taught
from tests.telling import differences, told

TODAY = date(2026, 3, 1)
BELONGS = """
MATCH (p)-[b:BELONGS_TO]->(h) WHERE coalesce(b.validFrom <= $today, true) AND coalesce(b.validTo > $today, true)
RETURN h.id, collect(p.name)"""
WILLOW, ELDERS = {"林海川", "沈雨晴", "林子墨"}, {"林国栋", "周桂芳"}


async def formed(session: Session, today: date = TODAY) -> Done:
    return await form(session, today=today)


async def homes(session: Session, today: date = TODAY) -> dict[str, set[str]]:
    return {id_: set(names) for id_, names in await session.rows(BELONGS, {"today": today})}


async def test_a_family_is_one_household_the_grandparents_another_and_who_shares_a_surname_or_an_address_is_in_none(
    empty: Session, tmp_path: Path, edges: Edges
) -> None:
    await load(empty, tmp_path, **LINS)
    done = await formed(empty)
    assert sorted(map(sorted, (await homes(empty)).values())) == sorted(map(sorted, [WILLOW, ELDERS]))
    assert (done.households, done.people, done.rules, done.formed) == (2, 5, {"SPOUSES": 2}, 2)
    assert "2 households of 5 people are formed" in done.words() and "2 are new" in done.words()
    household = next(id_ for id_, names in (await homes(empty)).items() if names == WILLOW)
    days = {(name, rule, role, str(since), str(until)) for name, home, rule, role, since, until in await edges(
        "BELONGS_TO", "rule", "role", "validFrom", "validTo") if home == household}  # fmt: skip
    assert days == {
        ("林海川", "SPOUSES", "SPOUSE", "2008-05-01", "None"), ("沈雨晴", "SPOUSES", "SPOUSE", "2008-05-01", "None"),
        ("林子墨", "MINOR_CHILD", "CHILD", "2009-07-21", "2027-07-21"),
    }  # fmt: skip


async def test_what_is_formed_twice_stays_as_it_is_and_what_was_broken_off_is_completed(
    empty: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(empty, tmp_path, **LINS)
    await formed(empty)
    expected, ids = await told(empty), set(await homes(empty))
    again = await formed(empty)
    assert (again.formed, again.changed, again.retired) == (0, 0, 0) and "nothing is new" in again.words()
    assert set(await homes(empty)) == ids
    await empty.run("MATCH (h:Household) DETACH DELETE h")
    calls = 0

    async def broken(run: Run, change: Change, now: object) -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise KeyboardInterrupt
        await graph_households.write(run, change, now)  # pyright: ignore

    with monkeypatch.context() as patch:
        patch.setattr(forming, "AT_ONCE", 1)
        patch.setattr(forming, "write", broken)
        with pytest.raises(KeyboardInterrupt):
            await formed(empty)
    assert differences(expected, await told(empty))
    await formed(empty)
    assert not differences(expected, await told(empty))


async def test_an_id_stays_as_a_child_comes_and_a_spouse_goes_and_the_past_keeps_what_it_was(empty: Session, tmp_path: Path) -> None:
    await load(empty, tmp_path, people=LINS["people"], related=LINS["related"][:1])
    await formed(empty)
    (before,) = await homes(empty)
    related = ["1,SPOUSE,2,2008-05-01,2026-02-01", "1,PARENT,3,,", "2,PARENT,3,,"]
    await load(empty, tmp_path, on=date(2026, 2, 2), people=LINS["people"], related=related)
    await formed(empty)
    assert await homes(empty) == {before: {"林海川", "林子墨"}}
    ask = await asker(empty)
    text = 'query($d: Date) { party(by: {sourceId: "bank:2"}) { ... on Person { household(asOf: $d) { members(asOf: $d) { person { name } } } } } }'
    household = (await ask(text, today=TODAY, d="2026-01-31")).data["party"]["household"]
    assert {each["person"]["name"] for each in household["members"]} == WILLOW
    assert (await ask(text, today=TODAY, d="2026-02-01")).data["party"]["household"] is None


async def test_a_child_is_a_member_until_the_birthday_without_anything_being_formed_that_night(empty: Session, tmp_path: Path) -> None:
    await load(empty, tmp_path, **LINS)
    await formed(empty)
    ask, text = await asker(empty), '{ party(by: {sourceId: "bank:3"}) { ... on Person { household { rule } } } }'
    assert (await ask(text, today=date(2027, 7, 20))).data["party"]["household"] == {"rule": "SPOUSES"}
    assert (await ask(text, today=date(2027, 7, 21))).data["party"]["household"] is None


async def test_what_a_silo_declares_wins_and_what_is_found_fills_it(empty: Session, tmp_path: Path, edges: Edges) -> None:
    await load(empty, tmp_path, **LINS)
    await formed(empty)
    gone = {id_ for id_, names in (await homes(empty)).items() if names == WILLOW}
    declared = ["1,Willow,HEAD", "2,Willow,SPOUSE", "4,Willow,PARENT"]
    await load(empty, tmp_path, on=date(2026, 2, 1), **LINS, lives=declared)
    before = await edges("LIVES_IN", "role", "recordId")
    ask = await asker(empty)
    text = '{ party(by: {sourceId: "bank:1"}) { ... on Person { household { name rule members { role rule confidence person { name } } } } } }'
    assert (await ask(text, today=TODAY)).data["party"]["household"]["name"] == "Willow"  # before anything is formed anew
    done = await formed(empty)
    assert (done.households, done.joined, done.retired) == (0, 2, 2)
    household = (await ask(text, today=TODAY)).data["party"]["household"]
    assert household["rule"] == "DECLARED"
    assert {(each["person"]["name"], each["role"], each["rule"], each["confidence"]) for each in household["members"]} == {
        ("林海川", "HEAD", "DECLARED", 1.0), ("沈雨晴", "SPOUSE", "DECLARED", 1.0), ("林国栋", "PARENT", "DECLARED", 1.0),
        ("林子墨", "CHILD", "MINOR_CHILD", 0.98), ("周桂芳", "SPOUSE", "SPOUSES", 0.98),
    }  # fmt: skip
    assert await edges("LIVES_IN", "role", "recordId") == before
    (old,) = gone
    assert (await ask(f'{{ household(id: "{global_id("Household:", old)}") {{ name }} }}', today=TODAY)).data["household"] == {"name": "Willow"}


@pytest.mark.parametrize("schema", [None, STANDARD], ids=["compiled", "standard"])
async def test_why_people_are_one_household_is_told_in_words_with_silo_and_day(empty: Session, tmp_path: Path, schema: object) -> None:
    await load(empty, tmp_path, **LINS)
    await formed(empty)
    ask, arguments = await asker(empty), {"schema": schema} if schema else {}
    text = """{ party(by: {sourceId: "bank:2"}) { ... on Person { household {
      rule ruleWords ruleVersion confidence since until why { rule words one { name } other { name } accountId since until system } } } } }"""
    household = (await ask(text, today=TODAY, **arguments)).data["party"]["household"]
    assert (household["rule"], household["ruleVersion"], household["confidence"]) == ("SPOUSES", "1", 0.98)
    assert household["ruleWords"].startswith("Those who are married") and household["since"] == "2008-05-01"
    words = {each["words"] for each in household["why"]}
    assert "林海川 and 沈雨晴 are married from 2008-05-01, says bank." in words
    assert "沈雨晴 is a parent of 林子墨, who is a minor from 2009-07-21 until 2027-07-21, says bank." in words
    assert "林海川 and 沈雨晴 owe a loan together from 2015-01-01, says bank." in words
    elders = "{ party(by: {sourceId: \"bank:4\"}) { ... on Person { household { why { words } all: why(ended: true) { words } } } } }"
    told_of = (await ask(elders, today=TODAY, **arguments)).data["party"]["household"]
    assert [each["words"] for each in told_of["why"]] == ["林国栋 and 周桂芳 are married, says bank."]
    assert len(told_of["all"]) == 2  # that of his childhood too
    assert {(each["one"]["name"], each["other"]["name"], each["accountId"]) for each in household["why"] if each["accountId"]} == {
        ("林海川", "沈雨晴", "bank:A1"), ("林海川", "沈雨晴", "bank:A2"), ("林海川", "林子墨", "bank:A3"), ("林海川", "沈雨晴", "bank:A4"),
    }  # fmt: skip


async def test_a_household_counts_every_account_once_and_only_what_the_caller_may_see(empty: Session, tmp_path: Path) -> None:
    await load(empty, tmp_path, **LINS)
    await formed(empty)
    text = """{ party(by: {sourceId: "bank:%s"}) { ... on Person { household {
      balances { assets liabilities accounts } members { person { name } } why { words } } } } }"""
    household = (await (await asker(empty))(text % 2, today=TODAY)).data["party"]["household"]
    assert household["balances"] == [{"assets": "175.00", "liabilities": "40.00", "accounts": 4}]
    north = (await (await asker(empty, "N"))(text % 4, today=TODAY)).data["party"]["household"]
    assert [each["person"]["name"] for each in north["members"]] == ["林国栋"] and north["why"] == []  # his wife is not seen there
    partner = await (await asker(empty, "N", CallerRole.PARTNER))(text % 1, today=TODAY)
    assert partner.data["party"]["household"]["why"] is None  # which tells days of birth
    for asked in ('household(asOf: "2020-01-01") { rule }', 'household { members(asOf: "2020-01-01") { role } }'):
        by_day = await (await asker(empty, "N", CallerRole.PARTNER))(f'{{ party(by: {{sourceId: "bank:1"}}) {{ ... on Person {{ {asked} }} }} }}')
        assert [message for message, _ in by_day.errors] and "as of a day" in by_day.errors[0][0]


async def test_what_a_merge_made_of_households_is_undone_with_it_by_the_ids_that_they_had(
    empty: Session, tmp_path: Path
) -> None:
    """Two wives of one name who are two: judged to be one, then no more."""
    people = ["1,王伟,K1,1975-01-01,,", "2,李娜,K2,1976-01-01,,", "3,王伟,K3,1991-01-01,,", "4,赵磊,K4,1990-01-01,,"]
    await load(empty, tmp_path, people=people, related=["1,SPOUSE,2,,", "3,SPOUSE,4,,"])
    home = taught(tmp_path / "models")
    first = await _judged(empty, home, Verdict.UNSURE)
    before, ids = await digest(empty), await homes(empty)
    assert len(ids) == 2 and first.households == 2
    merged = await _judged(empty, home, Verdict.SAME)
    assert (merged.households, merged.retired) == (1, 1)
    assert await digest(empty) != before
    await _judged(empty, home, Verdict.UNSURE)
    assert await digest(empty) == before
    assert await homes(empty) == ids
    assert await empty.rows("MATCH (g:RetiredHousehold) RETURN g.id") == []


async def _judged(session: Session, home: Path, verdict: Verdict) -> Done:
    done = await judge(session, home, Word("bank:1", "bank:3", verdict, "seen", "Li"), today=TODAY)
    assert done.resolved.households
    return done.resolved.households


async def test_a_membership_follows_its_record_until_households_are_formed_anew(empty: Session, tmp_path: Path) -> None:
    await load(empty, tmp_path, **LINS)
    await formed(empty)
    ids = set(await homes(empty))
    for record in ("bank:1", "bank:2"):
        left = await party_of(empty, record)
        await empty.together(lambda run, record=record, left=left: _moved(run, record, left))
    assert set(await homes(empty)) == ids
    done = await formed(empty)
    assert (done.formed, done.retired) == (0, 0) and set(await homes(empty)) == ids


async def _moved(run: Run, record: str, left: str) -> None:
    await move(run, [Move(left, Assignment(record, "PERSON", f"PX{record[-1]}", "EVIDENCE"))], datetime(2026, 1, 1, tzinfo=UTC))
