"""Columns with types, as the text that a row is read from."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

import pyarrow
import pyarrow.compute
import pyarrow.parquet

from ingest.field import Field
from ingest.formats.line import BAD_ENCODING, TOO_LONG, Line, check_columns
from ingest.row import Raw
from ingest.text import LONGEST, beginning
from runtime.errors import ContractBroken

ROWS = 4_096
"""Rows that are in memory at once."""
Value = str | list[Raw]
arrow: Any = pyarrow  # which carries no types
compute: Any = pyarrow.compute
parquet: Any = pyarrow.parquet


def rows(path: Path, fields: Sequence[Field]) -> Iterator[Line]:
    """A Parquet file a part at a time. Raises ContractBroken where it is none, or has other columns."""
    with path.open("rb") as file:
        number = 0
        for batch in _batches(path, file, fields):
            faults = dict[int, str]()
            columns = [_texts(column, faults) for column in batch.columns]
            names: list[str] = batch.schema.names
            for place, values in enumerate(zip(*columns, strict=True)):
                number += 1
                yield Line(number, dict(zip(names, values, strict=True)), faults.get(place) if faults else None)


def columns(path: Path) -> tuple[str, ...]:
    """What a Parquet file's columns are called. Raises ContractBroken where it is none."""
    try:
        return tuple(parquet.read_schema(path).names)
    except (arrow.ArrowException, EOFError):
        raise ContractBroken(f"{path.name} is no whole Parquet file: it may be cut or of another kind; deliver it again.") from None


def _batches(path: Path, file: IO[bytes], fields: Sequence[Field]) -> Iterator[Any]:
    """Faults of the reader are told as the file's; those of the file system stay what they are."""
    try:
        found = parquet.ParquetFile(file, pre_buffer=False)
        check_columns(path, found.schema_arrow.names, [each.name for each in fields])
        yield from found.iter_batches(ROWS, use_threads=False)
    except (arrow.ArrowException, OSError, EOFError) as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise
        raise ContractBroken(f"{path.name} is no whole Parquet file: it may be cut or of another kind; deliver it again.") from None


def _texts(column: Any, faults: dict[int, str]) -> list[Value]:
    """One column; `faults` takes the places of values that are no text or too long, each with why."""
    kind, types = column.type, arrow.types
    if isinstance(kind, arrow.BaseExtensionType):
        return _texts(column.storage, faults)
    if types.is_dictionary(kind):
        return _texts(column.dictionary_decode(), faults)
    if types.is_map(kind):
        return _texts(_pairs(column), faults)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return _lists(column, faults)
    if types.is_struct(kind):
        there = column.is_valid().to_pylist()
        return [[row] if given else "" for row, given in zip(_objects(column, faults), there, strict=True)]
    return _flat(column, faults)


def _flat(column: Any, faults: dict[int, str]) -> list[Any]:
    kind, types = column.type, arrow.types
    if types.is_null(kind):
        return [""] * len(column)
    if types.is_string(kind) or types.is_large_string(kind):
        return _strings(column, faults)
    if types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind):
        return _strings(column, faults)
    if types.is_duration(kind):
        return _flat(column.cast(arrow.int64()), faults)
    text = column.cast(arrow.string())
    if types.is_timestamp(kind):
        text = _iso(text)
    values: list[str] = compute.fill_null(text, "").to_pylist()
    if types.is_floating(kind) or types.is_decimal(kind):
        return [_plain(value) if "e" in value or "E" in value else value for value in values]
    return values


def _plain(number: str) -> str:
    """Without exponent, all digits kept."""
    return format(Decimal(number), "f")


def _iso(text: Any) -> Any:
    """`2026-01-31 08:30:00.000+0800` as `2026-01-31T08:30:00+08:00`."""
    text = compute.replace_substring(text, " ", "T", max_replacements=1)
    text = compute.replace_substring_regex(text, r"\.0+(Z|[+-]\d+)?$", r"\1")
    return compute.replace_substring_regex(text, r"([+-]\d\d)(\d\d)$", r"\1:\2")


def _strings(column: Any, faults: dict[int, str]) -> list[str]:
    longest = compute.max(compute.binary_length(column)).as_py() if len(column) else 0
    text = column if arrow.types.is_string(column.type) or arrow.types.is_large_string(column.type) else None
    try:
        if (longest or 0) <= LONGEST:
            text = column.cast(arrow.string()) if text is None else text
            return compute.fill_null(text, "").to_pylist()
    except (arrow.ArrowInvalid, UnicodeDecodeError):
        pass
    return [_decoded(place, value, faults) for place, value in enumerate(column.cast(arrow.large_binary()).to_pylist())]


def _decoded(place: int, value: bytes | None, faults: dict[int, str]) -> str:
    if value is None:
        return ""
    if len(value) > LONGEST:
        faults[place] = TOO_LONG
        return beginning(value, "utf-8", blake2b(value, digest_size=16).hexdigest())
    try:
        return value.decode()
    except UnicodeDecodeError:
        faults[place] = BAD_ENCODING
        return value.decode(errors="backslashreplace")


def _lists(column: Any, faults: dict[int, str]) -> list[Value]:
    inner = dict[int, str]()
    rows, found, start = _objects(column.flatten(), inner), list[Value](), 0
    for place, length in enumerate(compute.list_value_length(column).to_pylist()):
        if length is None:
            found.append("")
            continue
        found.append(rows[start : start + length])
        for one in range(start, start + length) if inner else ():
            faults.update({place: inner[one]} if one in inner else {})
        start += length
    return found


def _objects(column: Any, faults: dict[int, str]) -> list[Raw]:
    """Structures as rows, anything else as rows with one `value`."""
    if not arrow.types.is_struct(column.type):
        return [{"value": value} for value in _texts(column, faults)]
    names = [each.name for each in column.type]
    values = zip(*(_texts(part, faults) for part in column.flatten()), strict=True)
    rows = [dict(zip(names, each, strict=True)) for each in values]
    return [row if given else {"value": ""} for row, given in zip(rows, column.is_valid().to_pylist(), strict=True)]


def _pairs(column: Any) -> Any:
    """A map as a list of structures with `key` and `value`."""
    whole = column.take(arrow.array(range(len(column)), arrow.int64()))
    pairs = arrow.StructArray.from_arrays([whole.keys, whole.items], ["key", "value"])
    return arrow.ListArray.from_arrays(whole.offsets, pairs, mask=whole.is_null())
