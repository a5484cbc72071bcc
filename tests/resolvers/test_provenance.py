"""Where chosen values come from, since when they are verified, and what is to be verified again."""

from datetime import date

from access.caller import CallerRole
from graph.session import Session
from resolvers.provenance import sources
from tests.asking import asker
from tests.tiny_bank import TinyBank

SEEN = """
MATCH (:SourceRecord {id: $id})-[:DESCRIBES]->(p) MERGE (d:IdentityDocument {id: $document})
SET d.kind = 'CN_ID', d.validUntil = $until
MERGE (p)-[l:IDENTIFIED_BY {recordId: $id}]->(d) SET l.seen = true, l.effectiveOn = $on RETURN p.id"""
ASKED = "{ reverifications { partyId why document recordId since } }"


def test_what_a_document_or_a_register_says_is_verified_and_due_when_that_is_long_ago() -> None:
    chosen = [["name", "core:1", "2026-01-02"], ["occupation", "core:1", "2026-01-02"], ["uscc", "register:9", "2020-01-01"], ["gender", None, None]]
    near = [chosen, [["core:1", "2025-01-01"], ["core:1", "2024-01-01"]], ["register:9"], "2026-12-31", 730]
    assert [(each.field, each.system, each.verified_at, each.verified_how, each.is_due) for each in sources(near)] == [
        ("name", "core", "2025-01-01", "DOCUMENT", False), ("occupation", "core", None, None, None),
        ("uscc", "register", "2020-01-01", "REGISTER", True),
    ]  # fmt: skip
    assert [each.field for each in sources(near, ["uscc"])] == ["uscc"]


async def test_what_was_seen_too_long_ago_or_has_expired_is_to_be_verified_again(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, people=["1,Ada,,,", "2,Ben,,,", "3,Cy,,,"])
    told = [("tiny:1", "CN_ID:1", None, date(2020, 1, 1)), ("tiny:1", "CN_ID:9", None, date(2026, 1, 1)),
            ("tiny:2", "CN_ID:2", None, date(2021, 1, 1)), ("tiny:3", "CN_ID:3", date(2026, 5, 5), date(2026, 1, 1))]  # fmt: skip
    parties = dict[str, str]()
    for record, document, until, on in told:
        parties[record] = await empty.write(SEEN, {"id": record, "document": document, "until": until, "on": on})
    ask = await asker(empty)
    assert (await ask(ASKED)).data["reverifications"] == [
        {"partyId": parties["tiny:3"], "why": "EXPIRED", "document": "CN_ID", "recordId": "tiny:3", "since": "2026-05-05"},
        {"partyId": parties["tiny:2"], "why": "TOO_OLD", "document": "CN_ID", "recordId": "tiny:2", "since": "2021-01-01"},
    ]
    text = '{ party(by: {sourceId: "tiny:2"}) { provenance(fields: ["name"]) { field verifiedAt verifiedHow isDue } } }'
    assert (await ask(text)).data["party"]["provenance"] == [
        {"field": "name", "verifiedAt": "2021-01-01", "verifiedHow": "DOCUMENT", "isDue": True},
    ]
    assert "own staff" in (await (await asker(empty, role=CallerRole.PARTNER))(ASKED)).errors[0][0]
    assert "between 0 and 500" in (await ask("{ reverifications(first: 501) { why } }")).errors[0][0]
