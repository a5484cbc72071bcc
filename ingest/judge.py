"""A steward's word on two records, and what becomes of their parties by it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from graph import judgements
from graph.judgements import Verdict
from graph.ledger import surely
from graph.session import Session
from ingest.pair import pair
from ingest.resolve import Resolved
from ingest.work import followed
from runtime.errors import BadQuestion
from runtime.terminal import Told, unheard


@dataclass(frozen=True, slots=True)
class Word:
    """Two records, what is judged of them, why and by whom."""

    one: str
    other: str
    verdict: Verdict
    why: str
    by: str


async def judge(session: Session, home: Path, word: Word, *, today: date, hears: Told = unheard) -> tuple[Verdict | None, Resolved]:
    """What was judged of them before, and what the resolution that follows has done. A later judgement outranks an earlier one of
    the same records; both are kept. Raises BadQuestion for records that can't be judged or without a reason."""
    if not word.why.strip():
        raise BadQuestion("Say why: whoever reads the judgement later has to know.")
    await pair(session, word.one, word.other)
    now = datetime.now(UTC)

    async def written() -> Verdict | None:
        return await session.together(
            lambda run: judgements.judge(run, word.one, word.other, word.verdict, why=word.why.strip(), by=word.by, now=now)
        )

    before = await surely(written)
    return before, await followed(session, home, today=today, hears=hears)
