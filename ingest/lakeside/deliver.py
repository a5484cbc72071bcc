"""Writes the bank: a folder for each silo, and the truth beside them."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from ingest.lakeside.cast import Chapter, Offering
from ingest.lakeside.chapters import chapters
from ingest.lakeside.grids import Book, written
from ingest.lakeside.part import Part, Sheet
from ingest.lakeside.silos import app, bureau, calls, cards, core, crm, loans, register, tax, wealth
from ingest.lakeside.truth import Truth

SEED = 360
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


def write(directory: Path, size: str = "story", seed: int = SEED) -> None:
    """Writes every silo's delivery into its sub-folder of `directory`, and `truth.json`: same seed, same bytes.

    Raises BadQuestion where there is no such size.
    """
    bank, told = parts(size, seed), Truth()
    with ExitStack() as open_files:
        files = [(sheet, _opened(directory / silo, sheet, open_files)) for silo, sheets in SILOS.items() for sheet in sheets]
        grids = open_files.enter_context(written(directory, BOOKS))
        for part in bank:
            for sheet, file in files:
                file.writelines(line + "\n" for line in sheet.lines(part))
            for grid, add in grids:
                add(list(grid.rows(part)))
            told.add(part)
        for sheet, file in files:
            file.write(sheet.last)
    told.write(directory / "truth.json")


def parts(size: str = "story", seed: int = SEED) -> Iterator[Part]:
    """Chapter after chapter, each with its ledger. Raises BadQuestion where there is no such size."""
    return _parts(chapters(size), seed)


def _parts(told: Iterable[Chapter], seed: int) -> Iterator[Part]:
    offerings: dict[str, Offering] = {}
    for chapter in told:
        offerings |= {each.code: each for each in chapter.offerings}
        yield Part(chapter, offerings, seed)


def _opened(folder: Path, sheet: Sheet, open_files: ExitStack) -> TextIO:
    folder.mkdir(parents=True, exist_ok=True)
    file = open_files.enter_context((folder / sheet.file).open("w", encoding=sheet.encoding, newline=""))
    file.write(sheet.first)
    return file
