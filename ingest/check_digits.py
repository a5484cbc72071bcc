"""Numbers that end in check digits, as the authorities make them.

The resident identity number is GB 11643 (ISO 7064 MOD 11-2), the organisation code GB 11714, the unified social credit code
GB 32100 (MOD 31-3), the LEI ISO 17442 (ISO 7064 MOD 97-10), a card number ISO/IEC 7812 (Luhn).
"""

import re
from datetime import datetime

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_RESIDENT = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_OLDER = re.compile(r"[1-9]\d{14}", re.ASCII)
_OLDER_CARD = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_ORGANISATION = re.compile(r"[0-9A-Z]{8}[\dX]", re.ASCII)
_CREDIT = re.compile(f"[{CREDIT_ALPHABET}]{{18}}")
_LEI = re.compile(r"[0-9A-Z]{18}\d\d", re.ASCII)


class BadCheckDigit(ValueError):
    """A number that is not what its last digits say it should be."""


def citizen_check(body: str) -> str:
    """The eighteenth character of a resident identity number."""
    return "10X98765432"[sum(int(c) * w for c, w in zip(body, _CITIZEN_WEIGHTS, strict=True)) % 11]


def organisation_check(body: str) -> str:
    """The ninth character of an organisation code (组织机构代码)."""
    check = 11 - sum(int(c, 36) * w for c, w in zip(body, _ORGANISATION_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def credit_check(body: str) -> str:
    """The eighteenth character of a unified social credit code."""
    total = sum(CREDIT_ALPHABET.index(c) * w for c, w in zip(body, _CREDIT_WEIGHTS, strict=True))
    return CREDIT_ALPHABET[-total % 31]


def lei_check(body: str) -> str:
    """The last two digits of a legal entity identifier."""
    return f"{98 - int(''.join(str(int(c, 36)) for c in body) + '00') % 97:02d}"


def luhn_check(body: str) -> str:
    """The last digit of a card or account number."""
    doubled = (int(c) * (2 if place % 2 == 0 else 1) for place, c in enumerate(reversed(body)))
    return str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


def is_resident_number(number: str) -> bool:
    """Of citizens, residents from Hong Kong, Macao and Taiwan (81, 82, 83), and foreigners (9): by length, birth date and
    check digit. Fifteen digits are of before 1999 and have none. Regions are not looked at: they come and go."""
    if _OLDER.fullmatch(number):
        return _is_day(f"19{number[6:12]}")
    return bool(_RESIDENT.fullmatch(number)) and _is_day(number[6:14]) and citizen_check(number[:17]) == number[17]


def is_permanent_card(number: str) -> bool:
    """Of a foreigner's permanent residence card: eighteen digits from 9 on, by date and check digit; of a card of before 2023 the
    country's three letters and twelve digits, whose check digit is not looked at."""
    return bool(_OLDER_CARD.fullmatch(number)) or (number.startswith("9") and len(number) == 18 and is_resident_number(number))


def is_organisation_code(code: str) -> bool:
    return bool(_ORGANISATION.fullmatch(code)) and organisation_check(code[:8]) == code[8]


def is_credit_code(code: str) -> bool:
    return bool(_CREDIT.fullmatch(code)) and credit_check(code[:17]) == code[17]


def is_lei(code: str) -> bool:
    return bool(_LEI.fullmatch(code)) and lei_check(code[:18]) == code[18:]


def _is_day(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y%m%d")
    except ValueError:
        return False
    return True
