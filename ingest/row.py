"""One row of a silo's table, used up as it is read: what is neither read nor set aside refuses it by name."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import TypeVar
from unicodedata import normalize

from graph.money import minor_units
from ingest.field import Field
from ingest.moments import DAY, moment
from ingest.text import spoilt
from runtime.errors import ContractBroken, RowRefused, UnreadField

T = TypeVar("T")
Raw = Mapping[str, "str | list[Raw]"]

_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?", re.ASCII)
_PLAIN: Mapping[str, Field] = {"value": Field("value")}
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
LONGEST_TEXT, LONGEST_KEY = 30_000, 400
"""Characters of a value and of a key: the graph's indexes hold no key of more than eight kilobytes."""


class Row:
    """Every method marks its field as read; outer blanks are cut; an empty value is refused as EMPTY. `agreed` are the
    fields of the contract by name: forms and code tables come from there.

    `row.optional` has the same methods, and answers None where the value is empty. A refusal names the field and
    a reason in capitals, never the value.
    """

    __slots__ = ("_agreed", "_fields", "_nested", "_system", "_unread", "_zone")

    def __init__(self, fields: Raw, agreed: Mapping[str, Field], system: str, zone: tzinfo) -> None:
        self._fields = fields
        self._agreed = agreed
        self._system = system
        self._zone = zone
        self._unread = set(fields)
        self._nested: dict[str, list[Row]] = {}

    @property
    def optional(self) -> "OptionalRow":
        return OptionalRow(self)

    def given(self, field: str) -> bool:
        """Whether the row has a value here; does not mark the field as read."""
        value = self._fields.get(field)
        if not value:
            return False
        return not isinstance(value, str) or not value.isspace()

    def text(self, field: str) -> str:
        self._unread.discard(field)
        value = self._fields.get(field, "")
        if not isinstance(value, str):
            raise RowRefused("NOT_A_VALUE", field)
        value = value.strip()
        if not value:
            raise RowRefused("EMPTY", field)
        if len(value) > LONGEST_TEXT:
            raise RowRefused("TOO_LONG", field)
        if not (value.isascii() and value.isprintable()) and (fault := spoilt(value)):
            raise RowRefused(fault, field)
        return value

    def key(self, field: str, kind: str = "", *, system: str | None = None) -> str:
        """`system:raw`, or `system:kind:raw` where a silo counts two kinds of one label from one; `system` for
        an id that another silo gave."""
        text = self.text(field)
        if len(text) > LONGEST_KEY:
            raise RowRefused("TOO_LONG", field)
        if not text.isascii() and normalize("NFKC", text) != text:  # １２３ is not 123, and looks like it
            raise RowRefused("AMBIGUOUS_KEY", field)
        return f"{system or self._system}:{kind}:{text}" if kind else f"{system or self._system}:{text}"

    def parsed(self, field: str, parse: Callable[[str], T]) -> T:
        """What a function of the source makes of the text; its ValueError, or a Decimal's fault, refuses the row as BAD_VALUE."""
        text = self.text(field)
        try:
            return parse(text)
        except (ValueError, ArithmeticError):
            raise RowRefused("BAD_VALUE", field) from None

    def date_or_text(self, field: str) -> tuple[date | None, str | None]:
        """A date, or beside None what was said instead: for what records are compared by, which an impossible day must not
        keep out."""
        text = self.text(field)
        try:
            return self.date(field), None
        except RowRefused:
            return None, text

    def date(self, field: str) -> date:
        form, text = (self._agreed.get(field) or self.agreed(field)).form or DAY, self.text(field)
        try:
            return moment(text, form).date()
        except ValueError:
            raise RowRefused("BAD_DATE", field) from None

    def instant(self, field: str) -> datetime:
        """In UTC; ISO 8601 where the contract names no form; without an offset it is in the source's time zone."""
        form, text = (self._agreed.get(field) or self.agreed(field)).form, self.text(field)
        try:
            return self._utc(moment(text, form))
        except (ValueError, OverflowError):  # the first and the last day there are, in another time zone
            raise RowRefused("BAD_INSTANT", field) from None

    def money(self, field: str, currency: str) -> int:
        """Minor units of an ISO 4217 currency, exactly: `12.30` CNY is 1230, `1230` JPY is 1230."""
        text = self.text(field)
        try:
            return minor_units(text, currency)
        except ValueError:
            raise RowRefused("BAD_MONEY", field) from None

    def number(self, field: str) -> float:
        return float(self._plain(field, _NUMBER))

    def whole(self, field: str) -> int:
        return int(self._plain(field, _WHOLE))

    def code(self, field: str, table: Mapping[str, T]) -> T:
        """What the silo's code stands for, by the contract's own table; where that has an entry for "", an empty value is a
        code too."""
        if (self._agreed.get(field) or self.agreed(field)).codes is not table:
            raise ContractBroken(f"The reader of {field} uses another code table than its contract: name one table in both.")
        value = self._fields.get(field, "")
        if not isinstance(value, str) or value not in table:  # or it has blanks around it
            value = self.text(field) if self.given(field) or "" not in table else ""
        self._unread.discard(field)
        if value not in table:
            raise RowRefused("UNKNOWN_CODE", field)
        return table[value]

    def flag(self, field: str) -> bool:
        """One of the two words of the contract's form: `Y/N` where it names none."""
        yes, _, no = (self.agreed(field).form or "Y/N").partition("/")
        text = self.text(field)
        if text not in (yes, no):
            raise RowRefused("UNKNOWN_CODE", field)
        return text == yes

    def nested(self, field: str) -> "list[Row]":
        """The objects of a JSON list (or one object), the repeated elements of an XML row; none where absent.

        A plain value among them is a row with the one field `value`.
        """
        self._unread.discard(field)
        value = self._fields.get(field, "")
        if isinstance(value, str):
            if value.strip():
                raise RowRefused("NOT_A_LIST", field)
            return []
        return self._rows(field, self.agreed(field).inside)

    def texts(self, field: str) -> list[str]:
        """The values of a field that may stand once or more often: plain values of a JSON list, elements of XML that repeat."""
        if not self.holds_rows(field):
            value = self.optional.text(field)
            return [value] if value else []
        return [one.text("value") for one in self._rows(field, _PLAIN)]

    def holds_rows(self, field: str) -> bool:
        """Whether an object or a list stands here, and no plain value; does not mark the field as read."""
        return not isinstance(self._fields.get(field, ""), str)

    def agreed(self, field: str) -> Field:
        """What the contract says of a field. Raises ContractBroken where it says nothing."""
        found = self._agreed.get(field)
        if found is None:
            raise ContractBroken(f"The contract does not name {field}, which its reader reads: add the field to the table.")
        return found

    def ignore(self, *fields: str) -> None:
        """Sets fields aside by name: the source has them, the bank's picture does not need them."""
        self._unread.difference_update(fields)

    def used_up(self) -> None:
        """Raises UnreadField with the name of a field that was neither read nor set aside."""
        if not self._unread and not self._nested:
            return
        for field in self._left():
            raise UnreadField("UNREAD_FIELD", field)

    def _rows(self, field: str, inside: Mapping[str, Field]) -> "list[Row]":
        """The same rows whenever they are asked for."""
        self._unread.discard(field)
        value = self._fields.get(field, "")
        if field not in self._nested:
            self._nested[field] = [Row(one, inside, self._system, self._zone) for one in value if not isinstance(one, str)]
        return self._nested[field]

    def _left(self) -> Iterator[str]:
        yield from sorted(self._unread)
        for field, rows in self._nested.items():
            yield from (f"{field}.{left}" for row in rows for left in row._left())

    def _plain(self, field: str, pattern: re.Pattern[str]) -> str:
        text = self.text(field)
        if not pattern.fullmatch(text):
            raise RowRefused("BAD_NUMBER", field)
        return text

    def _utc(self, moment: datetime) -> datetime:
        return (moment if moment.tzinfo else moment.replace(tzinfo=self._zone)).astimezone(UTC)


