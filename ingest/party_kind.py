"""What a record is of, as it is named on the command line and in files of models."""

from enum import StrEnum


class PartyKind(StrEnum):
    PERSON = "person"
    COMPANY = "company"
