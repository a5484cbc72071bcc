"""What people and companies are compared by, and what kind of value each field holds."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    NAME = "NAME"
    COMPANY_NAME = "COMPANY_NAME"
    DATE = "DATE"
    POSTCODE = "POSTCODE"
    WORDS = "WORDS"
    ADDRESS = "ADDRESS"
    CHOICE = "CHOICE"
    NUMBER = "NUMBER"
    RENEWED = "RENEWED"
    EMAIL = "EMAIL"


@dataclass(frozen=True, slots=True)
class Field:
    """`contact`: what those who live or work together share. `lifelong`: which number a valid value of it tells, that is one
    party's for ever, and a different one another's. `inputs`: the columns it is made from."""

    name: str
    kind: Kind
    inputs: tuple[str, ...] = ()
    contact: bool = False
    lifelong: str = ""

    @property
    def crowded(self) -> bool:
        """Whether a value of it says nothing where more than a block's limit share it."""
        return self.contact or self.kind in (Kind.NUMBER, Kind.RENEWED)

    @property
    def columns(self) -> tuple[str, ...]:
        return self.inputs or (self.name,)


# Coarser fields stand before finer ones: what the finer says beyond the coarser is what counts of it.
PERSON = (
    Field("nationality", Kind.CHOICE),
    Field("region", Kind.CHOICE),
    Field("birth_place", Kind.WORDS),
    Field("city", Kind.WORDS),
    Field("locality", Kind.WORDS),
    Field("building", Kind.WORDS),
    Field("street", Kind.WORDS),
    Field("house_number", Kind.CHOICE),
    Field("address", Kind.ADDRESS, contact=True),
    Field("postcode", Kind.POSTCODE),
    Field("employer", Kind.WORDS),
    Field("occupation", Kind.WORDS),
    Field("phone", Kind.NUMBER, contact=True),
    Field("email", Kind.EMAIL, contact=True),
    Field("national_id", Kind.NUMBER, lifelong="resident number"),
    Field("passport", Kind.RENEWED, ("passport", "passport_issuer")),
    Field("document", Kind.NUMBER),
    Field("gender", Kind.CHOICE),
    Field("birth_date", Kind.DATE),
    Field("name", Kind.NAME, ("full_name", "given_name", "family_name", "latin_name")),
)
COMPANY = (
    Field("country", Kind.CHOICE),
    Field("region", Kind.CHOICE),
    Field("city", Kind.WORDS),
    Field("address", Kind.ADDRESS, contact=True),
    Field("postcode", Kind.POSTCODE),
    Field("legal_form", Kind.CHOICE, ("legal_form", "name")),
    Field("phone", Kind.NUMBER, contact=True),
    Field("email", Kind.EMAIL, contact=True),
    Field("founded", Kind.DATE),
    Field("organisation_code", Kind.NUMBER, lifelong="organisation code"),
    Field("uscc", Kind.NUMBER, lifelong="organisation code"),
    Field("lei", Kind.NUMBER, lifelong="LEI"),
    Field("document", Kind.NUMBER),
    Field("name", Kind.COMPANY_NAME, ("name", "latin_name", "short_name")),
)
FIELDS = {"person": PERSON, "company": COMPANY}