class OptionalRow:
    """The same methods, for fields that may be empty: None then, and read all the same."""

    __slots__ = ("_row",)

    def __init__(self, row: Row) -> None:
        self._row = row

    def text(self, field: str) -> str | None:
        return self._row.text(field) if self._given(field) else None

    def key(self, field: str, kind: str = "", *, system: str | None = None) -> str | None:
        return self._row.key(field, kind, system=system) if self._given(field) else None

    def parsed(self, field: str, parse: Callable[[str], T]) -> T | None:
        return self._row.parsed(field, parse) if self._given(field) else None

    def date_or_text(self, field: str) -> tuple[date | None, str | None]:
        return self._row.date_or_text(field) if self._given(field) else (None, None)

    def date(self, field: str) -> date | None:
        return self._row.date(field) if self._given(field) else None

    def instant(self, field: str) -> datetime | None:
        return self._row.instant(field) if self._given(field) else None

    def money(self, field: str, currency: str) -> int | None:
        return self._row.money(field, currency) if self._given(field) else None

    def number(self, field: str) -> float | None:
        return self._row.number(field) if self._given(field) else None

    def whole(self, field: str) -> int | None:
        return self._row.whole(field) if self._given(field) else None

    def code(self, field: str, table: Mapping[str, T]) -> T | None:
        return self._row.code(field, table) if self._given(field) else None

    def flag(self, field: str) -> bool | None:
        return self._row.flag(field) if self._given(field) else None

    def _given(self, field: str) -> bool:
        row = self._row
        if row.given(field):
            return True
        row.ignore(field)
        if row.agreed(field).required:
            raise RowRefused("EMPTY", field)
        return False
