"""What follows from what was said: golden values, who may see what, and months; worked out anew of all that may have changed."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph import flows, passes, visibility
from graph.ledger import surely
from graph.session import Run, Session
from ingest.abreast import two_at_once
from ingest.match.parties import name_parties
from runtime.batched import batched
from runtime.terminal import Told

Act = Callable[[Run, Sequence[str]], Awaitable[Any]]
AT_ONCE, ASKED_AT_ONCE, PAGE = 1_000, 5_000, 10_000


@dataclass(slots=True)
class Changed:
    """Ids of what a pass has changed: records, records whose relationships to accounts and units did, parties that records have
    left, accounts, and accounts whose movements did."""

    records: set[str] = field(default_factory=set[str])
    related: set[str] = field(default_factory=set[str])
    left: set[str] = field(default_factory=set[str])
    accounts: set[str] = field(default_factory=set[str])
    moved_on: set[str] = field(default_factory=set[str])


@dataclass(frozen=True, slots=True)
class Derivation:
    """As of a day; `told` hears of name, place and sum."""

    session: Session
    trusted: Sequence[str]
    today: date
    told: Told

    async def of(self, changed: Changed) -> None:
        """Of what was changed, of what hangs on it, and of what began or ended by the calendar since the last time."""
        session = self.session
        described = await self._asked(changed.records, visibility.parties_of)
        lapsed = await visibility.lapsed(session, await passes.derived_on(session), self.today)
        accounts = changed.accounts | lapsed[1]
        parties = described | changed.left | lapsed[0]
        parties |= await self._asked(changed.related - changed.records, visibility.parties_of)
        parties |= await self._asked(accounts, visibility.holders_of)
        accounts |= await self._asked(parties, visibility.held_by)
        for ids, act, stage in (
            (described, self._name, "name"),
            (parties, self._place_parties, "place"),
            (accounts, self._place_accounts, "place"),
        ):
            await self._each(batched(sorted(ids), AT_ONCE), act, stage, 0, len(ids))
        portions = await self._portions(sorted(changed.moved_on))
        await self._each(portions, flows.keep, "sum", 0, sum(len(part) for part in portions))

    async def of_everything(self) -> None:
        """Of all that the graph has, a page at a time."""
        await self._through("Party", self._name, "name")
        await self._through("Party", self._place_parties, "place")
        await self._through("Account", self._place_accounts, "place")
        await self._through("Account", flows.keep, "sum")

    async def _through(self, label: str, act: Act, stage: str) -> None:
        done, last, total = 0, "", await visibility.number(self.session, label)
        while ids := await visibility.page(self.session, label, last, PAGE):
            parts = batched(ids, AT_ONCE) if stage != "sum" else await self._portions(ids)
            await self._each(parts, act, stage, done, total)
            done, last = done + len(ids), ids[-1]

    async def _name(self, run: Run, parties: Sequence[str]) -> None:
        await name_parties(run, parties, self.trusted)

    async def _place_parties(self, run: Run, parties: Sequence[str]) -> None:
        await visibility.home_parties(run, parties, self.today)

    async def _place_accounts(self, run: Run, accounts: Sequence[str]) -> None:
        await visibility.home_accounts(run, accounts, self.today)

    async def _portions(self, accounts: Sequence[str]) -> list[list[str]]:
        found = list[list[str]]()
        await two_at_once((flows.portions(self.session, part) for part in batched(accounts, ASKED_AT_ONCE)), found.extend)
        return found

    async def _asked(self, ids: set[str], ask: Callable[[Session, Sequence[str]], Awaitable[set[str]]]) -> set[str]:
        """What the graph says of all of them."""

        async def one(part: Sequence[str]) -> set[str]:
            return await ask(self.session, part)

        found = set[str]()
        await two_at_once((one(part) for part in batched(sorted(ids), ASKED_AT_ONCE)), found.update)
        return found

    async def _each(self, parts: Iterable[Sequence[str]], act: Act, stage: str, done: int, total: int) -> None:
        """What is worked out anew may be worked out twice: a lost answer needs no ledger."""

        async def one(part: Sequence[str]) -> None:
            nonlocal done
            await surely(lambda: self.session.together(lambda run: act(run, part)))
            done += len(part)
            self.told(stage, done, total)

        await two_at_once(one(part) for part in parts)
