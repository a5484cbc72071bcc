"""A steward's word on two records, and what becomes of their parties by it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from graph import judgements
from graph.composition import composition, waiting
from graph.judgements import Verdict
from graph.ledger import surely
from graph.resolution import SaidRecord
from graph.session import Session
from ingest.match.place import Place, here
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was judged of the two before, what the resolution that follows has done, and what is settled between them, in words."""

    before: Verdict | None
    resolved: Resolved
    settled: str


async def judge(
    session: Session, home: Path, word: Word, *, today: date, hears: Told = unheard, place: Place = here
) -> Outcome:
    """A later judgement outranks an earlier one of the same records; both are kept. Raises BadQuestion for records that can't be
    judged or without a reason."""
    if not word.why.strip():
        raise BadQuestion("Say why: whoever reads the judgement later has to know.")
    were = await pair(session, word.one, word.other)
    waited = await _waits(session, word)
    now = datetime.now(UTC)

    async def written() -> Verdict | None:
        return await session.together(
            lambda run: judgements.judge(run, word.one, word.other, word.verdict, why=word.why.strip(), by=word.by, now=now)
        )

    before = await surely(written)
    done = await followed(session, home, today=today, hears=hears, place=place)
    are = await pair(session, word.one, word.other)
    return Outcome(before, done, _settled(word, before, were, are, waited=waited))


Pair = tuple[SaidRecord, SaidRecord]


async def _waits(session: Session, word: Word) -> bool:
    """Whether a steward is asked if the parties of the two are one."""
    sides = [set(found.records) for id_ in (word.one, word.other) if (found := await composition(session, id_))]
    asked = await waiting(session, sorted(set[str]().union(*sides)))
    return any({each.one, each.other} & sides[0] and {each.one, each.other} & sides[-1] for each in asked)


def _settled(word: Word, before: Verdict | None, were: Pair, are: Pair, *, waited: bool) -> str:
    both, one, two = f"{word.one} and {word.other}", were[0].party == were[1].party, are[0].party != are[1].party
    stand = f"two parties, {are[0].party} and {are[1].party}" if two else f"one party, {are[0].party}"
    if word.verdict is Verdict.UNSURE:
        if before in (None, Verdict.UNSURE):
            return f"Nothing was judged of {both} that could be taken back: they are {stand}."
        return f"What was judged of {both} is taken back: by what their records say they are {stand}."
    if two != (word.verdict is Verdict.NOT_SAME):
        return f"The judgement of {both} does not hold: they are {stand}."
    if one == two:
        return f"{both} are {stand}, now and whatever else is said."
    asked = " The question waits no more." if waited else ""
    return f"Settled: {both} were {stand}, already, and now stay so whatever else is said.{asked}"
