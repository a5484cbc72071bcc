"""JSON: an object a line, or one document with an array of objects in it."""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, cast

from ingest.field import Field
from ingest.formats.line import BAD_ENCODING, CHUNK, DEEPEST, TOO_DEEP, Line
from ingest.row import Raw
from ingest.text import LONGEST, check_encoding, opened, text_lines
from runtime.errors import ContractBroken

_BLANK = re.compile(r"[ \t\r\n]*")
_NO_TEXT = re.compile("[\udc80-\udcff]")  # bytes that are no text, as they are kept until their row is told


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
                yield object_line(line.number, text)


@dataclass(frozen=True, slots=True)
class Json:
    """One document with an array of objects, a row each: the document itself, or what stands under `path` (`data.records`).

    It is read as a stream: one object at a time is in memory, and may have a megabyte. Beside the array there may be other
    values, which are passed over. An element that is no object, says a key twice or is no text is a broken row; a document
    that is cut or no JSON is refused with the line it broke at.
    """

    nests: ClassVar[bool] = True
    path: str = ""
    encoding: str = "utf-8-sig"

    def lines(self, path: Path, fields: Sequence[Field]) -> Iterator[Line]:
        keys, document = self.path.split(".") if self.path else [], _Document(path, self.encoding)
        for key in keys:
            document.enter(key)
        yield from document.elements()
        for key in reversed(keys):
            document.leave(key)
        document.end()


class _Document:
    """A JSON document from the place that was reached: only as much of its text is kept as is needed at once."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._name, self._parts = path.name, _parts(path, encoding)
        self._text, self._at, self._line, self._ended = "", 0, 1, False

    def enter(self, key: str) -> None:
        """Into the object that stands here, to the value of a key; what stands before it is passed over."""
        self._expect("{", f"an object with {key}")
        for found in self._keys(behind_value=False):
            if found == key:
                return
            self._pass_over()
        raise ContractBroken(f"{self._name} has nothing at {key}: it is another document, or its form has changed.")

    def leave(self, key: str) -> None:
        """Over the rest of the object around here."""
        for found in self._keys(behind_value=True):
            if found == key:
                raise self._broken(f"{key} stands a second time")
            self._pass_over()

    def end(self) -> None:
        if self._sign():
            raise self._broken("something stands behind its end")

    def elements(self) -> Iterator[Line]:
        """Each element of the array that stands here, as a row; ends behind the array."""
        self._expect("[", "an array of objects")
        number, sign = 0, self._sign()
        while sign != "]":
            number += 1
            yield self._element(number)
            sign = self._sign()
            if sign not in (",", "]"):
                raise self._broken("expected is a comma or the end of the array")
            self._at += sign == ","
        self._at += 1

    def _element(self, number: int) -> Line:
        fault = ""
        self._sign()
        try:
            found, end = self._scanned(_STRICT)
        except _Refused:
            (found, end), fault = self._scanned(_LENIENT), "BAD_JSON"
        text, self._at = self._text[self._at : end], end
        if not text.isascii() and _NO_TEXT.search(text):
            return Line(number, {"line": text.encode(errors="surrogateescape").decode(errors="backslashreplace")}, BAD_ENCODING)
        return Line(number, {"line": text}, fault) if fault else _of_value(number, found, text)

    def _keys(self, *, behind_value: bool) -> Iterator[str]:
        """The keys of the object around here; whoever takes one goes behind its value before the next."""
        while True:
            sign = self._sign()
            if sign == "}":
                self._at += 1
                return
            if behind_value:
                self._expect(",", "a comma or the end of the object")
            if self._sign() != '"':
                raise self._broken("expected is a key")
            key, self._at = self._scanned(_LENIENT)
            self._expect(":", "a colon")
            behind_value = True
            yield key

    def _pass_over(self) -> None:
        self._sign()
        _, self._at = self._scanned(_LENIENT)

    def _expect(self, sign: str, what: str) -> None:
        if self._sign() != sign:
            raise self._broken(f"expected is {what}")
        self._at += 1

    def _sign(self) -> str:
        """The next character that is no blank, which is gone to; "" at the end."""
        while True:
            blank = _BLANK.match(self._text, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _scanned(self, decoder: json.JSONDecoder) -> tuple[Any, int]:
        """The value that stands here, and where it ends."""
        while True:
            try:
                found, end = decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                if len(self._text) - self._at > LONGEST:
                    raise self._broken("it is no JSON from here on, or an object has more than a megabyte") from None
                if not self._more():
                    raise self._broken("it may be cut") from None
            except RecursionError:
                raise self._broken("it is nested too deep") from None
            else:
                if end < len(self._text) or not self._more():  # a number may go on
                    return found, end

    def _more(self) -> bool:
        """Reads on, as much again as a value has so far; what lies behind is forgotten."""
        self._line += self._text.count("\n", 0, self._at)
        parts, wanted = [self._text[self._at :]], len(self._text) - self._at
        self._at = 0
        for part in self._parts:
            parts.append(part)
            wanted -= len(part)
            if wanted <= 0:
                break
        self._text = "".join(parts)
        return len(parts) > 1

    def _broken(self, what: str) -> ContractBroken:
        line = self._line + self._text.count("\n", 0, self._at)
        return ContractBroken(f"{self._name} is no JSON document as agreed, line {line}: {what}; deliver it again.")


class _Refused(ValueError):
    """A value that JSON's grammar allows and we do not."""


class _TooDeep(Exception):
    """A value within more others than anybody means."""


def _parts(path: Path, encoding: str) -> Iterator[str]:
    """The text a part at a time; bytes that are none in this encoding are kept as halves of characters."""
    decoder = getincrementaldecoder(encoding)("surrogateescape")
    with opened(path) as file:
        first = part = file.read(CHUNK)
        check_encoding(path, first, encoding)
        while part:
            yield decoder.decode(part)
            part = file.read(CHUNK)
    yield decoder.decode(b"", final=True)


def object_line(number: int, text: str) -> Line:
    """A row that stands as one JSON object in text."""
    try:
        return _of_value(number, _STRICT.decode(text), text)
    except (ValueError, RecursionError):
        return Line(number, {"line": text}, "BAD_JSON")


def _of_value(number: int, found: Any, text: str) -> Line:
    if not isinstance(found, dict):
        return Line(number, {"line": text}, "NOT_AN_OBJECT")
    try:
        return Line(number, _fields(cast(dict[str, Any], found), DEEPEST))
    except _TooDeep:
        return Line(number, {"line": text}, TOO_DEEP)


def _no_number(name: str) -> Any:
    raise _Refused(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that is said twice says nothing."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refused("a key stands twice")
    return found


_STRICT = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_no_number, object_pairs_hook=_once)
_LENIENT = json.JSONDecoder()


def _fields(found: dict[str, Any], deeper: int) -> Raw:
    return {name: value if type(value) is str else _value(value, deeper) for name, value in found.items()}


def _value(value: Any, deeper: int) -> str | list[Raw]:
    """`deeper` is how many more may stand within one another."""
    if not deeper:
        raise _TooDeep
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dict():
            return [_fields(cast(dict[str, Any], value), deeper - 1)]
        case list():
            return [_object(one, deeper - 1) for one in cast(list[Any], value)]
        case _:
            return str(value)


def _object(one: Any, deeper: int) -> Raw:
    return _fields(cast(dict[str, Any], one), deeper) if isinstance(one, dict) else {"value": _value(one, deeper)}
