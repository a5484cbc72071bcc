"""The numbers of one generated chapter, in ranges that nobody was given and no other chapter uses.

A chapter has two thousand places. Resident numbers name counties of the province 30 there is not, those of Hong Kong
residents and of permanent residents provinces that were never issued; mobile telephones begin with 154, which no
operator has.
"""

from collections import Counter
from datetime import date

from graph.model import Gender
from ingest.check_digits import citizen_check
from ingest.lakeside.cast import Document, DocumentKind
from ingest.lakeside.identifiers import account_number, card_number, citizen_number, credit_code

PLACES = 2_000
CARDS = 400
_FIRST_PERSON, _FIRST_COMPANY, _FIRST_CARD = 10_000_000, 5_000_000_000, 1_000
_FIRST_COUNTY = 1_000  # the story lives in 300502
_NO_PROVINCES = (30, 38, 39, 40, 47, 48, 49, 57, 58)


class Numbers:
    """Gives each number once."""

    def __init__(self, chapter: int) -> None:
        self._chapter = chapter
        self._next = chapter * PLACES
        self._card = _FIRST_CARD + chapter * CARDS
        self._born: Counter[tuple[date, bool]] = Counter()
        self._serials: Counter[str] = Counter()

    def place(self) -> int:
        """The place of a person, a company, an event …: what their other numbers are made of."""
        self._next += 1
        if self._next >= (self._chapter + 1) * PLACES:
            raise OverflowError(f"chapter {self._chapter} has more than {PLACES} places")
        return self._next

    def serial(self, kind: str) -> str:
        """A number of a silo's own, which takes no place."""
        self._serials[kind] += 1
        return f"{kind}{self._chapter:05d}{self._serials[kind]:04d}"

    def citizen(self, born: date, gender: Gender) -> Document:
        """Twins get neighbouring numbers."""
        man = gender is Gender.MALE
        self._born[born, man] += 1
        sequence = 2 * self._born[born, man] + man
        return Document(DocumentKind.CITIZEN, citizen_number(born, sequence, f"30{_FIRST_COUNTY + self._chapter}"))

    def hong_kong(self, born: date, gender: Gender) -> Document:
        man = gender is Gender.MALE
        self._born[born, man] += 1
        body = f"81{_FIRST_COUNTY + self._chapter}{born:%Y%m%d}{2 * self._born[born, man] + man:03d}"
        return Document(DocumentKind.HONG_KONG_RESIDENT, body + citizen_check(body), date(2030, 12, 31))

    def permanent(self, born: date) -> Document:
        """One a chapter: the five-year card of an English resident."""
        province, sequence = divmod(self._chapter, 1_000)
        body = f"9{_NO_PROVINCES[province]}826{born:%Y%m%d}{sequence:03d}"
        return Document(DocumentKind.PERMANENT_RESIDENT, body + citizen_check(body), date(2031, 5, 31))

    def card(self) -> str:
        self._card += 1
        return card_number(self._card)


def passport(place: int, nationality: str) -> Document:
    first = {"GB": "9", "US": "5", "DE": "C"}.get(nationality, "X")
    return Document(DocumentKind.PASSPORT, f"{first}{place:08d}", date(2027 + place % 6, 1 + place % 12, 15))


def customer(place: int) -> str:
    return f"1{place:09d}"


def company(place: int) -> str:
    return f"2{place:09d}"


def mobile(place: int) -> str:
    return f"154{place:08d}"


def account(place: int, which: int) -> str:
    """A person's first, second … account."""
    return account_number(_FIRST_PERSON + place * 100 + which)


def company_account(place: int, which: int) -> str:
    return account_number(_FIRST_COMPANY + place * 100 + which)


def credit(authority: str, place: int) -> str:
    return credit_code(authority, f"N{place:07d}")
