"""Text with a separator between values."""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ingest.field import Field
from ingest.formats.line import BAD_ENCODING, Line, check_columns
from ingest.text import TextLine, text_lines
from runtime.errors import ContractBroken

BAD_QUOTES, WRONG_FIELD_COUNT = "BAD_QUOTES", "WRONG_FIELD_COUNT"
MOST_LINES = 50
"""That a value in quotes may go over."""


@dataclass(frozen=True, slots=True)
class Delimited:
    """Values between separators, one row a line, the column names first (or not there: `header=False`).

    The columns may stand in any order where the header names them. A value in quotes may go over several lines; a quote
    that is never closed breaks its own line and none of those behind it. Where the silo's last line has no end (`ended=False`)
    a cut in its last value is not seen: then the table's exact count of rows matters.
    """

    nests: ClassVar[bool] = False
    separator: str = ","
    quote: str | None = '"'
    encoding: str = "utf-8-sig"
    header: bool = True
    ended: bool = True

    def lines(self, path: Path, fields: Sequence[Field]) -> Iterator[Line]:
        every, columns = text_lines(path, self.encoding, ended=self.ended), tuple(each.name for each in fields)
        if self.header:
            columns = self._columns(path, next(every, TextLine(0, "")), columns)
        broken: Line | None = None
        for line in self._unquoted(every, columns) if self.quote is None else self._rows(_Lines(every), columns):
            if broken:
                yield broken
            broken = line if line.fault else None
            if not line.fault:
                yield line
        if broken and broken.fault in (WRONG_FIELD_COUNT, BAD_QUOTES):
            raise ContractBroken(f"{path.name} is cut in its last row, line {broken.number}: deliver it again.")
        if broken:
            yield broken

    def _unquoted(self, lines: Iterator[TextLine], columns: tuple[str, ...]) -> Iterator[Line]:
        for number, text, fault in lines:
            if fault:
                yield Line(number, {"line": text}, fault)
            elif text:
                values = text.split(self.separator)
                whole = len(values) == len(columns)
                yield Line(number, dict(zip(columns, values, strict=True))) if whole else _uncounted(number, values)

    def _rows(self, lines: "_Lines", columns: tuple[str, ...]) -> Iterator[Line]:
        """Lines whose quotes are even go through one reader, which is quick; each of the others is looked at alone."""
        taken, alone = list[TextLine](), list[TextLine]()

        def even() -> Iterator[str]:
            for line in lines:
                if line.fault or (self.quote and line.text.count(self.quote) % 2):
                    alone.append(line)
                    return
                if line.text:
                    taken.append(line)
                    yield line.text

        while True:
            for values in self._each(even()):
                first, *behind = taken
                taken.clear()
                if values is not None and not behind and len(values) == len(columns):
                    yield Line(first.number, dict(zip(columns, values, strict=True)))
                else:
                    lines.back(behind)
                    yield self._row(first, lines, columns)
            if not alone:
                return
            line = alone.pop()
            yield Line(line.number, {"line": line.text}, line.fault) if line.fault else self._row(line, lines, columns)

    def _each(self, texts: Iterator[str]) -> Iterator[list[str] | None]:
        """The values of each; None where its quotes are not in order."""
        if self.quote is None:
            for text in texts:
                yield text.split(self.separator)
            return
        reader = csv.reader(texts, delimiter=self.separator, quotechar=self.quote, strict=True)
        while True:
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield None

    def _row(self, line: TextLine, lines: "_Lines", columns: tuple[str, ...]) -> Line:
        """A row of this line, or of this one and those behind it up to the one that closes its quotes."""
        text, behind = line.text, list[TextLine]()
        while self.quote and text.count(self.quote) % 2 and len(behind) < MOST_LINES and (more := lines.more()):
            behind.append(more)
            text += "\n" + more.text
        values = self._values(text)
        if values is not None and len(values) == len(columns) and not any(each.fault for each in behind):
            return Line(line.number, dict(zip(columns, values, strict=True)))
        lines.back(behind)
        values = self._values(line.text) if behind else values
        return Line(line.number, _numbered(values or [line.text]), BAD_QUOTES if values is None else WRONG_FIELD_COUNT)

    def _values(self, text: str) -> list[str] | None:
        if self.quote is None or self.quote not in text:
            return text.split(self.separator)
        try:
            (values,) = csv.reader((text,), delimiter=self.separator, quotechar=self.quote, strict=True)
        except csv.Error:
            return None
        return values

    def _columns(self, path: Path, first: TextLine, expected: tuple[str, ...]) -> tuple[str, ...]:
        names = [name.strip() for name in (first.text and self._values(first.text)) or []]
        if "\r" in first.text:
            raise ContractBroken(f"{path.name} ends its lines with CR alone: deliver it with LF or CR LF.")
        if first.fault == BAD_ENCODING:
            raise ContractBroken(f"{path.name} is not text in {self.encoding}: deliver it in that encoding.")
        if set(names).isdisjoint(expected):
            raise ContractBroken(
                f"{path.name}: the first line holds {len(names)} columns and none of the {len(expected)} expected "
                f"({', '.join(expected)}): the separator may be wrong (expected {self.separator!r}) or the header missing."
            )
        check_columns(path, names, expected)
        return tuple(names)


def _uncounted(number: int, values: list[str]) -> Line:
    return Line(number, _numbered(values), WRONG_FIELD_COUNT)


class _Lines:
    """Lines that can be put back."""

    def __init__(self, lines: Iterator[TextLine]) -> None:
        self._lines = lines
        self._back = deque[TextLine]()

    def __iter__(self) -> Iterator[TextLine]:
        while line := self.more():
            yield line

    def more(self) -> TextLine | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def back(self, lines: list[TextLine]) -> None:
        self._back.extendleft(reversed(lines))


def _numbered(values: list[str]) -> dict[str, str]:
    return {str(place): value for place, value in enumerate(values, 1)}
