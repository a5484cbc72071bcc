"""The difference between what was found of records and what is in the graph, and its writing, a few parties at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from ulid import ULID

from graph import moves as graph_moves
from graph import resolution, tasks
from graph.ledger import surely
from graph.locks import held
from graph.moves import Move, move
from graph.parties import Assignment, Rule
from graph.session import Run, Session
from graph.visibility import held_in, home_accounts, home_parties
from ingest.findings import Findings, explained
from ingest.match.decided import posterior
from ingest.match.parties import name_parties
from ingest.match.reconcile import reconciled
from runtime.batched import batched
from runtime.terminal import Told as Hears
from runtime.threads import in_thread

AT_ONCE, _TOLD_AT_ONCE = 200, 2_000
_IN_TURN = 10
"""Times so many records move while those who load wait for their turn."""


@dataclass(slots=True)
class Written:
    """Records that moved, parties that went into others, and those that came of others or came back."""

    moved: int = 0
    merged: int = 0
    split: int = 0


class Difference:
    """Of some parties and all of their records. Each of them is whole afterwards, and what is broken off the next one completes.

    One at a time, also of several homes. Those who load wait for a turn, not for all: what they have moved meanwhile is left where
    it is, and their pass is heard by the next.
    """

    def __init__(self, session: Session, found: Findings, trusted: Sequence[str], today: date, hears: Hears) -> None:
        self._session, self._found, self._here = session, found, found.here
        self._trusted, self._today, self._hears = trusted, today, hears
        self._now = datetime.now(UTC)
        self._done = Written()

    async def write(self) -> Written:
        described = self._here.described
        async with held(self._session, "resolution"):
            retired = await graph_moves.retired(self._session, None if self._found.anew else list(described))
            moves = reconciled(described, self._found.clusters, self._here.first, retired, lambda: f"P{ULID()}")
            await self._move(moves)
        await self._tell_how_surely(moves)
        await self._resemble()
        before, after = set(described.values()), {moves.get(record, party) for record, party in described.items()}
        self._done.merged, self._done.split = len(before - after), len(after - before)
        return self._done

    async def _move(self, moves: Mapping[str, str]) -> None:
        """Those of one party together, as far as there is room."""
        order = sorted(moves, key=lambda record: (moves[record], record))
        for turn in batched(order, _IN_TURN * AT_ONCE):
            async with held(self._session, "parties", gives_way=True):
                for part in batched(turn, AT_ONCE):
                    work = partial(self._moved, records=part, moves=moves)
                    self._done.moved += await surely(partial(self._session.together, work))
                    self._hears("merge", self._done.moved, len(moves))

    async def _moved(self, run: Run, records: Sequence[str], moves: Mapping[str, str]) -> int:
        """Of those only that are still where they were when they were read."""
        now = await resolution.described(run, records)
        these = [
            Move(self._here.described[record], self._assignment(record, moves[record]))
            for record in records
            if now.get(record) == self._here.described[record]
        ]
        await move(run, these, self._now)
        touched = sorted({each.left for each in these} | {each.to.party for each in these})
        await name_parties(run, touched, self._trusted)
        await home_parties(run, touched, self._today)
        await home_accounts(run, await held_in(run, touched), self._today)
        return len(these)

    async def _tell_how_surely(self, moves: Mapping[str, str]) -> None:
        changed = [
            self._assignment(record, party)
            for record, party in self._here.described.items()
            if record not in moves and self._found.sure[record] != self._here.sure[record]
        ]
        for part in batched(changed, _TOLD_AT_ONCE):
            await surely(lambda part=part: self._session.together(lambda run: resolution.tell_how_surely(run, part)))

    def _assignment(self, record: str, party: str) -> Assignment:
        rule, weight = self._found.sure[record]
        chance = 1.0 if weight is None or rule is not Rule.EVIDENCE else round(posterior(weight), 6)
        return Assignment(record, self._here.kinds[record], party, rule, weight, chance, _decided_by(rule, weight))

    async def _resemble(self) -> None:
        before = await resolution.resembling(self._session)
        wanted = {(each.one, each.other): each for each in self._found.unsure}
        gone = sorted(before.keys() - wanted.keys())
        new = [each for pair, each in sorted(wanted.items()) if before.get(pair) != (each.weight, each.why)]
        fresh = await in_thread(explained, self._found.known, new)
        for part in batched(gone, _TOLD_AT_ONCE):
            await surely(lambda part=part: self._session.together(lambda run: resolution.resemble_no_more(run, part, self._now)))
        for part in batched(fresh, _TOLD_AT_ONCE):
            await surely(lambda part=part: self._session.together(lambda run: resolution.resemble(run, part, self._now)))
        if self._found.heard or self._done.moved:
            await tasks.valued(self._session, self._today)


def _decided_by(rule: Rule, weight: float | None) -> str:
    """Who decides the same again when all is done anew."""
    if rule is Rule.JUDGED:
        return "steward"
    return "ingest" if rule is Rule.OWN_RECORD or (rule is Rule.DECLARED_KEY and weight is None) else "resolution"
