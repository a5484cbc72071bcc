"""The story of Lakeside Bank, loaded, with every record where its truth says: for what is asked of the bank once it is resolved."""

import json
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from graph import judgements
from graph.judgements import Verdict
from graph.session import Session
from ingest.deliveries import run_all
from ingest.lakeside import deliveries, write
from ingest.resolve import Resolved, resolve
from tests.silo_people import taught

TODAY = date(2026, 10, 31)


def truth(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "truth" / f"{name}.jsonl").read_text("utf-8").splitlines()]


async def resolved_story(session: Session, home: Path, folder: Path) -> Resolved:
    """Stewards judge what matching would leave to them: whoever has several lists of records in the truth is one."""
    write(folder)
    await run_all(deliveries(folder), session, taught(home))
    pairs = [pair for kind in ("people", "companies") for one in truth(folder, kind) for pair in pairwise(r[0] for r in one["records"])]
    there = {id_ for (id_,) in await session.rows("MATCH (r:SourceRecord) RETURN r.id")}
    now = datetime.now(UTC)
    for one, other in pairs:
        if {one, other} <= there:
            await session.together(
                lambda run, one=one, other=other: judgements.judge(run, one, other, Verdict.SAME, why="seen", by="Li", now=now)
            )
    return await resolve(session, home, today=TODAY)
