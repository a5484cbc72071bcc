"""The forms a silo's file can have: delimited text, fixed width, JSON lines, XML."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from ingest.row import Raw
from runtime.errors import ContractBroken

_CHUNK = 1 << 16


class Line(NamedTuple):
    """One row as it stands in the file; `fault` is why it can't be taken apart, in capitals."""

    number: int
    fields: Raw
    fault: str | None = None


class Format(Protocol):
    """A file as its rows, one at a time. Raises ContractBroken where the file is not what the contract says.

    `number` is the line in the file (in XML: which row it is), from one.
    """

    @property
    def encoding(self) -> str: ...

    def lines(self, path: Path) -> Iterator[Line]: ...


@dataclass(frozen=True, slots=True)
class Delimited:
    """Values between separators, one row a line, the column names first (or not there: `header=False`)."""

    columns: tuple[str, ...]
    separator: str = ","
    quote: str | None = '"'
    encoding: str = "utf-8-sig"
    header: bool = True

    def lines(self, path: Path) -> Iterator[Line]:
        with path.open(encoding=self.encoding, newline="") as file:
            quoting = csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE
            rows = csv.reader(file, delimiter=self.separator, quotechar=self.quote, quoting=quoting, strict=True)
            if self.header:
                self._check_header(path, self._header(rows))
            broken: Line | None = None
            while True:
                try:
                    values = next(rows)
                except StopIteration:
                    break
                except csv.Error:
                    values = None
                if broken:
                    yield broken
                broken = None
                if values is None or len(values) != len(self.columns):
                    if values != []:
                        broken = Line(rows.line_num, _numbered(values or []), _delimited_fault(values))
                    continue
                yield Line(rows.line_num, dict(zip(self.columns, values, strict=True)))
            if broken:
                raise ContractBroken(f"{path.name} is cut in its last row, line {broken.number}: deliver it again.")

    def _header(self, rows: Iterator[list[str]]) -> list[str]:
        """The first line's values; nothing of it where quotes and separators do not go together."""
        try:
            return next(rows, list[str]())
        except csv.Error:
            return []

    def _check_header(self, path: Path, found: list[str]) -> None:
        names = [name.strip() for name in found]
        if names == list(self.columns):
            return
        known = [name for name in names if name in self.columns]
        if not known:
            raise ContractBroken(
                f"{path.name}: the first line holds {len(names)} columns and none of the {len(self.columns)} expected "
                f"({', '.join(self.columns)}): the separator may be wrong (expected {self.separator!r}) or the header missing."
            )
        missing = [name for name in self.columns if name not in names]
        strange = [name for name in names if name not in self.columns]
        raise ContractBroken(
            f"{path.name}: the columns are not those of the contract: missing {', '.join(missing) or 'none'}; "
            f"not expected {', '.join(strange) or 'none'}; the order expected is {', '.join(self.columns)}."
        )


@dataclass(frozen=True, slots=True)
class FixedWidth:
    """Values at fixed places, one row a line; widths are bytes, as the machines that write such files count."""

    columns: tuple[tuple[str, int], ...]
    encoding: str = "gb18030"

    def lines(self, path: Path) -> Iterator[Line]:
        width = sum(each for _, each in self.columns)
        broken: Line | None = None
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if broken:
                    yield broken
                broken = None
                content = line.rstrip(b"\r\n")
                if len(content) != width:
                    text = content.decode(self.encoding, "replace")
                    broken = Line(number, {"line": text}, "WRONG_LENGTH") if content else None
                    continue
                yield Line(number, self._cut(content))
        if broken:
            raise ContractBroken(f"{path.name} is cut in its last row, line {broken.number}: deliver it again.")

    def _cut(self, content: bytes) -> dict[str, str]:
        fields, start = dict[str, str](), 0
        for name, width in self.columns:
            fields[name] = content[start : start + width].decode(self.encoding)
            start += width
        return fields


@dataclass(frozen=True, slots=True)
class JsonLines:
    """One JSON object a line; numbers are kept as they are written, so that money stays exact."""

    encoding: str = "utf-8-sig"

    def lines(self, path: Path) -> Iterator[Line]:
        with path.open(encoding=self.encoding) as file:
            for number, text in enumerate(file, 1):
                if not text.strip():
                    continue
                try:
                    found: Any = json.loads(text, parse_float=str, parse_int=str)
                except ValueError:
                    yield Line(number, {"line": text.strip()}, "BAD_JSON")
                    continue
                if isinstance(found, dict):
                    yield Line(number, _fields(cast(dict[str, Any], found)))
                else:
                    yield Line(number, {"line": text.strip()}, "NOT_AN_OBJECT")


@dataclass(frozen=True, slots=True)
class Xml:
    """One element a row, by its name without namespace: attributes and elements of plain text are fields,
    elements that repeat or hold others are nested rows. A document type is refused."""

    row: str
    encoding: str = "utf-8-sig"

    def lines(self, path: Path) -> Iterator[Line]:
        parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
        number, depth, inside = 0, 0, 0
        try:
            for _ in self._feed(path, parser):
                for event, element in cast("Iterator[tuple[str, Element[str]]]", parser.read_events()):
                    depth += 1 if event == "start" else -1
                    if _local(element) == self.row and event == "start":
                        inside = inside or depth
                    elif event == "end" and depth + 1 == inside:
                        number, inside = number + 1, 0
                        yield Line(number, _element(element))
                        element.clear()
        except ParseError as fault:
            raise ContractBroken(
                f"{path.name} is not well-formed XML at line {fault.position[0]}: it may be cut; deliver it again."
            ) from None

    def _feed(self, path: Path, parser: "XMLPullParser[Any]") -> Iterator[None]:
        with path.open(encoding=self.encoding) as file:
            while chunk := file.read(_CHUNK):
                if "<!DOCTYPE" in chunk:
                    raise ContractBroken(f"{path.name} declares a document type: XML of a silo must not.")
                parser.feed(chunk)
                yield
        parser.close()
        yield


def _delimited_fault(values: list[str] | None) -> str:
    return "BAD_QUOTES" if values is None else "WRONG_FIELD_COUNT"


def _numbered(values: list[str]) -> dict[str, str]:
    return {str(place): value for place, value in enumerate(values, 1)}


def _fields(found: dict[str, Any]) -> Raw:
    return {name: _value(value) for name, value in found.items()}


def _value(value: Any) -> str | list[Raw]:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dict():
            return [_fields(cast(dict[str, Any], value))]
        case list():
            return [_object(one) for one in cast(list[Any], value)]
        case _:
            return str(value)


def _object(one: Any) -> Raw:
    return _fields(cast(dict[str, Any], one)) if isinstance(one, dict) else {"value": _value(one)}


def _element(element: "Element[str]") -> Raw:
    fields: dict[str, str | list[Raw]] = dict(element.attrib)
    children = list(element)
    names = [_local(child) for child in children]
    for name, child in zip(names, children, strict=True):
        if names.count(name) == 1 and not len(child) and not child.attrib:
            fields[name] = child.text or ""
        else:
            rows = fields.setdefault(name, [])
            if isinstance(rows, list):
                rows.append(_element(child) if len(child) or child.attrib else {"value": child.text or ""})
    if not children and element.text and element.text.strip():
        fields["value"] = element.text
    return fields


def _local(element: "Element[str]") -> str:
    return element.tag.rpartition("}")[2]
