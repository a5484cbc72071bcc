"""Passes and the rows they refused, as the API tells them, and to whom."""

from typing import Any

import pytest

from access.caller import CallerRole
from graph.session import Session
from tests.asking import STANDARD, asker, nodes
from tests.tiny_bank import STORY, TinyBank

ROWS = "read: rowsRead accepted: rowsAccepted quarantined: rowsQuarantined refused: rowsRefused"
BROKEN = STORY | {"movements": [*STORY["movements"], "T8,A1,never,1,,", "T9,A1,2025-12-01,1,x,"]}


@pytest.mark.parametrize("schema", [None, STANDARD], ids=["compiled", "standard"])
async def test_every_row_of_every_pass_is_accounted_for(empty: Session, tiny: TinyBank, schema: Any):
    await tiny.load(empty, **STORY)
    await tiny.load(empty, **BROKEN)
    ask = await asker(empty)
    found = (
        await ask(
            f"{{ passes {{ totalCount edges {{ node {{ source state {ROWS} created seconds {{ read match load derive }} "
            "quarantine { totalCount edges { node { table line field reason state refusedIn { passId } } } } } } } }",
            **({"schema": schema} if schema else {}),
        )
    ).data["passes"]
    assert found["totalCount"] == 2
    second, first = nodes(found)
    assert (first["source"], first["state"], first["read"], first["quarantined"]) == ("tiny", "COMPLETE", 17, 0)
    assert (second["read"], second["accepted"], second["quarantined"], second["refused"]) == (19, 17, 2, 0)
    assert all(seconds is not None for seconds in second["seconds"].values())
    told = [(row["table"], row["line"], row["field"], row["reason"], row["state"]) for row in nodes(second["quarantine"])]
    assert told == [("movements", 5, "day", "BAD_DATE", "WAITING"), ("movements", 6, "balance", "BAD_MONEY", "WAITING")]


async def test_a_pass_tells_its_records_without_an_end_apart_from_its_rows(empty: Session, tiny: TinyBank):
    await tiny.load(empty, **BROKEN | {"holders": [*STORY["holders"], "9,A1,O,"]})
    ask = await asker(empty)
    text = f"{{ passes {{ edges {{ node {{ {ROWS} missing redrives quarantine {{ totalCount }} }} }} }} }}"
    (told,) = nodes((await ask(text)).data["passes"])
    assert (told["quarantined"], told["missing"], told["redrives"]) == (2, 1, 0)
    assert told["quarantined"] + told["missing"] == told["quarantine"]["totalCount"]


async def test_a_list_of_rows_in_quarantine_is_narrowed_and_paged(empty: Session, tiny: TinyBank):
    await tiny.load(empty, **BROKEN)
    ask = await asker(empty)
    text = "query($after: String) { quarantine(first: 1, after: $after, where: {state: {eq: WAITING}}, orderBy: LINE) { totalCount pageInfo { hasNextPage endCursor } edges { node { id line } } } }"
    first = (await ask(text)).data["quarantine"]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"], nodes(first)[0]["line"]) == (2, True, 5)
    second = (await ask(text, after=first["pageInfo"]["endCursor"])).data["quarantine"]
    assert (second["pageInfo"]["hasNextPage"], nodes(second)[0]["line"]) == (False, 6)
    again = (await ask("query($id: ID!) { node(id: $id) { ... on QuarantinedRow { reason } } }", id=nodes(second)[0]["id"])).data
    assert again == {"node": {"reason": "BAD_MONEY"}}
    assert (await ask('{ quarantine(where: {field: {eq: "day"}}) { totalCount } }')).data == {"quarantine": {"totalCount": 1}}


async def test_a_record_leads_to_the_passes_that_brought_it(graph: Session):
    ask = await asker(graph)
    party = (
        await ask('{ party(by: {sourceId: "core:1000000003"}) { records { recordId system passes { source state } } } }')
    ).data["party"]
    assert {record["system"]: record["passes"][0]["source"] for record in party["records"]} == {
        record["system"]: record["system"] for record in party["records"]
    }
    assert all(record["passes"][0]["state"] == "COMPLETE" for record in party["records"])


async def test_a_branch_sees_its_records_passes_and_a_partner_sees_none(graph: Session):
    text = '{ passes { totalCount } quarantine { totalCount } party(by: {sourceId: "core:1000000003"}) { records { passes { passId } } } }'
    branch = (await (await asker(graph, "HQ/SUZHOU"))(text)).data
    assert branch["passes"]["totalCount"] > 0 and branch["party"]["records"][0]["passes"]
    partner = (await (await asker(graph, "HQ/SUZHOU", CallerRole.PARTNER))(text)).data
    assert partner["passes"]["totalCount"] == partner["quarantine"]["totalCount"] == 0
    assert all(record["passes"] == [] for record in partner["party"]["records"])
