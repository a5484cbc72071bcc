"""A round of chaos: a scenario's deliveries, loaded while something breaks, and begun again until they are complete."""

import asyncio
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from urllib.parse import urlparse

from benchmarks.chaos.census import Census, census, wipe
from benchmarks.chaos.child import PASSWORD, Task
from benchmarks.chaos.engine import Engine
from benchmarks.chaos.faults import DATABASE, DIE, KILL, LEAVE, STOP, Fault, faults
from benchmarks.chaos.scenarios import Delivered, Scenario
from benchmarks.children import ROOT
from graph.session import Session
from runtime.errors import Unavailable
from tests.graph.proxy import Proxy

TRIES, SECONDS = 12, 180.0
KILLED, LATER = -9, Unavailable.exit


@dataclass(slots=True)
class Undisturbed:
    """What a scenario makes of an empty graph; how many messages of each tag and signs of progress each delivery takes."""

    census: Census
    messages: list[Counter[int]]
    signs: list[int]


@dataclass(slots=True)
class Round:
    """What became of one."""

    seed: int
    scenario: str
    kind: str
    broken: list[str] = field(default_factory=list[str])
    resumes: int = 0
    seconds: float = 0.0
    lost: Counter[str] = field(default_factory=Counter[str])
    doubled: Counter[str] = field(default_factory=Counter[str])
    fault: str = ""

    def __str__(self) -> str:
        what = f"FAILED: {self.fault}" if self.fault else "ok"
        where = ", ".join(self.broken) or "nothing broke"
        return (
            f"{self.seed:>5}  {self.scenario:<8}  {self.kind:<13}  {self.resumes} resumed  {self.seconds:5.1f} s  {what}  ({where})"
        )


class Surprise(Exception):
    """A pass ended in a way that neither a broken line nor a dead process explains."""


