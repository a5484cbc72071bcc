"""What docs/transports.md tells people to type works as it stands there."""

import asyncio
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from explorer import EXAMPLES
from graph.session import Session
from runtime.local.engines import Engines
from tests.journeys.test_gateway import bearer
from tests.journeys.test_lines import gateway

PAGE = Path(__file__).parents[2] / "docs" / "transports.md"
BLOCKS = [block for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S) if block.startswith("curl")]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
async def test_every_command_of_the_page_is_answered(graph: Session, engines: Engines, tmp_path: Path):
    shutil.copy(EXAMPLES / "1-family.graphql", tmp_path / "family.graphql")
    passed = (await graph.rows("MATCH (p:Pass {source: 'core', state: 'COMPLETE'}) RETURN p.id LIMIT 1"))[0][0]
    async with gateway(engines.neo4j_uri, engines.neo4j_password, C360_DOCUMENTS=str(tmp_path)) as (server, _):
        env = {**os.environ, "URL": server.url, "TOKEN": bearer()["authorization"].removeprefix("Bearer "), "PASS": passed}
        told: list[str] = []
        for block in BLOCKS:
            command = await asyncio.create_subprocess_exec("bash", "-c", block, env=env, stdout=asyncio.subprocess.PIPE)
            out, _ = await command.communicate()
            assert command.returncode == 0, block
            told.append(out.decode())
    posted, got, by_document, streamed = told
    assert json.loads(posted)["data"] == {"party": {"displayName": "林海川"}}
    assert json.loads(got)["data"] == json.loads(by_document)["data"] and json.loads(got)["data"]["party"]["household"]
    assert '"state":"COMPLETE"' in streamed and streamed.endswith("event: complete\ndata:\n\n")
