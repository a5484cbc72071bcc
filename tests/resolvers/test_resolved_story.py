"""What the bank knows of the story once every record is where its truth says: its group, its circle, its economic unit to the cent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from access.caller import CallerRole
from graph.session import Session
from ingest.customer_groups import form
from tests.asking import STANDARD, asker
from tests.story_bank import TODAY, resolved_story, truth

STEEL, HOLDING, EGRET, OWNER = "湖州港湾钢铁有限公司", "湖州明轩控股集团有限公司", "湖州青鹭物流有限公司", "欧阳明轩"
LINES = """
MATCH (p)-[m:IN_GROUP]->(g) RETURN g.id, p.name, m.role, m.rule, toString(m.validFrom), toString(m.validTo), m.endedAt IS NULL
ORDER BY g.id, p.name, m.recordedAt"""
ALL = "MATCH (g:CustomerGroup) OPTIONAL MATCH (g)-[b]-() RETURN g {.*} AS g, type(b), b {.*} AS b, elementId(b) AS at ORDER BY at"
GROUPS = """query($id: ID!, $asOf: Date) { company(id: $id) { groups(asOf: $asOf) { role rule since group {
  rule ruleVersion decidedBy until
  members(asOf: $asOf) { role rule ruleVersion since until party { name isCustomer } } prospects { party { name } }
  why { rule words one { name } other { name } share since system }
  credit { currency lines limit used available guaranteedWithin guaranteedForOthers guaranteedByOthers } } } } }"""
CIRCLE = """query($id: ID!) { party(by: {id: $id}) { guaranteeCircle { isMutual members { answersFor party { name } }
  guarantees { guarantor { name } borrower { name } amount facility { kind } } amounts { currency amount unknown } } } }"""
UNIT = """query($id: ID!, $first: Int! = 1000) { economicUnit(of: $id, first: $first) {
  centre { name } memberCount accountCount isWhole balances { currency assets liabilities accounts unknown }
  rings { role parties customers balances { currency assets liabilities accounts } }
  members { roles isCustomer party { name } } accounts { role account { accountId balance { amount currency } } } } }"""
OWNED = ("OWNER", "JOINT", "CO_BORROWER")


async def test_the_story_s_group_its_circle_of_guarantees_and_its_economic_unit_are_those_of_its_truth(empty: Session, tmp_path: Path):
    folder = tmp_path / "story"
    done = (await resolved_story(empty, tmp_path / "home", folder)).groups
    assert done and (done.groups, done.members, done.rules, done.formed) == (1, 4, {"CONTROL": 1}, 1)
    before = await empty.rows(ALL)
    again = await form(empty, today=TODAY)
    assert (again.formed, again.changed, again.closed) == (0, 0, 0) and "nothing is new" in again.words()
    assert await empty.rows(ALL) == before

    await the_group_is_told(empty)
    await the_circle_is_told(empty)
    await the_economic_unit_equals_the_truth(empty, folder)
    await what_ends_is_kept_and_comes_back_beside_it(empty)


async def the_group_is_told(session: Session) -> None:
    id_, ask = await party(session, STEEL), await asker(session)
    answer = await ask(GROUPS, id=id_)
    assert (await ask(GROUPS, id=id_, schema=STANDARD)).data == answer.data
    ((seat),) = answer.data["company"]["groups"]
    group = seat["group"]
    assert (seat["role"], seat["rule"], seat["since"]) == ("COMPANY", "CONTROL", "2006-08-08")
    assert (group["rule"], group["ruleVersion"], group["decidedBy"], group["until"]) == ("CONTROL", "1", "rule", None)
    assert {(m["party"]["name"], m["role"], m["rule"], m["since"], m["party"]["isCustomer"]) for m in group["members"]} == {
        (OWNER, "CONTROLLER", "COMMON_CONTROL", "2005-06-18", True), (HOLDING, "PARENT", "CONTROL", "2005-06-18", True),
        (STEEL, "COMPANY", "CONTROL", "2006-08-08", True), (EGRET, "COMPANY", "CONTROL", "2011-04-20", True),
    }  # fmt: skip
    assert group["prospects"] == []
    said = {(tie["one"]["name"], tie["other"]["name"], tie["share"], tie["system"]) for tie in group["why"]}
    assert {(OWNER, HOLDING, 0.7, "register"), (OWNER, STEEL, 0.18, "crm"), (EGRET, HOLDING, 0.03, "register")} <= said
    assert f"{HOLDING} has 62 % of {STEEL} from 2006-08-08, says register." in {tie["words"] for tie in group["why"]}
    assert group["credit"] == [{  # one line of 180 million, of which all others are parts
        "currency": "CNY", "lines": 1, "limit": "180000000.00", "used": "144165000.00", "available": "35835000.00",
        "guaranteedWithin": "198000000.00", "guaranteedForOthers": "0.00", "guaranteedByOthers": "0.00",
    }]  # fmt: skip

    early = (await ask(GROUPS, id=await party(session, HOLDING), asOf="2006-01-01")).data["company"]["groups"]
    assert {m["party"]["name"] for m in early[0]["group"]["members"]} == {OWNER, HOLDING}
    partner = (await (await asker(session, role=CallerRole.PARTNER))(GROUPS, id=id_)).data["company"]["groups"][0]["group"]
    assert (partner["credit"], partner["why"]) == (None, None)


async def the_circle_is_told(session: Session) -> None:
    id_, ask = await party(session, STEEL), await asker(session)
    circle = (await ask(CIRCLE, id=id_)).data["party"]["guaranteeCircle"]
    assert (await ask(CIRCLE, id=id_, schema=STANDARD)).data["party"]["guaranteeCircle"] == circle
    assert {m["party"]["name"]: m["answersFor"] for m in circle["members"]} == {HOLDING: 1, STEEL: 1, EGRET: 1}
    assert {(g["guarantor"]["name"], g["borrower"]["name"], g["amount"], g["facility"]["kind"]) for g in circle["guarantees"]} == {
        (HOLDING, STEEL, "80000000.00", "WORKING_CAPITAL"), (STEEL, EGRET, "8000000.00", "WORKING_CAPITAL"),
        (EGRET, HOLDING, "30000000.00", "WORKING_CAPITAL"),
    }  # fmt: skip
    assert (circle["isMutual"], circle["amounts"]) == (False, [{"currency": "CNY", "amount": "118000000.00", "unknown": 0}])
    assert (await ask(CIRCLE, id=await party(session, OWNER))).data["party"]["guaranteeCircle"] is None  # nobody answers for him



async def the_economic_unit_equals_the_truth(session: Session, folder: Path) -> None:
    there = {tuple(row) for row in await session.rows("MATCH (a:Account) RETURN a.id, a.currency")}
    assert there == {(each["id"], each["currency"]) for each in truth(folder, "accounts")}
    for name, key in ((STEEL, "harbour-steel"), (OWNER, "ouyang-mingxuan"), ("苏州市姑苏区远山陶坊", "yuanshan-pottery")):
        expected, ask = Unit.of(folder, key), await asker(session)
        answer = await ask(UNIT, id=await party(session, name))
        assert (await ask(UNIT, id=await party(session, name), schema=STANDARD)).data == answer.data
        assert answer.context.statements == 1
        found = answer.data["economicUnit"]
        assert found["centre"] == {"name": name} and found["isWhole"]
        assert sorted((m["party"]["name"], tuple(m["roles"])) for m in found["members"]) == sorted(expected.members())
        assert found["memberCount"] == len(expected.roles)
        assert [{**each, "unknown": 0} for each in expected.sums(expected.accounts())] == found["balances"]
        assert {ring["role"]: ring["balances"] for ring in found["rings"]} == expected.rings()
        ids = [each["account"]["accountId"] for each in found["accounts"]]
        assert len(ids) == len(set(ids)) == found["accountCount"] and set(ids) == {each["id"] for each in expected.accounts()}
        assert {(a["account"]["accountId"], a["account"]["balance"]["amount"]) for a in found["accounts"]} == {
            (each["id"], each["balance"]) for each in expected.accounts()
        }  # fmt: skip
    few = (await ask(UNIT, id=await party(session, STEEL), first=2)).data["economicUnit"]
    assert (len(few["members"]), len(few["accounts"])) == (2, 2) and few["accountCount"] > 20
    wrong = await ask("{ economicUnit(of: \"nobody\") { memberCount } }")
    assert [error.original_error.code for error in wrong.result.errors or []] == ["UNKNOWN_PARTY"]  # pyright: ignore
    partner = await (await asker(session, role=CallerRole.PARTNER))(UNIT, id=await party(session, STEEL))
    assert partner.data["economicUnit"] is None


@dataclass
class Unit:
    """Who belongs to a company or a person by the truth, and what they have: worked out anew, without a graph."""

    roles: dict[str, list[str]]
    names: dict[str, str]
    facts: list[dict[str, Any]]

    @classmethod
    def of(cls, folder: Path, key: str) -> "Unit":
        shares = {(each["who"], each["company"]): float(each["share"]) for each in truth(folder, "owners")}
        people = {each["key"]: each["name"] for each in truth(folder, "people")}
        top, climbed = key, set[str]()
        while top not in climbed:
            climbed.add(top)
            top = next((who for (who, company), share in shares.items() if company == top and share > 50), top)
        heart, companies = {top, key}, {company for _, company in shares}
        while new := {each for each in companies - heart if sum(s for (w, c), s in shares.items() if c == each and w in heart) > 50}:
            heart |= new
        owners, of = {each for each in heart if each in people}, defaultdict[str, list[str]](list)

        def put(role: str, *keys: str) -> None:
            for each in keys:
                if role not in of[each]:
                    of[each].append(role)

        put("CENTRE", key)
        put("COMPANY", *(heart - owners))
        put("OWNER", *owners)
        for home in truth(folder, "households"):
            members = {member["who"] for member in home["members"]}
            put("HOUSEHOLD", *(each for owner in owners & members for each in members - {owner}))
        for kin in truth(folder, "kin"):
            for one, other in ((kin["who"], kin["other"]), (kin["other"], kin["who"])):
                if one in owners and kin["kind"] in ("SPOUSE", "PARENT", "CHILD") and kin["said"]:
                    put("KIN", other)
        put("GUARANTOR", *(each["who"] for each in truth(folder, "guarantees") if each["for"] in heart))
        put("PAYROLL", *(
            each["who"] for each in truth(folder, "wages")
            if each["employer"] in heart and each["said"] == ["core"] and (each["until"] or "9") > str(TODAY)
        ))  # fmt: skip
        return cls(of, people | {each["key"]: each["name"] for each in truth(folder, "companies")}, truth(folder, "accounts"))

    def members(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(self.names[key], tuple(roles)) for key, roles in self.roles.items()]

    def accounts(self) -> list[dict[str, Any]]:
        return [each for each in self.facts if self.owners(each)]

    def owners(self, account: dict[str, Any]) -> list[str]:
        return [each["who"] for each in account["holders"] if each["role"] in OWNED and each["who"] in self.roles]

    def rings(self) -> dict[str, Any]:
        """By the innermost role of any of its owners."""
        order = ("CENTRE", "COMPANY", "OWNER", "HOUSEHOLD", "KIN", "GUARANTOR", "PAYROLL")
        found = dict[str, list[dict[str, Any]]]()
        for roles in self.roles.values():
            found.setdefault(min(roles, key=order.index), [])
        for each in self.accounts():
            found[min((self.roles[who][0] for who in self.owners(each)), key=order.index)].append(each)
        return {role: self.sums(accounts) for role, accounts in found.items()}

    def sums(self, accounts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        of = defaultdict[str, list[Decimal]](list)
        for each in accounts:
            of[each["currency"]].append(Decimal(each["balance"]))
        return [
            {"currency": currency, "assets": str(sum((n for n in those if n > 0), abs(those[0] * 0))),
             "liabilities": str(-sum((n for n in those if n < 0), abs(those[0] * 0))), "accounts": len(those)}
            for currency, those in sorted(of.items())
        ]  # fmt: skip


async def what_ends_is_kept_and_comes_back_beside_it(session: Session) -> None:
    (group,) = {line[0] for line in await session.rows(LINES)}
    await session.run("MATCH (:Company {name: $of})-[o:OWNS]->(:Company {name: $it}) SET o.validTo = $day",
                      {"of": STEEL, "it": EGRET, "day": date(2026, 11, 1)})  # fmt: skip
    done = await form(session, today=date(2026, 11, 2))
    assert (done.formed, done.changed, done.closed) == (0, 1, 0)
    controlled = [EGRET, "COMPANY", "CONTROL", "2011-04-20"]
    depends = [EGRET, "DEPENDENT", "DEPENDENCE", None]  # for it sells Steel most of what it sells, whoever owns it
    assert await of_egret(session) == [[*controlled, "2026-11-02", False], [*depends, None, True]]
    assert len(await session.rows(LINES)) == 5
    await session.run("MATCH (:Company {name: $of})-[o:OWNS]->(:Company {name: $it}) SET o.validTo = null", {"of": STEEL, "it": EGRET})
    await form(session, today=date(2026, 11, 3))
    assert await of_egret(session) == [  # what ended stays beside what holds
        [*controlled, "2026-11-02", False], [*depends, "2026-11-03", False], [*controlled, None, True],
    ]  # fmt: skip
    assert {line[0] for line in await session.rows(LINES)} == {group}


async def of_egret(session: Session) -> list[list[Any]]:
    return [line[1:] for line in await session.rows(LINES) if line[1] == EGRET]


async def party(session: Session, name: str) -> str:
    ((id_,),) = await session.rows("MATCH (p:Party {name: $name}) RETURN p.id", {"name": name})
    return id_