class Arena:
    """Where rounds take place: one database, wiped before each, that all reach through one proxy."""

    def __init__(
        self, session: Session, proxy: Proxy, user: str, password: str, folder: Path, engine: Engine | None = None
    ) -> None:
        self._session, self._proxy, self._folder = session, proxy, folder
        self._user, self._password, self._engine = user, password, engine
        self._known = dict[str, Undisturbed]()
        self._return: asyncio.Task[None] | None = None
        self._down = False

    async def undisturbed(self, scenario: Scenario, deliveries: Sequence[Delivered]) -> Undisturbed:
        """What is to come out, worked out once. Raises Surprise where a pass fails by itself."""
        if scenario.name not in self._known:
            await wipe(self._session)
            messages, signs = list[Counter[int]](), list[int]()
            with TemporaryDirectory(dir=self._folder) as home:
                for each in deliveries:
                    self._proxy.counts.clear()
                    code, printed = await self._ran(self._task(scenario, each, home), None, [])
                    if code:
                        raise Surprise(f"{scenario.name} fails undisturbed: {printed}")
                    messages.append(self._proxy.counts.copy())
                    signs.append(int(printed))
            self._known[scenario.name] = Undisturbed(await census(self._session), messages, signs)
        return self._known[scenario.name]

    async def round(self, seed: int, scenario: Scenario, deliveries: Sequence[Delivered], kind: str) -> Round:
        """Loads every delivery, while this kind of thing happens to one of them and maybe to its resumption, and compares."""
        expected = await self.undisturbed(scenario, deliveries)
        kind = KILL if kind == LEAVE and scenario.joined else kind
        random = Random(f"{seed}/{scenario.name}/{kind}")
        chosen = random.randrange(len(deliveries))
        happens = faults(random, kind, expected.messages[chosen], expected.signs[chosen])
        return await self.loaded(Round(seed, scenario.name, kind), scenario, deliveries, {chosen: happens})

    async def loaded(
        self, done: Round, scenario: Scenario, deliveries: Sequence[Delivered], happens: Mapping[int, Sequence[Fault]]
    ) -> Round:
        """Loads every delivery into an empty graph while one fault after the other happens to some (by place), and compares."""
        expected, began = await self.undisturbed(scenario, deliveries), monotonic()
        await wipe(self._session)
        try:
            with TemporaryDirectory(dir=self._folder) as home:
                left = list[Task]()
                for place, each in enumerate(deliveries):
                    task = self._task(scenario, each, home)
                    left += [] if await self._complete(task, happens.get(place, ()), done) else [task]
                for task in left:
                    await self._complete(task, (), done)
            _compare(expected.census, await census(self._session), done)
        except Surprise as fault:
            done.fault = str(fault)
        done.seconds = monotonic() - began
        return done

    def _task(self, scenario: Scenario, each: Delivered, home: str) -> Task:
        on = each.on.isoformat() if each.on else None
        place = (self._proxy.uri, self._user, self._session.database, home)
        return Task(*place, each.source, str(each.folder), on=on, batch=scenario.batch)

    async def _complete(self, task: Task, happens: Sequence[Fault], done: Round) -> bool:
        """False where it was left broken."""
        for number in range(TRIES):
            fault = happens[number] if number < len(happens) else None
            code, printed = await self._ran(task, fault, done.broken)
            await self._up()
            if code == 0:
                return True
            if code not in (KILLED, LATER):
                raise Surprise(f"exit code {code}: {printed[-400:]}")
            done.resumes += 1
            if fault and fault.kind == LEAVE:
                return False
            done.broken[-1:] = [f"{done.broken[-1]} → {_ending(code, printed)}"] if done.broken else [_ending(code, printed)]
        raise Surprise(f"not complete after {TRIES} tries")

    async def _ran(self, task: Task, fault: Fault | None, broken: list[str]) -> tuple[int, str]:
        """The exit code of a pass, and what it printed."""
        mine = replace(task, patience=not fault or fault.patience, dies_at=fault.nth if fault and fault.kind == DIE else 0)
        process = await asyncio.create_subprocess_exec(
            *mine.words(),
            cwd=ROOT,
            env={**os.environ, PASSWORD: self._password},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        if fault and fault.kind != DIE:
            self._proxy.cut(fault.place, fault.nth, lambda: self._break(fault, process, broken))
        try:
            async with asyncio.timeout(SECONDS):
                printed, _ = await process.communicate()
        except TimeoutError:
            raise Surprise(f"hung for {SECONDS:.0f} s") from None
        finally:  # also where somebody stops the run
            self._proxy.cuts.clear()
            if process.returncode is None:
                process.kill()
                await process.communicate()
        assert process.returncode is not None
        if fault and fault.kind == DIE and process.returncode == KILLED:
            broken.append(str(fault.kind))
        return process.returncode, printed.decode()

    def _break(self, fault: Fault, process: asyncio.subprocess.Process, broken: list[str]) -> None:
        broken.append(str(fault))
        if fault.kind in (KILL, LEAVE):
            process.kill()
        elif fault.kind in (DATABASE, STOP):
            assert self._engine
            if fault.kind == STOP:
                self._engine.end()
            else:
                self._engine.kill()
                self._proxy.hang_up()
            self._down = True
            self._return = asyncio.create_task(self._restart(self._engine)) if fault.patience else None

    async def _up(self) -> None:
        """Whatever was killed is there again: a pass that waits got it back at once, another only now."""
        if self._down:
            assert self._engine
            await (self._return or self._restart(self._engine))
            self._down = False

    async def _restart(self, engine: Engine) -> None:
        await asyncio.to_thread(engine.stop)
        await asyncio.to_thread(engine.start)
        address = urlparse(engine.uri)
        self._proxy.server = (address.hostname or "", address.port or 0)


def _ending(code: int, printed: str) -> str:
    """A kill, or the name of the fault that a pass told last."""
    return "killed" if code == KILLED else printed.strip().splitlines()[-1].partition(":")[0]


def _compare(expected: Census, found: Census, done: Round) -> None:
    done.lost, done.doubled = expected.lost(found), found.lost(expected)
    if done.lost or done.doubled:
        done.fault = f"lost {dict(done.lost)}, doubled {dict(done.doubled)}"
    elif found.digest != expected.digest:
        done.fault = "as many of each, but something says other than it should"
