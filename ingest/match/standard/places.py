"""Addresses as parts, post codes, and other text that is compared by its words."""

import re

from graph.text_search import HAN, folded
from ingest.match.standard.scripts import HAN_RUN

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 300
_SHORT = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "ct": "court",
    "pl": "place", "sq": "square", "blvd": "boulevard", "cres": "crescent", "cct": "circuit", "tce": "terrace", "pde": "parade",
    "hwy": "highway", "apt": "flat", "unit": "flat", "no": "", "number": "", "nr": "", "vlge": "village", "retrmnt": "retirement",
}  # fmt: skip
_PROVINCE = re.compile(f"^[{HAN}]{{2,8}}?(?:省|自治区|特别行政区)")
_CITY = re.compile(f"^[{HAN}]{{2,8}}?(?:市|自治州|地区|盟)")
_DISTRICT = re.compile(f"^[{HAN}]{{1,8}}?(?:区|县|市|旗)")
_ROAD = re.compile(
    f"(?P<road>[{HAN}A-Za-z0-9]*?(?:路|街|道|巷|弄|胡同|村|里|苑|园|新村))(?P<house>[0-9一二三四五六七八九十百-]+号?)?"
)
_IS_ROAD = re.compile(r"(?!flat |suite |room |floor |level )(?=.*\d)(?=.*[a-z]{3})")
_POSTCODE = re.compile(r"[^0-9a-z ]")


def words(text: str | None) -> str | None:
    """Small letters without accents and signs; None where nothing is left."""
    plain = " ".join(_WORD.findall(folded((text or "")[:_LONGEST])))
    return plain or None


def postcode(text: str | None) -> str | None:
    """`ts19 0sh` with its blank, for the outward code stands before it."""
    plain = " ".join(_POSTCODE.sub("", folded((text or "")[:20])).split())
    if re.fullmatch(r"[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}", plain):
        plain = f"{plain[:-3]} {plain[-3:]}"
    return plain or None


def outward(code: str) -> str:
    """Before the blank; of digits alone the first four of six, else all but the last two."""
    head, blank, _ = code.partition(" ")
    if blank or not code.isdigit():
        return head
    return code[:4] if len(code) == 6 else code[:-2]


def area(code: str) -> str:
    """The letters of an outward code, the first two digits of a number."""
    letters = re.match(r"[a-z]*", code)
    found = letters.group() if letters else ""
    return found or code[:2]


def address(text: str | None) -> str | None:
    """`area|road and house|the rest`, each may be empty; None where nothing is left."""
    plain = folded((text or "")[:_LONGEST]).replace("＃", "#")
    parts = _chinese(re.sub(r"[\s,，。;；()（）]", "", plain)) if HAN_RUN.search(plain) else _latin(plain)
    joined = "|".join(parts)
    return joined if joined.strip("|") else None


def _chinese(plain: str) -> tuple[str, str, str]:
    """Without the province, which the city names already, and without the word for city."""
    rest, where = plain, ""
    for pattern in (_PROVINCE, _CITY, _DISTRICT):
        if found := pattern.match(rest):
            where += "" if pattern is _PROVINCE else found.group()
            rest = rest[found.end() :]
    road = _ROAD.match(rest)
    if road is None:
        return where, rest, ""
    return where, road.group().rstrip("号"), rest[road.end() :].replace("号楼", "幢").replace("栋", "幢").rstrip("室")


def _latin(plain: str) -> tuple[str, str, str]:
    """The part with a street's number before its name; the rest in the order it was said."""
    parts = [" ".join(filter(None, (_SHORT.get(word, word) for word in _WORD.findall(part)))) for part in plain.split(",")]
    parts = [part for part in parts if part]
    at = next((place for place, part in enumerate(parts) if _IS_ROAD.match(part)), 0)
    road = parts[at] if parts else ""
    return " ".join(parts[at + 1 :]), road, " ".join(parts[:at])


def road(value: str) -> str:
    """The place and road of a standardised address."""
    where, street, _ = value.split("|", 2)
    return f"{where}|{street}" if street else value


def locality(value: str) -> str:
    return value.split("|", 1)[0] or value
