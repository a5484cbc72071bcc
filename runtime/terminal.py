"""What a person sees while something takes its time: bars on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

WIDE = 200  # columns of a table that goes into a file or another program
OUT = Console() if Console().is_terminal else Console(width=WIDE)
ERR = Console(stderr=True)
Told = Callable[[str, int, int], None]
WORDS = {"fetch": "Fetching Neo4j", "start": "Starting Neo4j and Valkey", "ready": "Neo4j and Valkey are ready"}
FEW = 10  # parts of unlike length, which tell nothing of how long the others take
LINE_SECONDS = 10.0  # between two lines about one step, where there is no terminal


class Step:
    """One step of something long: since when, how far, how fast, how much longer."""

    def __init__(self, name: str, now: float) -> None:
        self.name, self.since, self.told = name, now, now

    def far(self, done: int, total: int, now: float) -> str:
        """`12,000 of 99,000, 5,400/s, 0:16 left`; of what has no known end, how many so far."""
        if self.name == "fetch":
            return f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB"
        if max(done, total) <= 1:
            return ""
        seconds = now - self.since
        rate = done / seconds if seconds >= 1 and not 0 < total < FEW else 0.0
        parts = [f"{done:,} of {total:,}" if total else f"{done:,}"]
        parts += [f"{rate:,.0f}/s"] if rate else []
        left = (total - done) / rate if rate and total > done else 0.0
        parts += [f"{int(left) // 60}:{int(left) % 60:02} left"] if left >= 1 else []
        return ", ".join(parts)


@contextmanager
def bar(name: str, *, quiet: bool = False) -> Generator[Told]:
    """A bar that is told (step, how far, how far it goes or 0); on standard error, plain lines where that is no terminal."""
    words, far = TextColumn("{task.description}"), TextColumn("{task.fields[far]}")
    columns = (SpinnerColumn(), words, BarColumn(), far, TimeElapsedColumn())
    with Progress(*columns, console=ERR, disable=quiet or not ERR.is_terminal, transient=True) as progress:
        task = progress.add_task(name, total=None, far="")
        step = Step("", monotonic())

        def told(to: str, done: int, total: int) -> None:
            nonlocal step
            now, begins = monotonic(), to != step.name
            step = Step(to, now) if begins else step
            said, how_far = WORDS.get(to, f"{name}: {to}"), step.far(done, total, now)
            progress.update(task, description=said, completed=done, total=total or None, far=how_far)
            if not quiet and not ERR.is_terminal and (begins or now - step.told >= LINE_SECONDS):
                step.told = now
                ERR.print(f"{said} {how_far}".rstrip() if not begins else said, soft_wrap=True, highlight=False)

        yield told


def unheard(step: str, done: int, total: int) -> None:
    """Nobody wants to know how far it is."""
