"""Addresses, contact points, documents and devices as shared evidence: the same thing said by two silos has one key."""

import re
import unicodedata
from hashlib import blake2b

from graph.model import Address, ContactKind, ContactPoint, Device, IdentityDocument
from ingest.check_digits import is_credit_code, is_organisation_code, is_permanent_card, is_resident_number
from ingest.row import Row
from runtime.errors import RowRefused

CHECKED = {
    **dict.fromkeys(("CN_ID", "CN_HK_RESIDENT", "CN_TW_RESIDENT"), is_resident_number),
    "CN_PERMANENT_RESIDENT": is_permanent_card,
    "ORGANISATION_CODE": is_organisation_code,
    "USCC": is_credit_code,
}


def address(
    text: str,
    *,
    country: str | None = None,
    region: str | None = None,
    city: str | None = None,
    postcode: str | None = None,
) -> Address:
    """Keyed by the whole text and postcode, without blanks, punctuation, width and case."""
    return Address(f"address:{_hash(text, postcode or '')}", text, country, region, city, postcode)


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
    return ContactPoint(f"phone:{_hash(value)}", ContactKind.PHONE, value)


def email(text: str) -> ContactPoint:
    """Lower-case. Raises ValueError for what has no @."""
    value = text.strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        raise ValueError("not an e-mail address")
    return ContactPoint(f"email:{_hash(value)}", ContactKind.EMAIL, value)


def wechat(text: str) -> ContactPoint:
    return ContactPoint(f"wechat:{_hash(text)}", ContactKind.WECHAT, text.strip())


def document(kind: str, number: str, issuer: str | None = None, **more: object) -> IdentityDocument:
    """Keyed by kind, issuer and number (upper-case, without blanks, and without hyphens where it has a check digit). `issuer`: of a
    passport the country, as its two letters; `more` are IdentityDocument's other fields."""
    signs = r"[\s\-‐-―−]" if kind in CHECKED else r"\s"
    plain = re.sub(signs, "", unicodedata.normalize("NFKC", number)).upper()
    key = f"{kind}:{issuer}:{plain}" if issuer else f"{kind}:{plain}"
    return IdentityDocument(key, kind, plain, issuer, **more)  # pyright: ignore[reportArgumentType]


def device(identifier: str, *, platform: str | None = None, model: str | None = None) -> Device:
    """Keyed by the hash of its identifier, which itself is not kept."""
    return Device(device_key(identifier), platform, model)


def device_key(identifier: str) -> str:
    return f"device:{_hash(identifier)}"


def certified(row: Row, field: str, kind: str, issuer: str | None = None, **more: object) -> IdentityDocument:
    """As `document`, of a silo that has seen it: a number that its check digit contradicts refuses the row."""
    shown = document(kind, row.text(field), issuer, **more)
    if kind in CHECKED and not CHECKED[kind](shown.number):
        raise RowRefused("BAD_CHECK_DIGIT", field)
    return shown


def _hash(*parts: str) -> str:
    plain = "|".join(re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", part).casefold()) for part in parts)
    return blake2b(plain.encode(), digest_size=12).hexdigest()
