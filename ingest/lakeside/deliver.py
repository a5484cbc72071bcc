"""Writes the bank: a folder for each silo, and the truth beside them."""

from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from ingest.lakeside import truth
from ingest.lakeside.chapters import chapters
from ingest.lakeside.part import Part, Sheet
from ingest.lakeside.silos import cards, core, crm, register, wealth

SEED = 360
SILOS: dict[str, tuple[Sheet, ...]] = {
    "core": core.SHEETS,
    "cards": cards.SHEETS,
    "wealth": wealth.SHEETS,
    "crm": crm.SHEETS,
    "register": register.SHEETS,
}


def write(directory: Path, seed: int = SEED) -> None:
    """Writes every silo's delivery into its sub-folder of `directory`, and `truth.json`: same seed, same bytes."""
    parts = _parts(seed)
    with ExitStack() as open_files:
        files = [(sheet, _opened(directory / silo, sheet, open_files)) for silo, sheets in SILOS.items() for sheet in sheets]
        for part in parts:
            for sheet, file in files:
                file.writelines(line + "\n" for line in sheet.lines(part))
        for sheet, file in files:
            file.write(sheet.last)
    truth.write(directory / "truth.json", parts)


def _parts(seed: int) -> list[Part]:
    told = list(chapters())
    offerings = {each.code: each for chapter in told for each in chapter.offerings}
    return [Part(chapter, offerings, seed) for chapter in told]


def _opened(folder: Path, sheet: Sheet, open_files: ExitStack) -> TextIO:
    folder.mkdir(parents=True, exist_ok=True)
    file = open_files.enter_context((folder / sheet.file).open("w", encoding=sheet.encoding, newline=""))
    file.write(sheet.first)
    return file
