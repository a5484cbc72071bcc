"""What the values of a column have in common: type, form, how many, how they look; never the values themselves."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ingest.field import LogicalType
from ingest.row import Raw

DATES = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d-%b-%Y")
TIMESTAMPS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M:%S")
FLAGS = ("Y/N", "true/false", "True/False", "TRUE/FALSE", "是/否", "yes/no", "T/F")
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
ISO_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{3,6})?)?(Z|[+-]\d\d:\d\d)?")
WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})", re.ASCII)
NUMBER = re.compile(r"[+-]?\d{1,15}\.\d{1,15}", re.ASCII)
YEARS = range(1850, 2200)
MOST_CODES, LONGEST_CODE, ROWS_PER_CODE = 16, 12, 5
LONGEST_SHAPE = 20


class Kind(NamedTuple):
    """`form` as the contract has it; `unsure` says that day and month may also stand the other way round."""

    type: LogicalType
    form: str | None = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A column: `filled` of `rows` rows have a value, `distinct` different ones, sorted by how often they come.

    `codes` are they where they look like codes. `inside` are the columns of nested rows.
    """

    name: str
    kind: Kind
    rows: int
    filled: int
    distinct: tuple[str, ...]
    inside: tuple["Profile", ...] = ()

    @property
    def required(self) -> bool:
        return self.filled == self.rows

    @property
    def unique(self) -> bool:
        return self.required and len(self.distinct) == self.rows

    @property
    def nested(self) -> bool:
        return self.kind.type in ("object", "array")

    @property
    def shape(self) -> str:
        """How most values look: letters as A and a, digits as 9, Chinese characters as 中."""
        shapes = Counter(shape(value) for value in self.distinct)
        return shapes.most_common(1)[0][0] if shapes else ""

    @property
    def few(self) -> bool:
        """Whether the values may be codes: few, short, each met several times."""
        short = all(len(value) <= LONGEST_CODE and value.isprintable() for value in self.distinct)
        often = 1 < len(self.distinct) <= MOST_CODES and len(self.distinct) * ROWS_PER_CODE <= self.filled
        return short and often and self.kind.type in ("string", "integer")


def profiled(columns: Sequence[str], rows: Sequence[Raw]) -> tuple[Profile, ...]:
    return tuple(_profile(name, rows) for name in columns)


def _profile(name: str, rows: Sequence[Raw]) -> Profile:
    values = [row.get(name, "") for row in rows]
    nested = [value for value in values if not isinstance(value, str)]
    if nested:
        inner = [one for value in nested for one in value]
        type_: LogicalType = "object" if all(len(value) == 1 for value in nested) and _objects(inner) else "array"
        columns = tuple(dict.fromkeys(key for one in inner for key in one)) if _objects(inner) else ()
        return Profile(name, Kind(type_), len(rows), sum(map(bool, values)), (), profiled(columns, inner))
    counted = Counter(value.strip() for value in values if isinstance(value, str))
    counted.pop("", None)
    distinct = tuple(value for value, _ in counted.most_common())
    return Profile(name, kind(distinct), len(rows), counted.total(), distinct)


def _objects(rows: Iterable[Raw]) -> bool:
    return any(tuple(row) != ("value",) for row in rows)


def kind(values: Sequence[str]) -> Kind:
    """The narrowest type that all of them have; text where there are none."""
    if not values:
        return Kind("string")
    for flag in FLAGS:
        if set(values) <= set(flag.split("/")):
            return Kind("boolean", None if flag == "Y/N" else flag)
    if all(ISO_TIMESTAMP.fullmatch(value) and _is(value, datetime.fromisoformat) for value in values):
        return Kind("timestamp")
    forms = [form for form in DATES if _all(values, form)]
    if forms:
        form = forms[0]
        iso = form == "%Y-%m-%d" and all(map(ISO_DATE.fullmatch, values))
        return Kind("date", None if iso else form, {"%d/%m/%Y", "%m/%d/%Y"} <= set(forms))
    for form in TIMESTAMPS:
        if _all(values, form):
            return Kind("timestamp", form)
    if all(map(WHOLE.fullmatch, values)):
        return Kind("integer")
    return Kind("number") if all(WHOLE.fullmatch(value) or NUMBER.fullmatch(value) for value in values) else Kind("string")


def _all(values: Sequence[str], form: str) -> bool:
    if form == "%Y%m%d" and not all(len(value) == 8 for value in values):
        return False
    if form == "%Y%m%d%H%M%S" and not all(len(value) == 14 for value in values):
        return False
    return all(_is(value, lambda text: datetime.strptime(text, form)) for value in values)


def _is(value: str, parse: Callable[[str], datetime]) -> bool:
    try:
        return parse(value).year in YEARS
    except ValueError:
        return False


def shape(value: str) -> str:
    """`Ada 12` as `Aaa 99`; what is long is cut."""
    return "".join(map(_mask, value[:LONGEST_SHAPE])) + ("…" if len(value) > LONGEST_SHAPE else "")


def _mask(sign: str) -> str:
    if sign.isdigit():
        return "9"
    if sign.isascii() and sign.isalpha():
        return "A" if sign.isupper() else "a"
    if sign.isalpha():
        return "中" if "㐀" <= sign <= "鿿" else "x"
    return sign if sign.isascii() and sign.isprintable() and sign not in "\\\"'" else "·"
