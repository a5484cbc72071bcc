"""Records become parties, and parties get their golden values, a batch at a time."""

from collections.abc import Sequence
from datetime import datetime

from ulid import ULID

from graph.ledger import surely
from graph.locks import held
from graph.moves import Move, move
from graph.parties import assign, call, said, standings
from graph.session import Run, Session
from graph.visibility import home_parties
from ingest.match.decide import Decision, decide
from rules.golden import golden


async def match_parties(
    session: Session, records: Sequence[str], trusted: Sequence[str], now: datetime
) -> tuple[int, Sequence[str]]:
    """Says which party each record describes; tells how many parties are new, and of each record that moved the party it left.

    One process at a time, so that two silos that bring the same customer side by side make one party.
    """
    async with held(session, "parties"):
        before = await standings(session, records)
        known = {party for standing in before for party in standing.parties}
        decision = decide(before, lambda: f"P{ULID()}")
        await surely(lambda: session.together(lambda run: _apply(run, decision, trusted, now)))
    places = {each.party for each in (*decision.assigned, *(to for _, to in decision.moved))}
    return len(places - known), [left for left, _ in decision.moved]


async def name_parties(run: Run, parties: Sequence[str], trusted: Sequence[str]) -> None:
    """Works out anew the golden values of these parties."""
    await call(run, {party: golden(kind, fields, trusted) for party, kind, fields in await said(run, parties)})


async def _apply(run: Run, decision: Decision, trusted: Sequence[str], now: datetime) -> None:
    """Parties that were left are worked out anew at once: the delivery, from which the rest is derived, does not name them."""
    await assign(run, decision.assigned, now)
    if not decision.moved:
        return
    await move(run, [Move(left, to) for left, to in decision.moved], now)
    left = sorted({left for left, _ in decision.moved})
    await name_parties(run, left, trusted)
    await home_parties(run, left, now.date())
