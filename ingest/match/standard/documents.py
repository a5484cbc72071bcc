"""Numbers of identity documents and registers: which are given for life and hold by their check digits, which are renewed."""

import re

from graph.text_search import folded
from ingest.check_digits import (
    citizen_check,
    is_credit_code,
    is_lei,
    is_organisation_code,
    is_permanent_card,
    is_resident_number,
)
from ingest.match.standard.countries import country
from ingest.match.standard.places import words

CARD = "CN_PERMANENT_RESIDENT"
PERMITS = ("CN_HK_PERMIT", "CN_TW_PERMIT", "HK_PERMIT", "TW_PERMIT", CARD)
"""Of one issuer, which the kind names: 港澳居民来往内地通行证, 台湾居民来往大陆通行证, 往来港澳通行证, 往来台湾通行证,
外国人永久居留证."""
_ISSUED = frozenset(words(kind) for kind in PERMITS)
_PLAIN = re.compile(r"[^0-9a-z]")
_NOT_DIGITS = re.compile(r"\D")
_COUNTED = ("01234567890", "09876543210")
_LONGEST, _FEWEST_DIGITS = 60, 3


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


def renewed(text: str | None, issuer: str | None = None) -> str | None:
    """`gb:900000022`: the country that issued a passport (or the kind of a permit, in words), empty where it is not known, and the
    number. Of `GB:900000022` the issuer is read from it. None for what is no such number: with fewer than three digits, with one
    digit alone, counted as 123456789 is."""
    head, _, tail = (text or "")[:_LONGEST].rpartition(":")
    plain = number(tail)
    digits = _NOT_DIGITS.sub("", plain or "")
    if plain is None or len(digits) < _FEWEST_DIGITS or len(set(digits)) == 1 or any(digits in row for row in _COUNTED):
        return None
    return f"{_issuer(issuer or head)}:{plain}"


def _issuer(text: str) -> str:
    plain = words(text)
    if plain is None or plain in _ISSUED:
        return plain or ""
    found = country(text) or ""
    return found if len(found) == 2 else ""


def number_of(document: str) -> str:
    """Of one that is renewed."""
    return document.rpartition(":")[2]


def is_issued(document: str) -> bool:
    """Whether it is known by whom one that is renewed was issued; of a permanent residence card, whether it can be one."""
    issuer, _, plain = document.rpartition(":")
    return bool(issuer) and (issuer != words(CARD) or is_permanent_card(plain))


def is_card(resident_number: str) -> bool:
    """Whether what is called a resident number is that of a foreigner's card, which changes: no province begins with 9."""
    return (len(resident_number) == 18 and resident_number.startswith("9")) or is_permanent_card(resident_number)


def is_credit(register_number: str) -> bool:
    """Whether a number in some register is a credit code, by both of its check digits."""
    return is_credit_code(register_number) and is_organisation_code(register_number[8:17])


def organisation_code(code: str) -> str | None:
    """The 组织机构代码 within a credit code, or what is one itself; None where the check digit is wrong."""
    if is_credit_code(code):
        return code[8:17]
    return code if is_organisation_code(code) else None


def born(resident_number: str) -> str | None:
    """The birth date within a valid resident number of eighteen."""
    if len(resident_number) != 18 or not is_resident_number(resident_number):
        return None
    return f"{resident_number[6:10]}-{resident_number[10:12]}-{resident_number[12:14]}"


def gender(resident_number: str) -> str | None:
    if len(resident_number) != 18 or not is_resident_number(resident_number):
        return None
    return "male" if int(resident_number[16]) % 2 else "female"


def for_life(field: str, value: str) -> str | None:
    """The number that nobody changes in a field's value, where its check digit holds: a resident number, an organisation code, an
    LEI."""
    if field == "national_id":
        return value if len(value) == 18 and is_resident_number(value) and not is_card(value) else None
    if field == "lei":
        return value if is_lei(value) else None
    return organisation_code(value)
