"""Writes the bank: a folder for each silo, two smaller deliveries of other days, and the truth beside them."""

import json
import os
import signal
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from ingest.lakeside import truth
from ingest.lakeside.bundle import SEED
from ingest.lakeside.chapters import OFFERINGS, Plan, chapter, plans
from ingest.lakeside.grids import Book, Cells, written
from ingest.lakeside.ledger import DELIVERED, EARLIER, LATER, OPENED
from ingest.lakeside.part import Part, Sheet
from ingest.lakeside.silos import app, bureau, calls, cards, core, crm, loans, register, tax, wealth
from runtime.home import writing

SILOS: dict[str, tuple[Sheet, ...]] = {
    "core": core.SHEETS,
    "cards": cards.SHEETS,
    "wealth": wealth.SHEETS,
    "crm": crm.SHEETS,
    "register": register.SHEETS,
    "calls": calls.SHEETS,
    "bureau": bureau.SHEETS,
    "tax": tax.SHEETS,
}
BOOKS = (Book("loans", loans.GRIDS, "loans.db"), Book("app", app.GRIDS))
GRIDS = tuple((book.silo, grid) for book in BOOKS for grid in book.grids)
TRUTH = "truth"
BESIDE = ("core", "crm")
FEWEST_TO_SHARE = 4
"""Chapters: below, one process is done before a second has begun."""


@dataclass(frozen=True, slots=True)
class Day:
    """A delivery: the bank as it was `on` that day, with the movements `since` another; `folder` is where it stands."""

    folder: str
    on: date
    since: date
    silos: tuple[str, ...]


MAIN = Day("", DELIVERED, OPENED, tuple(SILOS))
EARLIER_DAY = Day(f"earlier/{EARLIER}/", EARLIER, date(2026, 9, 1), BESIDE)
LATER_DAY = Day(f"later/{LATER}/", LATER, date(2026, 10, 25), BESIDE)
DAYS = (MAIN, EARLIER_DAY, LATER_DAY)


@dataclass(frozen=True, slots=True)
class File:
    """One file of the whole, as `path` under the directory, of one day; the truth is the main day's."""

    path: str
    sheet: Sheet
    day: Day


FILES = (
    *(File(f"{day.folder}{silo}/{sheet.file}", sheet, day) for day in DAYS for silo in day.silos for sheet in SILOS[silo]),
    *(File(f"{TRUTH}/{sheet.file}", sheet, MAIN) for sheet in truth.SHEETS),
)


@dataclass(frozen=True, slots=True)
class Pages:
    """What one chapter adds to each of FILES and to each of GRIDS, and what it holds."""

    contents: tuple[bytes, ...]
    rows: tuple[list[Cells], ...]
    counts: Counter[str]


def write(directory: Path, size: str = "story", seed: int = SEED, processes: int | None = None) -> None:
    """Writes every silo's delivery into its sub-folder of `directory`, and `truth/`: same size and seed, same bytes.

    `processes` is how many generate it, as many as there are cores without it; memory is some chapters for each of
    them, however large the bank. Raises BadQuestion where there is no such size, NoSpace where the disk is full.
    """
    with writing(directory):
        _write(directory, size, seed, processes)


def _write(directory: Path, size: str, seed: int, processes: int | None) -> None:
    every, counts = plans(size), Counter[str]()
    with ExitStack() as held:
        files = [held.enter_context(_made(directory / file.path).open("wb")) for file in FILES]
        for file, opened in zip(FILES, files, strict=True):
            opened.write(file.sheet.first.encode(file.sheet.encoding))
        grids = held.enter_context(written(directory, BOOKS))
        for pages in _rendered(every, seed, processes or os.cpu_count() or 1):
            counts += pages.counts
            for (_, add), rows in zip(grids, pages.rows, strict=True):
                add(rows)
            for opened, content in zip(files, pages.contents, strict=True):
                opened.write(content)
        for file, opened in zip(FILES, files, strict=True):
            opened.write(file.sheet.last.encode(file.sheet.encoding))
    _made(directory / TRUTH / "bank.json").write_text(
        json.dumps(_head(size, seed, every, counts), indent=1) + "\n", encoding="utf-8"
    )


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _head(size: str, seed: int, every: list[Plan], counts: Counter[str]) -> dict[str, object]:
    whole = all(plan.beside for plan in every)
    facts = {sheet.file.removesuffix(".jsonl"): counts[f"{TRUTH}/{sheet.file}"] for sheet in truth.SHEETS}
    return {
        "bank": "Lakeside Bank", "size": size, "seed": seed, "customers": counts["customers"], "parties": counts["parties"],
        "chapters": len(every), "deliveries": [
            {"folder": day.folder or ".", "on": str(day.on), "silos": _silos(day), "whole": day is MAIN or whole} for day in DAYS
        ],
        "facts": facts, "lines": {path: count for path, count in sorted(counts.items()) if "/" in path and TRUTH not in path},
    }  # fmt: skip


def _silos(day: Day) -> tuple[str, ...]:
    return (*day.silos, *(book.silo for book in BOOKS)) if day is MAIN else day.silos


def _rendered(every: Iterable[Plan], seed: int, processes: int) -> Iterator[Pages]:
    """In the order of the chapters; no more than a few are made before they are written."""
    told = list(every)
    if processes == 1 or len(told) < FEWEST_TO_SHARE:
        yield from (render(plan, seed) for plan in told)
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), _patient) as pool:
        left, ahead = iter(told), deque[Future[Pages]]()
        ahead.extend(pool.submit(render, plan, seed) for plan in islice(left, processes * 2))
        while ahead:
            yield ahead.popleft().result()
            ahead.extend(pool.submit(render, plan, seed) for plan in islice(left, 1))


def _patient() -> None:
    """Ctrl-C ends the one who writes; who generates ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def render(plan: Plan, seed: int) -> Pages:
    """A chapter as bytes."""
    main = Part(chapter(plan, seed), OFFERINGS, seed)
    states = {day: main if day is MAIN else main.at(day.on, day.since) for day in DAYS if day is MAIN or plan.beside}
    counts, contents = truth.tally(main), list[bytes]()
    for file in FILES:
        lines = list(file.sheet.lines(states[file.day])) if file.day in states else []
        counts[file.path] += len(lines)
        contents.append("".join(f"{line}\n" for line in lines).encode(file.sheet.encoding))
    tables = tuple(list(grid.rows(main)) for _, grid in GRIDS)
    counts += Counter({f"{silo}/{grid.name}": len(rows) for (silo, grid), rows in zip(GRIDS, tables, strict=True)})
    return Pages(tuple(contents), tables, counts)


def parts(size: str = "story", seed: int = SEED) -> Iterator[Part]:
    """Chapter after chapter, each with its ledger. Raises BadQuestion where there is no such size."""
    return (Part(chapter(plan, seed), OFFERINGS, seed) for plan in plans(size))
