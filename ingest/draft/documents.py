"""Where the rows are in a JSON or XML document."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from ingest.formats import DOCTYPE
from runtime.errors import SourceUnreadable

DEEPEST = 3


def arrays(path: Path, text: str) -> list[str]:
    """The dotted paths of a JSON document's arrays of objects that stand nearest to its top."""
    try:
        level: dict[str, Any] = {"": json.loads(text)}
    except (ValueError, RecursionError):
        raise SourceUnreadable(f"{path.name} is no JSON document and no JSON lines: it may be cut.") from None
    for _ in range(DEEPEST):
        level = {at: value for above, one in level.items() for at, value in _within(above, one)}
        found = [at for at, value in level.items() if _holds_objects(value)]
        if found:
            return found
    raise SourceUnreadable(f"{path.name} has no array of objects: there are no rows in it.")


def _within(above: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, one in cast(dict[str, Any], value).items():
            if "." not in key:
                yield f"{above}.{key}".lstrip("."), one


def _holds_objects(value: Any) -> bool:
    found = cast(list[Any], value) if isinstance(value, list) else []
    return bool(found) and all(isinstance(one, dict) for one in found)


def elements(path: Path, text: str) -> list[str]:
    """The local names of an XML document's rows: what its outermost element, or the only one within that, is made of."""
    if DOCTYPE in text:
        raise SourceUnreadable(f"{path.name} declares a document type: XML of a silo must not.")
    root = _root(path, text)
    while len(root) == 1 and len(root[0]) and any(len(child) for child in root[0]):
        root = root[0]
    rows = [child for child in root if len(child) or child.attrib]
    return list(dict.fromkeys(_local(child.tag) for child in rows)) or [_local(root.tag)]


def _root(path: Path, text: str) -> "Element[str]":
    parser: XMLPullParser[Any] = XMLPullParser(("start",))
    try:
        parser.feed(text.lstrip("\ufeff").encode() if "encoding=" not in text[:100] else text.partition("?>")[2])
        parser.close()
    except ParseError as fault:
        raise SourceUnreadable(f"{path.name} is not well-formed XML at line {fault.position[0]}: it may be cut.") from None
    return next(element for _, element in cast("Iterator[tuple[str, Element[str]]]", parser.read_events()))


def _local(name: str) -> str:
    return name.rpartition("}")[2]
