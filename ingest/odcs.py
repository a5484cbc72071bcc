"""A source's contract in the words of the Open Data Contract Standard 3.1, for catalogues and for who delivers."""

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields as fields_of
from datetime import timedelta
from enum import Enum
from importlib.metadata import version
from typing import Any

import yaml

from ingest.contract import Source, Table
from ingest.field import Field
from ingest.origin import Pages, Select

API = "v3.1.0"
FORMATS = {"Delimited": "csv", "FixedWidth": "text", "JsonLines": "jsonl", "Json": "json", "Xml": "xml", "Parquet": "parquet"}
# strptime's directives as the DateTimeFormatter of Java, which the standard speaks, writes them.
JAVA = {
    "%Y": "yyyy", "%y": "yy", "%m": "MM", "%d": "dd", "%H": "HH", "%M": "mm", "%S": "ss", "%f": "SSSSSS", "%z": "xx",
    "%b": "MMM", "%B": "MMMM", "%j": "DDD", "%p": "a", "%I": "hh",
}  # fmt: skip
Document = dict[str, Any]


def contract(source: Source) -> Document:
    """The document, as what a YAML or JSON writer takes. Its version is that of the platform it is released with."""
    return _without_none(
        {
            "apiVersion": API,
            "kind": "DataContract",
            "id": f"c360:{source.name}",
            "name": source.name,
            "version": version("c360"),
            "status": "active",
            "description": {"purpose": _purpose(source)},
            "team": {"name": source.owner},
            "servers": _servers(source),
            "schema": [_table(table) for table in source.tables],
            "slaProperties": [_frequency(source.fresh)] if source.fresh else None,
            "customProperties": _custom(
                {"title": source.title, "system": source.system, "timezone": source.timezone, "public": source.public}
            ),
        }
    )


def as_yaml(document: Document) -> str:
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)


def _purpose(source: Source) -> str:
    """What the source's own module says it is, first of all."""
    module = inspect.getmodule(source.tables[0].read) if source.tables else None
    about = inspect.getdoc(module) if module and module.__name__.startswith("ingest.sources.") else None
    return " ".join((about or source.title).partition("\n\n")[0].split())


def _servers(source: Source) -> list[Document]:
    """A delivered file each; or the one database or service, whose address is a setting of whoever runs the platform."""
    if source.delivered:
        formats = {table.file: FORMATS[type(table.format).__name__] for table in source.tables}
        return [
            {"server": re.sub(r"\W+", "-", file), "type": "local", "path": file, "format": form} for file, form in formats.items()
        ]
    database = any(isinstance(table.origin, Select) for table in source.tables)
    setting = f"C360_SILO_{source.name.upper().replace('-', '_')}"
    kind = "database" if database else "service"
    return [
        {
            "server": kind,
            "type": "custom",
            "description": f"A {kind}; its address is the setting {setting}.",
            "customProperties": _custom({"kind": kind, "addressSetting": setting}),
        }
    ]


def _frequency(fresh: timedelta) -> Document:
    days, rest = divmod(fresh, timedelta(days=1))
    value, unit = (fresh // timedelta(hours=1), "h") if rest else (days, "d")
    return {"property": "frequency", "value": value, "unit": unit, "description": "after one delivery the next is due"}


def _table(table: Table) -> Document:
    kind, name = _place(table)
    keys = [each.name for each in table.fields if each.key]
    return {
        "name": table.name,
        "physicalName": name,
        "physicalType": kind,
        "logicalType": "object",
        "properties": [_field(each, keys) for each in table.fields],
        "quality": _row_count(table),
        "customProperties": _custom({"format": FORMATS[type(table.format).__name__]} | _form(table) | _cursor(table)),
    }


def _place(table: Table) -> tuple[str, str]:
    match table.origin:
        case Select(table=name):
            return "table", name
        case Pages(path=path):
            return "endpoint", path
        case None:
            return "file", table.file


def _form(table: Table) -> dict[str, Any]:
    form: Any = table.format
    return {each.name: getattr(form, each.name) for each in fields_of(form) if getattr(form, each.name) is not None}


def _cursor(table: Table) -> dict[str, Any]:
    return {"cursor": table.origin.cursor} if table.origin and table.origin.cursor else {}


def _row_count(table: Table) -> list[Document] | None:
    fewest, most = table.bounds
    match fewest, most:
        case 0, None:
            return None
        case _, None:
            bound: Document = {"mustBeGreaterOrEqualTo": fewest}
        case _, _ if fewest == most:
            bound = {"mustBe": most}
        case _:
            bound = {"mustBeBetween": [fewest, most]}
    return [{"type": "library", "metric": "rowCount", "unit": "rows"} | bound]


def _field(field: Field, keys: list[str]) -> Document:
    values = _values(field)
    return {
        "name": field.name,
        "logicalType": field.type,
        "physicalType": f"CHAR({field.width})" if field.width else None,
        "description": field.about or None,
        "required": field.required,
        "primaryKey": True if field.key else None,
        "primaryKeyPosition": keys.index(field.name) + 1 if field.name in keys else None,
        "classification": "confidential" if field.personal else None,
        "tags": ["personal"] if field.personal else None,
        "logicalTypeOptions": {"format": java_form(field.form)} if field.form and field.type in ("date", "timestamp") else None,
        "quality": [_valid(values)] if values else None,
        "customProperties": _meanings(field),
    } | _inside(field)


def _values(field: Field) -> list[str]:
    if field.codes is not None:
        return list(field.codes)
    return (field.form or "Y/N").split("/") if field.type == "boolean" else []


def _valid(values: Iterable[str]) -> Document:
    return {"type": "library", "metric": "invalidValues", "arguments": {"validValues": list(values)}, "mustBe": 0}


def _meanings(field: Field) -> list[Document] | None:
    """What each code stands for, where that is a word."""
    words = {code: _word(meaning) for code, meaning in (field.codes or {}).items()}
    told = {code: word for code, word in words.items() if word is not None}
    return _custom({"codes": [{"code": code, "meaning": word} for code, word in told.items()]}) if told else None


def _word(meaning: object) -> str | None:
    found = meaning.value if isinstance(meaning, Enum) else meaning
    return found if isinstance(found, str) else None


def _inside(field: Field) -> Document:
    parts = [_field(each, []) for each in field.fields]
    match field.type:
        case "object":
            return {"properties": parts}
        case "array":
            kind: Document = {"logicalType": "object", "properties": parts} if parts else {"logicalType": "string"}
            return {"items": {"name": field.name} | kind}
        case _:
            return {}


def _custom(values: Mapping[str, Any]) -> list[Document]:
    return [{"property": name, "value": value} for name, value in values.items()]


def java_form(form: str) -> str:
    """A strptime form as Java's DateTimeFormatter writes it; letters that stand for themselves are in quotes."""
    return re.sub(r"%[A-Za-z]|[A-Za-z]+", lambda found: JAVA.get(found[0]) or f"'{found[0]}'", form)


def _without_none(value: Any) -> Any:
    match value:
        case dict():
            return {name: _without_none(each) for name, each in value.items() if each is not None}  # pyright: ignore[reportUnknownVariableType]
        case list():
            return [_without_none(each) for each in value]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value
