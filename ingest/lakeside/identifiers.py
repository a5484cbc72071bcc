"""Numbers with check digits, as the authorities make them, in ranges that nobody was given.

The resident identity number is GB 11643 (ISO 7064 MOD 11-2), the organisation code GB 11714, the unified social
credit code GB 32100 (MOD 31-3), the LEI ISO 17442 (ISO 7064 MOD 97-10), a card number ISO/IEC 7812 (Luhn).
"""

from datetime import date
from hashlib import blake2b

from ingest.check_digits import citizen_check, credit_check, lei_check, luhn_check, organisation_check

REGION = "300502"  # there is no province 30
CARD_RANGE = "99990000"  # major industry 9, never issued
LEI_ISSUER = "0000"  # no such local operating unit


def citizen_number(born: date, sequence: int, region: str = REGION) -> str:
    """A resident identity number; an odd sequence is a man's, an even one a woman's."""
    body = f"{region}{born:%Y%m%d}{sequence:03d}"
    return body + citizen_check(body)


def organisation_code(body: str) -> str:
    """The nine characters of an organisation code from its first eight."""
    return body + organisation_check(body)


def credit_code(authority: str, body: str, region: str = REGION) -> str:
    """A unified social credit code; authority 91 registers enterprises, 92 sole traders, 11 and 12 public bodies."""
    start = authority + region + organisation_code(body)
    return start + credit_check(start)


def lei(entity: str) -> str:
    """A legal entity identifier from its twelve characters for the entity."""
    body = f"{LEI_ISSUER}00{entity}"
    return body + lei_check(body)


def card_number(sequence: int) -> str:
    """A sixteen-digit card number."""
    body = f"{CARD_RANGE}{sequence:07d}"
    return body + luhn_check(body)


def account_number(sequence: int) -> str:
    """A sixteen-digit account number of the bank."""
    body = f"8800{sequence:011d}"
    return body + luhn_check(body)


def own_number(silo: str, key: str) -> str:
    """The sixteen digits that a silo itself gives someone: always the same, and none that another silo knows."""
    return f"{int.from_bytes(blake2b(f'{silo}/{key}'.encode(), digest_size=8).digest()) % 10**16:016d}"
