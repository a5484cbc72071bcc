"""Telephone numbers as E.164, addresses on the net."""

import re

import phonenumbers

from graph.text_search import folded

_NOT_DIGITS = re.compile(r"\D")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_LONGEST = 200


def phone(text: str | None, region: str) -> str | None:
    """With its country where it is a number of one, else its digits; None below five digits or of one digit alone."""
    text = (text or "")[:_LONGEST]
    digits = _NOT_DIGITS.sub("", text)
    if len(digits) < 5 or len(set(digits)) == 1:
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return digits[:20]
    possible = phonenumbers.is_possible_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if possible else digits[:20]


def email(text: str | None) -> str | None:
    """In small letters, without what is added to a mailbox by `+`; None without an @."""
    plain = folded((text or "")[:_LONGEST]).replace("mailto:", "").strip(" <>")
    if not _EMAIL.fullmatch(plain):
        return None
    box, _, host = plain.rpartition("@")
    return f"{box.partition('+')[0] or box}@{host}"
