"""The examples of docs/changes.md do what the page says, at Lakeside Bank."""

import re
from pathlib import Path
from typing import Any

from graph.session import Session
from ingest.deliveries import run_all
from ingest.lakeside import deliveries, write
from tests.asking import asker
from tests.silo_people import party_of

PAGE = Path(__file__).parents[3] / "docs" / "changes.md"
OPPORTUNITY = "MATCH (o:Opportunity)-[:ABOUT]->(p) WHERE $unit IN p.units RETURN o.id ORDER BY o.id LIMIT 1"


async def steel(graph: Session) -> dict[str, Any]:
    """Harbour Steel, its key person, its gatekeeper, and how near the bank is to the first."""
    text = "MATCH (p {name: $who})-[r:CONTACT_AT]->(c) RETURN p.id, c.id, 'crm:' + r.hash"
    ((person, company, near),) = await graph.rows(text, {"who": "曾文彬"})
    ((other,),) = await graph.rows("MATCH (p {name: '何艾达'})-[:CONTACT_AT]->() RETURN p.id")
    return {"person": person, "company": company, "near": near, "other": other}


async def test_every_example_changes_what_it_says(empty: Session, tmp_path: Path) -> None:
    write(tmp_path / "story")
    needed = [each for each in deliveries(tmp_path / "story") if each[0] in ("lakeside-core", "lakeside-crm")]
    await run_all(needed, empty, tmp_path / "home")
    ((opportunity,),) = await empty.rows(OPPORTUNITY, {"unit": "core:HUZHOU"})
    suzhou, huzhou = await asker(empty, "HQ/SUZHOU"), await asker(empty, "HQ/HUZHOU")
    ids: dict[str, Any] = {"party": await party_of(empty, "core:1000000003"), "opportunity": opportunity}
    ids |= await steel(empty)
    told = dict[str, Any]()
    for text in re.findall(r"```graphql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S):
        name = re.findall(r"^  (\w+)\(", text, re.M)[0]
        ask = huzhou if "$opportunity" in text or "$company" in text else suzhou
        told[name] = (await ask(text, **{key: ids[key] for key in re.findall(r"\$(\w+)", text)})).data[name]
        assert told[name]["userErrors"] == [], name
        ids["request"] = told.get("openServiceRequest", {}).get("request", {}).get("id")
        ids["entry"] = told.get("logInteraction", {}).get("interaction", {}).get("id")
        ids["tie"] = told.get("addTie", {}).get("lineId")
    assert len(told) == 12
    assert told["openServiceRequest"]["request"]["status"] == "OPEN"
    assert told["answerServiceRequest"]["request"]["status"] == "CLOSED"
    assert told["setConsent"]["consent"] == {"purpose": "MARKETING", "state": "WITHDRAWN", "counts": True, "dueOn": "2026-11-14"}
    assert {"usage": "PREFERRED", "point": {"value": "+8613800009999"}} in told["updateContact"]["party"]["contacts"]
    assert told["recordOutcome"]["outcome"] == {"outcome": "LATER", "counts": True}
    topics = [each["node"]["topic"] for each in told["withdrawEntry"]["party"]["interactions"]["edges"]]
    assert "The twins' schooling" not in topics
    (coach,) = [each for each in told["setRole"]["company"]["decisionMakers"] if each["role"] == "COACH"]
    assert coach == {"role": "COACH", "lineId": told["setRole"]["lineId"], "person": {"name": "曾文彬"}}
    assert {"role": "COACH", "stance": "SUPPORT"} in told["setStance"]["company"]["decisionMakers"]
    assert {"coverage": {"current": "TRUSTED", "desired": "TRUSTED"}} in told["setCoverage"]["company"]["decisionMakers"]
    tie = {"kind": "INFLUENCES", "strength": 0.6, "person": {"name": "何艾达"}}
    assert tie in told["addTie"]["person"]["ties"]
    assert {"kind": "INFLUENCES", "person": {"name": "何艾达"}} not in told["endTie"]["person"]["ties"]
