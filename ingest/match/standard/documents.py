"""Numbers of identity documents and registers; which of them are given for life and hold by their check digits."""

import re

from stdnum import lei as lei_number
from stdnum.exceptions import ValidationError

from graph.text_search import folded
from ingest.check_digits import citizen_check, is_credit_code, is_resident_number

_PLAIN = re.compile(r"[^0-9a-z]")
_LONGEST = 60


def number(text: str | None) -> str | None:
    """Letters and digits alone; None where fewer than four are left or all are the same."""
    plain = _PLAIN.sub("", folded((text or "")[:_LONGEST])).upper()
    return plain if len(plain) >= 4 and len(set(plain)) > 1 else None


def resident(text: str | None) -> str | None:
    """A resident number, of fifteen digits with the century and check digit that it got in 1999."""
    plain = number(text)
    if plain and len(plain) == 15 and is_resident_number(plain):
        body = f"{plain[:6]}19{plain[6:]}"
        return body + citizen_check(body)
    return plain


def credit_code(text: str | None) -> str | None:
    """A unified social credit code; of an organisation code (组织机构代码) its nine characters."""
    plain = number(text)
    return plain if plain is None or len(plain) != 10 else plain[:9]


def organisation_code(code: str) -> str | None:
    """The 组织机构代码 within a credit code, or what is one itself."""
    if len(code) == 18:
        return code[8:17]
    return code if len(code) == 9 else None


def born(resident_number: str) -> str | None:
    """The birth date within a valid resident number of eighteen."""
    if len(resident_number) != 18 or not is_resident_number(resident_number):
        return None
    return f"{resident_number[6:10]}-{resident_number[10:12]}-{resident_number[12:14]}"


def gender(resident_number: str) -> str | None:
    if len(resident_number) != 18 or not is_resident_number(resident_number):
        return None
    return "male" if int(resident_number[16]) % 2 else "female"


def is_lifelong(text: str) -> bool:
    """Whether a number is of those that nobody changes, and holds: a resident number, a credit code, an LEI."""
    return (len(text) == 18 and (is_resident_number(text) or is_credit_code(text))) or is_lei(text)


def is_lei(text: str) -> bool:
    try:
        lei_number.validate(text)
    except ValidationError:
        return False
    return len(text) == 20
