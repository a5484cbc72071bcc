"""Which separator parts the lines of a text into columns, and what the columns are called."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.field import Field
from ingest.formats import Delimited
from runtime.errors import ContractBroken, SourceUnreadable

SEPARATORS = ("|", "\t", ";", ",")
VALUE = re.compile(r"[\d.,:/+\- ]*\d[\d.,:/+\- ]*|\S+@\S+")
"""What is no name of a column: a number, a date, an e-mail address."""


def delimited(path: Path, text: str, encoding: str) -> tuple[Delimited, tuple[str, ...]]:
    """The form that parts every line alike into the most columns. Raises SourceUnreadable where none does."""
    line, found = text.split("\n", 1)[0].rstrip("\r"), list[tuple[Delimited, tuple[str, ...]]]()
    most = 1
    for separator in SEPARATORS:
        for quote in ('"', None):
            form = Delimited(separator, quote, encoding, ended=text.endswith("\n"))
            names = _values(line, form)
            if names is None:
                continue
            named = _named(form, names)
            most = max(most, len(names)) if quote or _values(line, Delimited(separator)) is None else most
            if _parts(path, *named):
                found.append(named)
                break
    if not found or (most > 1 and all(len(names) == 1 for _, names in found)):
        raise SourceUnreadable(f"{path.name} is no table: neither a comma, a tab, | nor ; parts all of its lines alike.")
    return max(found, key=lambda one: len(one[1]))


def _named(form: Delimited, first: list[str]) -> tuple[Delimited, tuple[str, ...]]:
    """With the names of the first line, or numbered columns where that holds values."""
    names = [name.strip() for name in first]
    if len(set(names)) == len(names) and any(names) and not any(VALUE.fullmatch(name) for name in names):
        return form, tuple(names)
    bare = Delimited(form.separator, form.quote, form.encoding, header=False, ended=form.ended)
    return bare, tuple(f"c{place}" for place in range(1, len(names) + 1))


def _values(line: str, form: Delimited) -> list[str] | None:
    if form.quote is None:
        return line.split(form.separator)
    try:
        (values,) = csv.reader((line,), delimiter=form.separator, quotechar=form.quote, strict=True)
    except (csv.Error, ValueError):
        return None
    return values


def _parts(path: Path, form: Delimited, names: tuple[str, ...]) -> bool:
    """Whether every row has a value for each name."""
    try:
        return not any(_faults(path, form, names))
    except ContractBroken:
        return False


def _faults(path: Path, form: Delimited, names: tuple[str, ...]) -> Iterator[str]:
    for line in form.lines(path, [Field(name) for name in names]):
        if line.fault:
            yield line.fault
