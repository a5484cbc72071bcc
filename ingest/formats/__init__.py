"""The forms a silo's file can have: delimited text, fixed width, JSON lines, a JSON document, XML, Parquet."""

from ingest.formats.delimited import BAD_QUOTES, MOST_LINES, WRONG_FIELD_COUNT, Delimited
from ingest.formats.fixed import FixedWidth
from ingest.formats.json_text import Json, JsonLines
from ingest.formats.line import BAD_ENCODING, Format, Line
from ingest.formats.parquet import Parquet
from ingest.formats.xml_text import DOCTYPE, Xml

__all__ = [
    "BAD_ENCODING",
    "BAD_QUOTES",
    "DOCTYPE",
    "MOST_LINES",
    "WRONG_FIELD_COUNT",
    "Delimited",
    "FixedWidth",
    "Format",
    "Json",
    "JsonLines",
    "Line",
    "Parquet",
    "Xml",
]
