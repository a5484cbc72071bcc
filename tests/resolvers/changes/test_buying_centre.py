"""A banker says parts, stances, nearness and ties: beside what silos say, in turn with other bankers, and never for good."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from graph.digest import digest
from graph.judgements import Verdict
from graph.ledger import Writer
from graph.model import DecidesFor, DecisionRole, ReportsTo, Stance
from graph.relationships import load_relationships
from graph.session import Session
from tests.asking import Asker, asker
from tests.at_the_desk import Banker, north, partner
from tests.resolvers.changes.test_golden_value import judged
from tests.resolvers.changes.test_log_interaction import OPPORTUNITY
from tests.silo_people import load, party_of, resolved, taught
from tests.tiny_bank import STORY, TinyBank

LINES = """decisionMakers {
  person { name } role opportunityId stance influence evidence saidBy saidOn since until lineId origin { system }
  stanceSaid { stance influence evidence lineId system } coverage { current desired evidence lineId system } }"""
READ = f"query($id: ID!, $on: Date) {{ company(id: $id) {{ {LINES.replace('decisionMakers', 'decisionMakers(asOf: $on)')} }} }}"
TIES = """query($id: ID!, $on: Date) { person(id: $id) { ties(asOf: $on) {
  person { name } kind direction company { name } strength evidence saidBy since until lineId origin { system } } } }"""
SAID: dict[str, Any] = {"evidence": "He said so at lunch"}
LEFT = "MATCH (n:Change) RETURN n UNION MATCH (n:SourceRecord) WHERE n.about IS NOT NULL RETURN n"
BATCHES = count()


class Centre:
    """Ada and 王伟 at Harbour Steel."""

    def __init__(self, session: Session, ask: Asker, ids: Sequence[str]) -> None:
        self.session, self.ask = session, ask
        self.wang, self.ada, self.steel = ids

    def of(self, name: str, ask: Asker | None = None) -> Banker:
        return Banker(ask or self.ask, name, "company", "id")

    async def says(self, name: str, ask: Asker | None = None, **given: Any) -> str:
        """The id of the line, that was written without a mistake."""
        asked = ask or self.ask
        field = "person { id }" if name.endswith("Tie") else "company { id }"
        type_ = name[0].upper() + name[1:] + "Input"
        text = f"mutation($i: {type_}!) {{ {name}(input: $i) {{ {field} lineId userErrors {{ field code message }} }} }}"
        told = (await asked(text, i={"idempotencyKey": f"c{next(BATCHES)}"} | SAID | given)).data[name]
        assert told["userErrors"] == [] and told[field.split()[0]]
        return told["lineId"]

    async def withdraws(self, line: str) -> None:
        told = await Banker(self.ask, "withdrawEntry", "party", "id").does(entry=line, why="It was never so")
        assert told[1] == [] and told[0]

    async def lines(self, on: str | None = None) -> list[dict[str, Any]]:
        return (await self.ask(READ, id=self.steel, on=on)).data["company"]["decisionMakers"]

    async def shown(self, *names: str, on: str | None = None) -> list[tuple[Any, ...]]:
        return [tuple(line[name] for name in names) for line in await self.lines(on)]

    async def ties(self, person: str, on: str | None = None) -> list[dict[str, Any]]:
        return (await self.ask(TIES, id=person, on=on)).data["person"]["ties"]

    async def silo_says(self, *records: Any, on: date = date(2026, 1, 1)) -> None:
        writer = Writer("PASS1", "me", "tiny", (), on, datetime.now(UTC), days=(date(2026, 1, 1),), whole=False)
        await load_relationships(self.session, writer, f"b{next(BATCHES)}", records)


async def centre(session: Session, tiny: TinyBank) -> Centre:
    await tiny.load(session, **STORY)
    await session.run("CREATE (:Pass {id: 'PASS1', holder: 'me'})")
    await session.run(OPPORTUNITY, {"record": "tiny:3", "id": "tiny:O1"})
    return Centre(session, await asker(session), [await party_of(session, f"tiny:{n}") for n in (1, 2, 3)])


def part(role: DecisionRole, since: date | None = date(2019, 1, 1), **more: Any) -> DecidesFor:
    return DecidesFor("tiny:2", "tiny:3", role, Stance.NEUTRAL, 0.5, "As the CRM has it", valid_from=since, **more)


async def test_several_parts_at_once_in_general_and_for_one_business(empty: Session, tiny: TinyBank) -> None:
    bank = await centre(empty, tiny)
    ada: dict[str, Any] = {"person": bank.ada, "company": bank.steel}
    desk = Banker(bank.ask, "setRole", "company", LINES)
    answers = await asyncio.gather(*(desk.does("same", **ada, **SAID, role="GATEKEEPER", influence=0.6, since="2026-10-01") for _ in range(4)))
    assert all(answer == answers[0] for answer in answers) and answers[0][1] == []
    (line,) = answers[0][0]["decisionMakers"]
    assert line | {"lineId": ""} == {
        "person": {"name": "Ada Bell"}, "role": "GATEKEEPER", "opportunityId": None, "stance": None, "influence": 0.6,
        "evidence": "He said so at lunch", "saidBy": "tester", "saidOn": "2026-10-31", "since": "2026-10-01", "until": None,
        "lineId": "", "origin": {"system": "desk"}, "stanceSaid": None, "coverage": None,
    }  # fmt: skip
    await bank.says("setRole", **ada, role="COACH")
    await bank.says("setRole", **ada, role="BLOCKER", opportunity="tiny:O1")  # of another business: no contradiction
    assert await bank.shown("role", "opportunityId") == [("BLOCKER", "tiny:O1"), ("COACH", None), ("GATEKEEPER", None)]
    assert await bank.shown("role", on="2026-10-30") == [("GATEKEEPER",)]
    assert await bank.lines("2026-09-30") == []
    assert await desk.does("same", **ada, **SAID, role="USER") == (None, [("idempotencyKey", "IDEMPOTENCY_MISMATCH")])


async def test_a_silos_word_stays_as_it_is_and_counts_again_once_the_bankers_is_withdrawn(empty: Session, tiny: TinyBank) -> None:
    bank = await centre(empty, tiny)
    await bank.silo_says(part(DecisionRole.GATEKEEPER))
    before = await digest(empty)
    kept = "MATCH ()-[r:DECIDES_FOR {source: 'tiny'}]->() RETURN properties(r)"
    silo, words = await bank.lines(), await empty.rows(kept)
    given = {"person": bank.ada, "company": bank.steel, "role": "GATEKEEPER", "influence": 0.9, "since": "2026-10-01"}
    line = await bank.says("setRole", **given, seen=silo[0]["lineId"])
    assert await bank.shown("influence", "lineId", "origin") == [(0.9, line, {"system": "desk"})]
    assert await bank.shown("influence", on="2026-09-30") == [(0.5,)]  # before it the silo's counts
    assert await empty.rows(kept) == words
    await bank.silo_says(part(DecisionRole.GATEKEEPER, date(2020, 1, 1)), on=date(2026, 10, 20))
    assert await bank.shown("influence", "since") == [(0.9, "2026-10-01")]
    assert len(await empty.rows(kept)) == 2  # loaded as ever
    await bank.withdraws(line)
    assert await bank.shown("since", "origin") == [("2020-01-01", {"system": "tiny"})]
    assert await digest(empty) != before
    gone = await empty.rows("MATCH (v:RecordVersion {record: $id}) RETURN v.sequence, v.gone ORDER BY v.sequence", {"id": line})
    assert gone == [[1, None], [2, True]]
    told = await Banker(bank.ask, "withdrawEntry", "party", "id").does(entry=line, why="Again")
    assert told == (None, [("entry", "NOT_FOUND")])


async def test_what_is_withdrawn_leaves_no_trace_in_the_digest(empty: Session, tiny: TinyBank) -> None:
    bank = await centre(empty, tiny)
    await bank.silo_says(ReportsTo("tiny:2", "tiny:1", valid_from=date(2020, 1, 1)))
    before = await digest(empty)
    tie: dict[str, Any] = {"kind": "REPORTS_TO", "from": bank.ada, "to": bank.wang}
    (stands,) = await bank.ties(bank.ada)
    lines = [await bank.says("endTie", **tie, seen=stands["lineId"]), await bank.says("setRole", person=bank.ada, company=bank.steel, role="USER")]
    assert await digest(empty) != before
    for line in lines:
        await bank.withdraws(line)
    assert await digest(empty) == before


async def test_the_second_of_two_edits_is_told_what_changed_and_nothing_is_lost(empty: Session, tiny: TinyBank) -> None:
    bank = await centre(empty, tiny)
    await bank.silo_says(part(DecisionRole.USER))
    (silo,) = await bank.lines()
    both = {"person": bank.ada, "company": bank.steel, "role": "USER", "seen": silo["lineId"]} | SAID
    desk = Banker(bank.ask, "setRole", "company", LINES)
    answers = await asyncio.gather(*(desk.does(**both, influence=weight) for weight in (0.1, 0.2, 0.3)))
    written = [told for told in answers if not told[1]]
    assert len(written) == 1 and all(told == (None, [("seen", "CONFLICT")]) for told in answers if told[1])
    (now,) = await bank.lines()
    assert now["influence"] == written[0][0]["decisionMakers"][0]["influence"]
    text = "mutation($i: SetRoleInput!) { setRole(input: $i) { userErrors { message } } }"
    ((message,),) = [
        [each["message"] for each in (await bank.ask(text, i=both | {"idempotencyKey": "late"})).data["setRole"]["userErrors"]]
    ]
    assert now["lineId"] in message and "USER" in message and "2026-10-31" in message and "tester" in message
    await bank.says("setRole", **both | {"seen": now["lineId"], "influence": 0.4})  # who has looked may go on
    assert await bank.shown("influence") == [(0.4,)]
    assert len(await empty.rows("MATCH ()-[r:DECIDES_FOR]->() RETURN r")) == 3


async def test_a_part_ends_and_stands_again(empty: Session, tiny: TinyBank) -> None:
    bank = await centre(empty, tiny)
    await bank.silo_says(part(DecisionRole.USER), part(DecisionRole.BUYER))
    seen = {line["role"]: line["lineId"] for line in await bank.lines()}
    user: dict[str, Any] = {"person": bank.ada, "company": bank.steel, "role": "USER"}
    desk = Banker(bank.ask, "setRole", "company", "id")
    early = await desk.does(**user, **SAID, until="2018-12-31", seen=seen["USER"])
    assert early == (None, [("until", "ENDS_BEFORE_START")])
    ended = await bank.says("setRole", **user, until="2026-10-10", seen=seen["USER"])
    assert await bank.shown("role") == [("BUYER",)]
    assert await bank.shown("role", on="2026-10-09") == [("BUYER",), ("USER",)]
    again = await desk.does(**user, **SAID, until="2026-10-11")
    assert again == (None, [("until", "NOT_SET")])
    assert await desk.does(**user, **SAID, seen=seen["USER"]) == (None, [("seen", "CONFLICT")])
    await bank.withdraws(ended)
    assert await bank.shown("role") == [("BUYER",), ("USER",)]


async def test_stance_and_nearness_are_told_with_every_part_of_that_business(empty: Session, tiny: TinyBank) -> None:
    bank = await centre(empty, tiny)
    await bank.silo_says(part(DecisionRole.USER), part(DecisionRole.BUYER, opportunity="tiny:O1"))
    ada: dict[str, Any] = {"person": bank.ada, "company": bank.steel}
    first = await bank.says("setStance", **ada, stance="OPPOSE", influence=0.8, since="2026-10-05")
    assert await bank.shown("role", "stance", "influence") == [("BUYER", "NEUTRAL", 0.5), ("USER", "OPPOSE", 0.8)]
    assert (await bank.lines())[1]["stanceSaid"] == {
        "stance": "OPPOSE", "influence": 0.8, "evidence": "He said so at lunch", "lineId": first, "system": "desk",
    }  # fmt: skip
    assert await bank.shown("stance", on="2026-10-04") == [("NEUTRAL",), ("NEUTRAL",)]
    second = await bank.says("setStance", **ada, stance="SUPPORT", since="2026-10-20", seen=first)
    days = ("2026-10-19", "2026-10-20")
    assert [(await bank.shown("stance", on=day))[1] for day in days] == [("OPPOSE",), ("SUPPORT",)]
    await bank.withdraws(second)
    assert (await bank.shown("stance"))[1] == ("OPPOSE",)
    await bank.says("setStance", **ada, stance="SUPPORT", opportunity="tiny:O1")
    assert await bank.shown("stance") == [("SUPPORT",), ("OPPOSE",)]
    near = await bank.says("setCoverage", **ada, current="KNOWN", desired="TRUSTED", since="2026-10-01")
    await bank.says("setCoverage", **ada, current="MET", desired="TRUSTED", since="2026-10-15", seen=near)
    for day, level in (("2026-09-30", None), ("2026-10-14", "KNOWN"), ("2026-10-31", "MET")):
        told = [cover and cover["current"] for (cover,) in await bank.shown("coverage", on=day)]
        assert told == [level, level]
    assert (await bank.lines())[0]["coverage"]["desired"] == "TRUSTED"


async def test_a_tie_is_said_ended_and_stands_again(empty: Session, tiny: TinyBank) -> None:
    bank = await centre(empty, tiny)
    tie: dict[str, Any] = {"kind": "REPORTS_TO", "from": bank.ada, "to": bank.wang, "company": bank.steel}
    line = await bank.says("addTie", **tie, strength=0.8, since="2026-10-01")
    assert await bank.ties(bank.ada) == [{
        "person": {"name": "王伟"}, "kind": "REPORTS_TO", "direction": "TO_OTHER", "company": {"name": "Harbour Steel"}, "strength": 0.8,
        "evidence": "He said so at lunch", "saidBy": "tester", "since": "2026-10-01", "until": None, "lineId": line,
        "origin": {"system": "desk"},
    }]  # fmt: skip
    ((other,),) = [[each["direction"] for each in await bank.ties(bank.wang)]]
    assert other == "FROM_OTHER"
    await bank.says("addTie", **tie | {"company": None}, strength=0)  # wherever they are: another tie
    await bank.says("addTie", **tie | {"kind": "KNOWS", "company": None})
    assert [each["kind"] for each in await bank.ties(bank.ada)] == ["KNOWS", "REPORTS_TO", "REPORTS_TO"]
    desk = Banker(bank.ask, "endTie", "person", "id")
    assert await desk.does(**tie, **SAID, on="2026-09-30", seen=line) == (None, [("on", "ENDS_BEFORE_START")])
    ended = await bank.says("endTie", **tie, on="2026-10-20", seen=line)
    assert len(await bank.ties(bank.ada)) == 2 and len(await bank.ties(bank.ada, "2026-10-19")) == 1
    assert (await bank.ties(bank.ada, "2026-10-19"))[0]["until"] == "2026-10-20"
    assert await desk.does(**tie, **SAID) == (None, [("kind", "NOT_SET")])
    await bank.withdraws(ended)
    assert [(each["since"], each["until"]) for each in await bank.ties(bank.ada) if each["lineId"] == line] == [("2026-10-01", None)]
    await bank.withdraws(line)
    assert len(await bank.ties(bank.ada)) == 2
    assert len(await empty.rows("MATCH ()-[r:REPORTS_TO]->() RETURN r")) == 3  # nothing is deleted


async def test_a_silos_tie_is_ended_by_hand_and_stays_as_the_silo_said_it(empty: Session, tiny: TinyBank) -> None:
    bank = await centre(empty, tiny)
    await bank.silo_says(ReportsTo("tiny:2", "tiny:1", "tiny:3", valid_from=date(2020, 1, 1)))
    kept = "MATCH ()-[r:REPORTS_TO {source: 'tiny'}]->() RETURN properties(r)"
    (silo,), words = await bank.ties(bank.ada), await empty.rows(kept)
    assert silo["company"] == {"name": "Harbour Steel"}
    tie: dict[str, Any] = {"kind": "REPORTS_TO", "from": bank.ada, "to": bank.wang, "company": bank.steel}
    ended = await bank.says("endTie", **tie, on="2026-10-20", seen=silo["lineId"])
    assert await bank.ties(bank.ada) == [] and await bank.ties(bank.ada, "2026-10-19") == [silo]
    assert await empty.rows(kept) == words
    await bank.withdraws(ended)
    assert await bank.ties(bank.ada) == [silo]


async def test_what_a_banker_said_goes_with_its_records_through_merge_and_unmerge(empty: Session, tiny: TinyBank, tmp_path: Path) -> None:
    home = taught(tmp_path / "home")
    await load(empty, tiny, "core", "cards")
    young, old, other = [await party_of(empty, record) for record in ("cards:7", "core:1", "core:3")]
    ask = await asker(empty)
    bank = Centre(empty, ask, (young, other, ""))
    line = await bank.says("addTie", **{"kind": "REFERRED", "from": young, "to": other})
    await resolved(empty, home)
    assert [each["lineId"] for each in await bank.ties(old)] == [line]
    assert [each["lineId"] for each in await bank.ties(other)] == [line]
    await judged(empty, home, Verdict.NOT_SAME)
    assert [each["lineId"] for each in await bank.ties(young)] == [line] and await bank.ties(old) == []
    await bank.withdraws(line)
    assert await bank.ties(young) == []


async def test_a_mistake_is_named_and_nothing_is_written(empty: Session, tiny: TinyBank) -> None:
    bank = await centre(empty, tiny)
    await bank.silo_says(part(DecisionRole.CHAMPION, opportunity="tiny:O1"), part(DecisionRole.USER))
    lines = await bank.lines()
    ada: dict[str, Any] = {"person": bank.ada, "company": bank.steel}
    tie: dict[str, Any] = {"kind": "KNOWS", "from": bank.ada, "to": bank.wang}
    for name, given, mistake in [
        ("setRole", ada | {"role": "USER", "evidence": " "}, ("evidence", "EVIDENCE_MISSING")),
        ("setRole", ada | {"role": "USER", "influence": 1.01}, ("influence", "OUT_OF_RANGE")),
        ("setRole", ada | {"role": "USER", "influence": -0.01}, ("influence", "OUT_OF_RANGE")),
        ("setRole", ada | {"role": "USER", "since": "2026-11-01"}, ("since", "IN_FUTURE")),
        ("setRole", ada | {"role": "USER", "since": "1899-12-31"}, ("since", "OUT_OF_RANGE")),
        ("setRole", ada | {"role": "USER", "since": "2026-10-02", "until": "2026-10-01"}, ("until", "ENDS_BEFORE_START")),
        ("setRole", ada | {"role": "BUYER", "until": "2026-10-01"}, ("until", "NOT_SET")),
        ("setRole", ada | {"role": "USER"}, ("seen", "CONFLICT")),
        ("setRole", ada | {"role": "BUYER", "seen": "tiny:1"}, ("seen", "CONFLICT")),
        ("setRole", ada | {"role": "BLOCKER", "opportunity": "tiny:O1"}, ("role", "CONTRADICTS")),
        ("setRole", ada | {"role": "BUYER", "opportunity": "tiny:O9"}, ("opportunity", "NOT_FOUND")),
        ("setRole", {"person": "nobody", "company": bank.steel, "role": "USER"}, ("person", "NOT_FOUND")),
        ("setRole", {"person": bank.ada, "company": "nobody", "role": "USER"}, ("company", "NOT_FOUND")),
        ("setRole", {"person": bank.steel, "company": bank.steel, "role": "USER"}, ("person", "NOT_FOUND")),
        ("setStance", ada | {"stance": "OPPOSE", "opportunity": "tiny:O1"}, ("stance", "CONTRADICTS")),
        ("setStance", ada | {"stance": "OPPOSE", "influence": 2}, ("influence", "OUT_OF_RANGE")),
        ("setStance", ada | {"stance": "OPPOSE", "person": bank.wang}, ("person", "NOT_SET")),
        ("setCoverage", ada | {"current": "MET", "company": bank.wang}, ("company", "NOT_FOUND")),
        ("setCoverage", ada | {"current": "MET", "evidence": "x" * 2001}, ("evidence", "TOO_LONG")),
    ]:  # fmt: skip
        assert await bank.of(name).does(**SAID | given) == (None, [mistake]), (name, given)
    for name, given, mistake in [
        ("addTie", tie | {"to": bank.ada}, ("to", "TO_ITSELF")),
        ("addTie", tie | {"strength": 1.5}, ("strength", "OUT_OF_RANGE")),
        ("addTie", tie | {"since": "2026-10-02", "until": "2026-10-01"}, ("until", "ENDS_BEFORE_START")),
        ("addTie", tie | {"evidence": ""}, ("evidence", "EVIDENCE_MISSING")),
        ("addTie", tie | {"to": bank.steel}, ("to", "NOT_FOUND")),
        ("addTie", tie | {"from": "nobody"}, ("from", "NOT_FOUND")),
        ("addTie", tie | {"company": bank.wang}, ("company", "NOT_FOUND")),
        ("endTie", tie, ("kind", "NOT_SET")),
        ("endTie", tie | {"on": "2026-11-01"}, ("on", "IN_FUTURE")),
    ]:  # fmt: skip
        assert await Banker(bank.ask, name, "person", "id").does(**SAID | given) == (None, [mistake]), (name, given)
    assert await bank.lines() == lines and await empty.rows(LEFT) == []


async def test_what_goes_together_is_no_contradiction(empty: Session, tiny: TinyBank) -> None:
    """The near misses of each contradiction."""
    bank = await centre(empty, tiny)
    ada: dict[str, Any] = {"person": bank.ada, "company": bank.steel}
    for role in ("CHAMPION", "COACH", "DECISION_MAKER"):
        await bank.says("setRole", **ada, role=role)
    await bank.says("setStance", **ada, stance="NEUTRAL")
    await bank.says("setRole", **ada, role="BLOCKER", opportunity="tiny:O1")
    await bank.says("setStance", **ada, stance="OPPOSE", opportunity="tiny:O1")
    assert await bank.of("setRole").does(**ada, **SAID, role="BLOCKER") == (None, [("role", "CONTRADICTS")])
    for line in await bank.lines():
        if line["role"] in ("CHAMPION", "COACH"):
            await bank.says("setRole", **ada, role=line["role"], until="2026-10-31", seen=line["lineId"])
    await bank.says("setRole", **ada, role="BLOCKER")
    assert await bank.shown("role") == [("BLOCKER",), ("BLOCKER",), ("DECISION_MAKER",)]


async def test_who_sees_one_of_two_says_nothing_of_them_and_a_partner_may_not(empty: Session, tiny: TinyBank) -> None:
    bank = await centre(empty, tiny)
    branch = await north(empty)  # sees both people, and not the company
    told = await bank.of("setRole", branch).does(person=bank.ada, company=bank.steel, role="USER", **SAID)
    assert told == (None, [("company", "NOT_FOUND")])
    line = await bank.says("setRole", person=bank.ada, company=bank.steel, role="USER")
    taken = await Banker(branch, "withdrawEntry", "party", "id").does(entry=line, why="Mine")
    assert taken == (None, [("entry", "NOT_FOUND")])
    refused = Banker(await partner(empty), "setRole", "company", "id")
    assert "own staff" in await refused.refused(person=bank.ada, company=bank.steel, role="USER", **SAID)
