"""XML: an element a row."""

from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from ingest.field import Field
from ingest.formats.line import CHUNK, DEEPEST, TOO_DEEP, Line
from ingest.row import Raw
from ingest.text import opened
from runtime.errors import ContractBroken

DOCTYPE, BAD_XML = "<!DOCTYPE", "BAD_XML"


@dataclass(frozen=True, slots=True)
class Xml:
    """One element a row, by its name without namespace: attributes and elements of plain text are fields,
    elements that repeat or hold others are nested rows. A document type is refused.

    An element that says a name both as an attribute and within, or has text beside its elements, breaks its row (BAD_XML): it is
    kept as all the texts under each name.
    """

    nests: ClassVar[bool] = True
    row: str
    encoding: str = "utf-8-sig"

    def lines(self, path: Path, fields: Sequence[Field]) -> Iterator[Line]:
        parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
        try:
            yield from self._rows(cast("Iterator[tuple[str, Element[str]]]", self._events(path, parser)))
        except ParseError as fault:
            raise ContractBroken(
                f"{path.name} is not well-formed XML at line {fault.position[0]}: it may be cut; deliver it again."
            ) from None

    def _rows(self, events: "Iterator[tuple[str, Element[str]]]") -> Iterator[Line]:
        """What is behind us is taken out of its parent, so that memory stays flat."""
        around, number, inside, deepest = list["Element[str]"](), 0, 0, 0
        for event, element in events:
            if event == "start":
                around.append(element)
                inside = inside or (len(around) if _local(element.tag) == self.row else 0)
                deepest = max(deepest, len(around) - inside) if inside else 0
                continue
            around.pop()
            if len(around) + 1 == inside:
                number += 1
                yield _line(number, element, deepest)
                inside = deepest = 0
            if not inside and around:
                around[-1].remove(element)

    def _events(self, path: Path, parser: "XMLPullParser[Any]") -> Iterator[Any]:
        for _ in self._feed(path, parser):
            yield from parser.read_events()

    def _feed(self, path: Path, parser: "XMLPullParser[Any]") -> Iterator[None]:
        decoder, seen = getincrementaldecoder(self.encoding)(), ""
        with opened(path) as file:
            while chunk := file.read(CHUNK):
                text = decoder.decode(chunk)
                seen = seen[-len(DOCTYPE) :] + text  # it may stand across two chunks
                if DOCTYPE in seen:
                    raise ContractBroken(f"{path.name} declares a document type: XML of a silo must not.")
                parser.feed(text)
                yield
        parser.feed(decoder.decode(b"", final=True))
        parser.close()
        yield


class _Ambiguous(Exception):
    """An element of which something would be lost."""


def _line(number: int, element: "Element[str]", deepest: int) -> Line:
    if deepest > DEEPEST:
        return Line(number, _flat(element), TOO_DEEP)
    try:
        return Line(number, _element(element))
    except _Ambiguous:
        return Line(number, _flat(element), BAD_XML)


def _element(element: "Element[str]") -> Raw:
    fields: dict[str, str | list[Raw]] = {_local(name): value for name, value in element.attrib.items()}
    children, own = list(element), len(element.attrib)
    names = [_local(child.tag) for child in children]
    if len(fields) < own or not fields.keys().isdisjoint(names) or (children and _has_text(element, children)):
        raise _Ambiguous
    for name, child in zip(names, children, strict=True):
        if names.count(name) == 1 and not len(child) and not child.attrib:
            fields[name] = child.text or ""
        else:
            rows = fields.setdefault(name, [])
            if isinstance(rows, list):
                rows.append(_element(child) if len(child) or child.attrib else {"value": child.text or ""})
    if not children and element.text and element.text.strip():
        if "value" in fields:
            raise _Ambiguous
        fields["value"] = element.text
    return fields


def _has_text(element: "Element[str]", children: "list[Element[str]]") -> bool:
    """Whether text stands beside its elements."""
    return bool("".join([element.text or "", *[child.tail or "" for child in children]]).strip())


def _flat(element: "Element[str]") -> Raw:
    """Every text of a row under the name of the element that it stands in, or of its attribute."""
    fields = dict[str, list[Raw]]()
    for each in element.iter():
        name = _local(each.tag)
        texts = [
            (name, each.text),
            *((name, child.tail) for child in each),
            *((_local(key), text) for key, text in each.attrib.items()),
        ]
        fields.setdefault(name, [])
        for key, text in texts:
            if text and not text.isspace():
                fields.setdefault(key, []).append({"value": text})
    return fields


def _local(name: str) -> str:
    """Without its namespace."""
    return name.rpartition("}")[2]
