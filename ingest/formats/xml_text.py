"""XML: an element a row."""

from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from ingest.field import Field
from ingest.formats.line import CHUNK, Line
from ingest.row import Raw
from ingest.text import opened
from runtime.errors import ContractBroken

DOCTYPE = "<!DOCTYPE"


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
                    if _local(element.tag) == self.row and event == "start":
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


def _element(element: "Element[str]") -> Raw:
    fields: dict[str, str | list[Raw]] = {_local(name): value for name, value in element.attrib.items()}
    children = list(element)
    names = [_local(child.tag) for child in children]
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


def _local(name: str) -> str:
    """Without its namespace."""
    return name.rpartition("}")[2]
