"""The forms a silo's file can have: delimited text, fixed width, JSON lines, XML."""

import csv
import json
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Protocol, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from ingest.field import Field
from ingest.row import Raw
from ingest.text import TextLine, opened, text_lines
from runtime.errors import ContractBroken

BAD_ENCODING, BAD_QUOTES, WRONG_FIELD_COUNT = "BAD_ENCODING", "BAD_QUOTES", "WRONG_FIELD_COUNT"
MOST_LINES = 50
"""That a value in quotes may go over."""
DOCTYPE = "<!DOCTYPE"
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

    nests: ClassVar[bool]
    """Whether a row can have rows within it."""

    @property
    def encoding(self) -> str: ...

    def lines(self, path: Path, fields: Sequence[Field]) -> Iterator[Line]: ...


@dataclass(frozen=True, slots=True)
class Delimited:
    """Values between separators, one row a line, the column names first (or not there: `header=False`).

    The columns may stand in any order where the header names them. A value in quotes may go over several lines; a quote
    that is never closed breaks its own line and none of those behind it.
    """

    nests: ClassVar[bool] = False
    separator: str = ","
    quote: str | None = '"'
    encoding: str = "utf-8-sig"
    header: bool = True

    def lines(self, path: Path, fields: Sequence[Field]) -> Iterator[Line]:
        every, columns = text_lines(path, self.encoding), tuple(each.name for each in fields)
        if self.header:
            columns = self._columns(path, next(every, TextLine(0, "")), columns)
        broken: Line | None = None
        for line in self._rows(_Lines(every), columns):
            if broken:
                yield broken
            broken = line if line.fault else None
            if not line.fault:
                yield line
        if broken and broken.fault in (WRONG_FIELD_COUNT, BAD_QUOTES):
            raise ContractBroken(f"{path.name} is cut in its last row, line {broken.number}: deliver it again.")
        if broken:
            yield broken

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
        if sorted(names) == sorted(expected):
            return tuple(names)
        known = [name for name in names if name in expected]
        if not known:
            raise ContractBroken(
                f"{path.name}: the first line holds {len(names)} columns and none of the {len(expected)} expected "
                f"({', '.join(expected)}): the separator may be wrong (expected {self.separator!r}) or the header missing."
            )
        missing = [name for name in expected if name not in names]
        strange = [name for name in names if name not in expected]
        twice = [name for name in known if names.count(name) > 1]
        raise ContractBroken(
            f"{path.name}: the columns are not those of the contract: missing {', '.join(missing) or 'none'}; "
            f"not expected {', '.join(strange) or 'none'}; twice {', '.join(dict.fromkeys(twice)) or 'none'}."
        )


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


@dataclass(frozen=True, slots=True)
class FixedWidth:
    """Values at fixed places, one row a line; widths are bytes, as the machines that write such files count."""

    nests: ClassVar[bool] = False
    encoding: str = "gb18030"

    def lines(self, path: Path, fields: Sequence[Field]) -> Iterator[Line]:
        columns = tuple((each.name, each.width) for each in fields)
        width = sum(each for _, each in columns)
        broken: Line | None = None
        for line in text_lines(path, self.encoding):
            if broken:
                yield broken
            broken = None
            if line.fault:
                yield Line(line.number, {"line": line.text}, line.fault)
                continue
            content = line.text.encode(self.encoding)
            if len(content) != width:
                broken = Line(line.number, {"line": line.text}, "WRONG_LENGTH") if content else None
                continue
            cut = self._cut(content, columns)
            yield Line(line.number, cut) if cut else Line(line.number, {"line": line.text}, BAD_ENCODING)
        if broken:
            raise ContractBroken(f"{path.name} is cut in its last row, line {broken.number}: deliver it again.")

    def _cut(self, content: bytes, columns: Sequence[tuple[str, int]]) -> dict[str, str] | None:
        """None where a place ends within a character."""
        fields, start = dict[str, str](), 0
        try:
            for name, width in columns:
                fields[name] = content[start : start + width].decode(self.encoding)
                start += width
        except UnicodeDecodeError:
            return None
        return fields


@dataclass(frozen=True, slots=True)
class JsonLines:
    """One JSON object a line; numbers are kept as they are written, so that money stays exact."""

    nests: ClassVar[bool] = True
    encoding: str = "utf-8-sig"

    def lines(self, path: Path, fields: Sequence[Field]) -> Iterator[Line]:
        for line in text_lines(path, self.encoding):
            if line.fault:
                yield Line(line.number, {"line": line.text}, line.fault)
            elif text := line.text.strip():
                yield _of_json(line.number, text)


def _of_json(number: int, text: str) -> Line:
    try:
        found: Any = json.loads(text, parse_float=str, parse_int=str, parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return Line(number, {"line": text}, "BAD_JSON")
    if isinstance(found, dict):
        return Line(number, _fields(cast(dict[str, Any], found)))
    return Line(number, {"line": text}, "NOT_AN_OBJECT")


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that is said twice says nothing."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


@dataclass(frozen=True, slots=True)
class Xml:
    """One element a row, by its name without namespace: attributes and elements of plain text are fields,
    elements that repeat or hold others are nested rows. A document type is refused."""

    nests: ClassVar[bool] = True
    row: str
    encoding: str = "utf-8-sig"

    def lines(self, path: Path, fields: Sequence[Field]) -> Iterator[Line]:
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
        decoder, seen = getincrementaldecoder(self.encoding)(), ""
        with opened(path) as file:
            while chunk := file.read(_CHUNK):
                text = decoder.decode(chunk)
                seen = seen[-len(DOCTYPE) :] + text  # it may stand across two chunks
                if DOCTYPE in seen:
                    raise ContractBroken(f"{path.name} declares a document type: XML of a silo must not.")
                parser.feed(text)
                yield
        parser.feed(decoder.decode(b"", final=True))
        parser.close()
        yield


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
