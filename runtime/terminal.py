"""What a person sees while something takes its time: bars on a terminal, nothing elsewhere."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

OUT = Console()
ERR = Console(stderr=True)
Told = Callable[[str, int, int], None]
WORDS = {"fetch": "Fetching Neo4j", "start": "Starting Neo4j and Valkey", "ready": "Neo4j and Valkey are ready"}


@contextmanager
def bar(name: str, *, quiet: bool = False) -> Generator[Told]:
    """A bar that is told (step, how far, how far it goes); on standard error, plain lines where that is no terminal."""
    words, far = TextColumn("{task.description}"), TextColumn("{task.fields[far]}")
    columns = (SpinnerColumn(), words, BarColumn(), far, TimeElapsedColumn())
    with Progress(*columns, console=ERR, disable=quiet or not ERR.is_terminal, transient=True) as progress:
        task = progress.add_task(name, total=None, far="")
        last = ""

        def told(step: str, done: int, total: int) -> None:
            nonlocal last
            said = WORDS.get(step, f"{name}: {step}")
            progress.update(task, description=said, completed=done, total=total or None, far=_far(step, done, total))
            if step != last and not quiet and not ERR.is_terminal:
                ERR.print(said, soft_wrap=True)
            last = step

        yield told


def _far(step: str, done: int, total: int) -> str:
    if step == "fetch":
        return f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB"
    return f"{done:,} of {total:,}" if total > 1 else ""
