"""What a record says, in the fields by which records are compared (`fields.py`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ingest.match.standard.documents import PERMITS

Hanging = tuple[str, str | None, str | None, str | None]
"""What hangs on a record: the type of the relationship, the kind, the value, the postcode of an address or issuer of a document."""

_NUMBERS = {
    **dict.fromkeys(("CN_ID", "CN_HK_RESIDENT", "CN_TW_RESIDENT"), "national_id"),
    "USCC": "uscc", "ORGANISATION_CODE": "organisation_code", "LEI": "lei",
}  # fmt: skip
_PERSON = {
    "full_name": "name", "latin_name": "nameEn", "given_name": "givenName", "family_name": "familyName", "gender": "gender",
    "nationality": "nationality", "occupation": "occupation", "birth_place": "birthPlace",
}  # fmt: skip
_COMPANY = {
    "name": "name", "latin_name": "nameEn", "short_name": "shortName", "legal_form": "legalForm", "uscc": "uscc", "lei": "lei",
    "founded": "foundedOn", "country": "country",
}  # fmt: skip
_PRECISE = {"YEAR": 4, "MONTH": 7}


def fields(kind: str, said: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    """Of the properties of a record (PERSON, COMPANY)."""
    names = _PERSON if kind == "PERSON" else _COMPANY
    told = {field: str(said[name]) for field, name in names.items() if said.get(name)}
    if kind == "PERSON" and (born := said.get("birthDate") or said.get("birthDateText")):
        told["birth_date"] = str(born)[: _PRECISE.get(str(said.get("birthPrecision")))]
    if is_future(said):
        told.pop("birth_date", None)
        told.pop("founded", None)
    return {field: (value,) for field, value in told.items()}


def is_future(said: Mapping[str, Any]) -> bool:
    """Whether it says that one was born or founded after the day that it speaks of."""
    begun, on = said.get("birthDate") or said.get("foundedOn"), said.get("effectiveOn")
    return bool(begun and on and str(begun) > str(on))


def beside(hanging: Iterable[Hanging]) -> dict[str, Sequence[str]]:
    """Of documents, contact points and addresses, each value once."""
    found = dict[str, list[str]]()
    for type_, kind, value, postcode in hanging:
        for field, said in _FIELDS[type_](str(kind), value, postcode).items():
            if said and said not in (held := found.setdefault(field, [])):
                held.append(said)
    return dict(found)


def _document(kind: str, number: str | None, issuer: str | None) -> dict[str, str | None]:
    """Of one that is renewed with its issuer, which the kind of a permit names."""
    if kind == "PASSPORT" or kind in PERMITS:
        return {"passport": number and f"{kind if kind in PERMITS else issuer or ''}:{number}"}
    return {_NUMBERS.get(kind, "document"): number}


def _contact(kind: str, value: str | None, _: str | None) -> dict[str, str | None]:
    return {"PHONE": {"phone": value}, "EMAIL": {"email": value}}.get(kind, {})


def _place(_: str, text: str | None, postcode: str | None) -> dict[str, str | None]:
    return {"address": text, "postcode": postcode}


_FIELDS: Mapping[str, Callable[[str, str | None, str | None], dict[str, str | None]]] = {
    "IDENTIFIED_BY": _document,
    "REACHED_AT": _contact,
    "RESIDES_AT": _place,
}
