"""Who changes something sees it in what is read next, of whichever process and of whichever server of a cluster."""

import base64
import json

from access import bookmark
from graph.session import Session
from runtime.local.engines import Engines
from tests.graph.proxy import Proxy, proxied
from tests.journeys.test_gateway import CHANGE, NAME, SECRET, bearer, code
from tests.journeys.test_lines import gateway

CHANGES = {"query": CHANGE, "variables": {"row": "nothing-1"}}


def heard(proxy: Proxy) -> bytes:
    """What was said to the database since this was asked last."""
    said, proxy.heard = b"".join(proxy.heard or ()), []
    return said


async def test_a_change_is_waited_for_by_what_its_caller_reads_next_here_and_elsewhere(empty: Session, engines: Engines):
    async with (
        proxied(engines.neo4j_uri) as proxy,
        gateway(proxy.uri, engines.neo4j_password) as (_, here),
        gateway(proxy.uri, engines.neo4j_password) as (_, elsewhere),
    ):
        changed = (await here.post("/graphql", json=CHANGES)).json()
        told = changed["extensions"]["bookmark"]
        (mark,) = bookmark.read(told, "journey", SECRET)
        assert mark not in json.dumps(changed) and mark.encode() in base64.urlsafe_b64decode(told)
        heard(proxy)
        read = (await here.post("/graphql", json={"query": NAME})).json()
        assert mark.encode() in heard(proxy) and "bookmark" not in read["extensions"]
        await elsewhere.post("/graphql", json={"query": NAME})
        assert mark.encode() not in heard(proxy)
        await elsewhere.post("/graphql", json={"query": NAME, "extensions": {"bookmark": told}})
        assert mark.encode() in heard(proxy)
        refused = await elsewhere.post("/graphql", json={"query": NAME, "extensions": {"bookmark": told}}, headers=bearer(subject="other"))
        assert code(refused) == "BAD_USER_INPUT" and b"SourceRecord" not in heard(proxy)  # nothing was asked about the party
