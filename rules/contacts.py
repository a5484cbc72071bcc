"""Telephone numbers, addresses on the net and places as shared evidence: the same thing said by two has one key."""

import re
import unicodedata
from enum import StrEnum
from hashlib import blake2b

import phonenumbers

from graph.model import Address, ContactKind, ContactPoint
from rules.values import BadValue

HOME = "CN"
"""Where a number without the code of its country is taken to be."""
LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


Reached = ContactPoint | Address


class Way(StrEnum):
    """By which somebody is reached."""

    PHONE = "PHONE"
    EMAIL = "EMAIL"
    ADDRESS = "ADDRESS"


def read(way: Way, text: str) -> Reached:
    """What somebody writes by hand, checked: a silo's is taken as it is. Raises BadValue."""
    if not text.isprintable():
        raise BadValue("a text without line breaks")
    match way:
        case Way.PHONE:
            return phone(_number(text))
        case Way.EMAIL:
            if not _EMAIL.fullmatch(text) or len(text) > LONGEST_EMAIL:
                raise BadValue("an address as name@example.com")
            return email(text)
        case Way.ADDRESS:
            if not any(each.isalnum() for each in text):
                raise BadValue("a text with at least one letter or digit")
            return address(text)


def words(reached: Reached) -> str:
    """As it is told."""
    return reached.value if isinstance(reached, ContactPoint) else reached.text


def _number(text: str) -> str:
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        raise BadValue("a telephone number, of another country with its code as +44 20 7946 0000") from None
    if not phonenumbers.is_valid_number(number):
        raise BadValue("a telephone number that exists by its country's rules, as +86 138 0000 0001")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def address(
    text: str,
    *,
    country: str | None = None,
    region: str | None = None,
    city: str | None = None,
    postcode: str | None = None,
) -> Address:
    """Keyed by the whole text and postcode, without blanks, punctuation, width and case."""
    return Address(f"address:{plain_hash(text, postcode or '')}", text, country, region, city, postcode)


def phone(number: str, country_code: str = "86") -> ContactPoint:
    """In international form; a number without `+` or `00` is one of `country_code`. Raises ValueError without digits."""
    digits = re.sub(r"\D", "", number)
    if not 5 <= len(digits) <= 15:
        raise ValueError("not a telephone number")
    if number.strip().startswith("+"):
        value = f"+{digits}"
    elif digits.startswith("00"):
        value = f"+{digits[2:]}"
    else:
        value = f"+{country_code}{digits.lstrip('0')}"
    return ContactPoint(f"phone:{plain_hash(value)}", ContactKind.PHONE, value)


def email(text: str) -> ContactPoint:
    """Lower-case. Raises ValueError for what has no @."""
    value = text.strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        raise ValueError("not an e-mail address")
    return ContactPoint(f"email:{plain_hash(value)}", ContactKind.EMAIL, value)


def wechat(text: str) -> ContactPoint:
    return ContactPoint(f"wechat:{plain_hash(text)}", ContactKind.WECHAT, text.strip())


def plain_hash(*parts: str) -> str:
    """Of letters and digits alone, whatever their width and case."""
    plain = "|".join(re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", part).casefold()) for part in parts)
    return blake2b(plain.encode(), digest_size=12).hexdigest()
