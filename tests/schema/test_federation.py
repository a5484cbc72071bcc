"""What a federated graph asks of this part of it: entities by their ids, and its schema."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from graphql import build_schema

from access.caller import Caller, CallerRole
from graph.identity import global_id
from graph.session import Session
from schema.federation import ENTITIES
from tests.asking import SERVING, STANDARD, Asker, asker

ENTITIES_OF = """query($r: [_Any!]!) { _entities(representations: $r) {
  __typename ... on Party { name kind } ... on Product { code } ... on Account { accountId } } }"""


def represented(type_: str, key: str, of: str = "") -> dict[str, str]:
    return {"__typename": type_, "id": global_id(f"{of or type_}:", key)}


@pytest.mark.parametrize("schema", [SERVING, STANDARD], ids=["compiled", "standard"])
async def test_entities_of_several_types_come_in_their_order_by_one_statement(graph: Session, schema: Any):
    ask = await asker(graph)
    known = await ask('{ party(by: {sourceId: "core:1000000003"}) { id name partyId } products(first: 1) { edges { node { id code } } } }')
    person, product = known.data["party"], known.data["products"]["edges"][0]["node"]
    wanted = [
        {"__typename": "Product", "id": product["id"]},
        represented("Person", "nobody"),
        {"__typename": "Person", "id": person["id"]},
        represented("Company", person["partyId"], of="Person"),
        {"__typename": "Viewer", "id": person["id"]},
    ]
    found = await ask(ENTITIES_OF, schema, r=wanted)
    assert found.data["_entities"] == [
        {"__typename": "Product", "code": product["code"]},
        None,
        {"__typename": "Person", "name": person["name"], "kind": "PERSON"},
        None,
        None,
    ]
    assert found.context.statements == 1


async def test_entities_are_those_that_the_caller_may_see(graph: Session):
    person = (await (await asker(graph))('{ party(by: {sourceId: "core:1000000003"}) { id } }')).data["party"]
    found = await (await asker(graph, "HQ/NOWHERE"))(ENTITIES_OF, r=[{"__typename": "Person", "id": person["id"]}])
    assert found.data == {"_entities": [None]}


async def test_a_representation_may_stand_in_the_question_itself(graph: Session):
    ask = await asker(graph)
    id_ = (await ask("{ products(first: 1) { edges { node { id } } } }")).data["products"]["edges"][0]["node"]["id"]
    text = "query($id: ID!) { _entities(representations: [{__typename: \"Product\", id: $id}]) { ... on Product { id } } }"
    assert (await ask(text, id=id_)).data == {"_entities": [{"id": id_}]}


@pytest.mark.parametrize("representation", [{"id": "x"}, {"__typename": "Person"}, {"__typename": "Person", "id": 7}])
async def test_what_is_no_representation_is_refused(graph: Session, representation: dict[str, Any]):
    found = await (await asker(graph))(ENTITIES_OF, r=[representation])
    assert found.errors == [("A representation says __typename and id, both as text.", None)]


async def test_more_than_a_thousand_at_once_are_refused(graph: Session):
    found = await (await asker(graph))(ENTITIES_OF, r=[represented("Person", "nobody")] * 1001)
    assert found.errors == [("At most 1000 can be asked for at once at _entities.", None)]


async def test_this_part_tells_its_schema_with_the_keys_of_its_entities():
    nobody = Asker(None, [], Caller("tester", CallerRole.BANKER, "HQ", datetime(2030, 1, 1, tzinfo=UTC)))
    told = (await nobody("{ _service { sdl } }")).data["_service"]["sdl"]
    for entity in ENTITIES:
        assert re.search(rf'^type {entity.__name__} implements [\w &]+ @key\(fields: "id"\) {{$', told, re.M)
    assert told.count('@key(fields: "id")') == len(ENTITIES)
    assert "_entities" not in told and "_Any" not in told
    build_schema(told, assume_valid_sdl=True)
