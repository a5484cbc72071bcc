"""Days as `1979-05-18`, `1979-05` or `1979`: as precise as they were said."""

import re
from datetime import date

_EARLIEST = 1500
_UNKNOWN = frozenset({(1900, 1, 1), (1800, 1, 1), (9999, 12, 31), (9999, 9, 9)})
_PATTERNS = (
    re.compile(r"(?P<y>\d{4})[-/.年]\s?(?P<m>\d{1,2})(?:[-/.月]\s?(?P<d>\d{1,2})日?)?(?:[T ].*)?"),
    re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)"),
    re.compile(r"(?P<y>\d{4})年?"),
)


def day(text: str | None) -> str | None:
    """None for what is no day, says that none is known (1900-01-01), or lies before 1500 or in the next century.

    Of `03/04/1980` the day comes first, unless it can't.
    """
    for pattern in _PATTERNS:
        if found := pattern.fullmatch((text or "").strip()):
            named = found.groupdict()
            return _day(int(named["y"]), int(named.get("m") or 0), int(named.get("d") or 0))
    return None


def _day(year: int, month: int, of_month: int) -> str | None:
    if not _EARLIEST <= year <= 2100 or (year, month, of_month) in _UNKNOWN:
        return None
    if not month or not of_month:
        return f"{year}-{month:02d}" if 1 <= month <= 12 else f"{year}"
    for m, d in ((month, of_month), (of_month, month)):
        try:
            return date(year, m, d).isoformat()
        except ValueError:
            continue
    return f"{year}"
