"""Addresses, contact points, documents and devices as shared evidence: the same thing said by two silos has one key."""

import re
import unicodedata

from graph.model import Device, IdentityDocument
from ingest.check_digits import is_credit_code, is_organisation_code, is_permanent_card, is_resident_number
from ingest.row import Row
from rules.contacts import address, email, phone, plain_hash, wechat
from runtime.errors import RowRefused

__all__ = ["address", "certified", "device", "device_key", "document", "email", "phone", "wechat"]

CHECKED = {
    **dict.fromkeys(("CN_ID", "CN_HK_RESIDENT", "CN_TW_RESIDENT"), is_resident_number),
    "CN_PERMANENT_RESIDENT": is_permanent_card,
    "ORGANISATION_CODE": is_organisation_code,
    "USCC": is_credit_code,
}


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
    return f"device:{plain_hash(identifier)}"


def certified(row: Row, field: str, kind: str, issuer: str | None = None, **more: object) -> IdentityDocument:
    """As `document`, of a silo that has seen it: a number that its check digit contradicts refuses the row."""
    shown = document(kind, row.text(field), issuer, **more)
    if kind in CHECKED and not CHECKED[kind](shown.number):
        raise RowRefused("BAD_CHECK_DIGIT", field)
    return shown
