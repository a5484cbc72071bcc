"""Records become parties, and parties get their golden values, a batch at a time."""

from collections.abc import Sequence
from datetime import datetime

from ulid import ULID

from graph.ledger import surely
from graph.locks import held
from graph.moves import move
from graph.parties import assign, call, said, standings
from graph.session import Run, Session
from ingest.match.decide import Decision, decide
from ingest.match.golden import golden


async def match_parties(session: Session, records: Sequence[str], now: datetime) -> tuple[int, int]:
    """Says which party each record describes; tells how many parties are new and how many records moved.

    One process at a time, so that two silos that bring the same customer side by side make one party.
    """
    async with held(session, "parties"):
        before = await standings(session, records)
        known = {party for standing in before for party in (standing.party, *standing.of_key)}
        decision = decide(before, lambda: f"P{ULID()}")
        await surely(lambda: session.together(lambda run: _apply(run, decision, now)))
    places = {each.party for each in (*decision.assigned, *(to for _, to in decision.moved))}
    return len(places - known), len(decision.moved)


async def name_parties(session: Session, records: Sequence[str], trusted: Sequence[str]) -> None:
    """Works out anew the golden values of the parties that these records describe."""
    await call(session, {party: golden(kind, fields, trusted) for party, kind, fields in await said(session, records)})


async def _apply(run: Run, decision: Decision, now: datetime) -> None:
    await assign(run, decision.assigned, now)
    for left, to in decision.moved:
        await move(run, to, left, now)
