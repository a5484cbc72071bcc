"""Real companies' names and, beside each, generated variants of it, as other silos would write it; the same for the same seed."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from unicodedata import combining, normalize

from benchmarks.match_records import Labelled, labelled
from ingest.table_file import rows_of

FIRMS, SEED = 5_000, 1
NAMES = "gleif/lei_entities.parquet"
_FORMS = (
    ("GmbH", "G.m.b.H.", "Gesellschaft mit beschränkter Haftung", "mbH"), ("AG", "A.G.", "Aktiengesellschaft"),
    ("PRIVATE LIMITED", "Pvt Ltd", "Pvt. Ltd.", "Private Ltd"), ("PTE. LTD.", "Pte Ltd", "Private Limited"),
    ("Co., Ltd", "Company Limited", "Co Ltd"), ("LIMITED", "Ltd", "Ltd."), ("LLC", "L.L.C.", "Limited Liability Company"),
    ("Inc.", "Inc", "Incorporated"), ("Corporation", "Corp.", "Corp"), ("L.P.", "LP", "Limited Partnership"),
    ("PUBLIC LIMITED COMPANY", "plc", "P.L.C."), ("DESIGNATED ACTIVITY COMPANY", "DAC", "D.A.C."),
    ("S.A.", "SA", "Société Anonyme"), ("S.r.l.", "Srl", "Società a responsabilità limitata"),
    ("S.p.A.", "SpA", "Società per Azioni"), ("S.L.", "SL", "Sociedad Limitada"),
    ("s.r.o.", "spol. s r.o.", "společnost s ručením omezeným"), ("a.s.", "as", "akciová společnost"),
    ("B.V.", "BV", "Besloten Vennootschap"), ("N.V.", "NV", "Naamloze Vennootschap"), ("Aktiebolag", "AB"),
    ("A/S", "AS", "Aktieselskab"), ("有限责任公司", "有限公司"), ("株式会社", "K.K."),
)  # fmt: skip
_SHORT = {
    "international": "Intl", "management": "Mgmt", "company": "Co", "services": "Svcs", "technologies": "Tech", "group": "Grp",
    "manufacturing": "Mfg", "engineering": "Eng", "investments": "Inv", "investment": "Inv", "holdings": "Hldgs",
    "industries": "Ind", "association": "Assoc", "development": "Dev",
    "finance": "Fin", "global": "Glob", "solutions": "Sol", "transport": "Transp",
}  # fmt: skip
_COUNTRIES = {
    "GB": "United Kingdom|Großbritannien|英国|GBR", "IE": "Ireland|Irland|爱尔兰|IRL", "IN": "India|Indien|印度|IND",
    "US": "United States|USA|美国|Vereinigte Staaten", "CZ": "Czechia|Tschechien|捷克|CZE", "SG": "Singapore|Singapur|新加坡|SGP",
    "CH": "Switzerland|Schweiz|瑞士|CHE", "HK": "Hong Kong|Hongkong|中国香港|HKG", "NL": "Netherlands|Niederlande|荷兰|NLD",
    "DE": "Germany|Deutschland|德国|DEU", "LU": "Luxembourg|Luxemburg|卢森堡|LUX", "IT": "Italy|Italien|意大利|ITA",
    "CA": "Canada|Kanada|加拿大|CAN", "ES": "Spain|Spanien|西班牙|ESP", "FR": "France|Frankreich|法国|FRA",
    "KY": "Cayman Islands|Kaimaninseln|开曼群岛|CYM", "AU": "Australia|Australien|澳大利亚|AUS", "SE": "Sweden|Schweden|瑞典|SWE",
    "BE": "Belgium|Belgien|比利时|BEL",
    "CN": "China|中国|CHN", "PL": "Poland|Polen|波兰|POL", "AT": "Austria|Österreich|奥地利|AUT",
}  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def known(path: Path, firms: int = FIRMS, seed: int = SEED) -> Labelled:
    """Each name with its LEI and country, and one to three variants of it without the LEI."""
    rows = list(_rows(path, firms, seed))
    columns = {name: [row[at] for row in rows] for at, name in enumerate(("name", "country", "lei"))}
    return labelled("company", columns, [row[3] for row in rows])


def _rows(path: Path, firms: int, seed: int) -> Iterator[tuple[str, str | None, str | None, str]]:
    told = rows_of(path)
    every = sorted(zip(told["lei"], told["legal_name"], told["country"], strict=True), key=lambda row: _order(seed, row[0]))
    chance = random.Random(seed)
    for lei, name, country in every[:firms]:
        assert lei and name
        yield name, country, lei, lei
        for _ in range(chance.choice((1, 1, 2, 3))):
            yield variant(name, chance), _country(country, chance), None, lei


def _order(seed: int, lei: str | None) -> bytes:
    return blake2b(f"{seed}:{lei}".encode()).digest()


def variant(name: str, chance: random.Random) -> str:
    """The name by another hand: some of the ways in which hands differ, at least one."""
    while True:
        made = name
        for way, often in _WAYS:
            if chance.random() < often:
                made = way(made, chance) or made
        if made != name:
            return made


def _form(name: str, chance: random.Random) -> str:
    """Its legal form written otherwise, or left out."""
    for forms in _FORMS:
        for form in sorted(forms, key=len, reverse=True):
            if found := re.search(
                rf"(?<![^\W_]){re.escape(form)}(?![^\W_])|{form}$" if form.isascii() else form, name, re.IGNORECASE
            ):
                other = chance.choice([each for each in forms if each.casefold() != found.group().casefold()] + [""])
                return (name[: found.start()] + other + name[found.end() :]).strip(" ,")
    return name


def _case(name: str, chance: random.Random) -> str:
    return chance.choice((str.upper, str.lower, str.title))(name)


def _punctuation(name: str, chance: random.Random) -> str:
    ways: Sequence[Callable[[str], str]] = (
        lambda text: re.sub(r"[.,]", "", text),
        lambda text: text.replace("-", " ").replace("/", " "),
        lambda text: text.replace("&", "and") if "&" in text else text.replace(" and ", " & ").replace(" AND ", " & "),
        lambda text: text.replace("'", "").replace("’", "").replace('"', ""),
        lambda text: text.replace("(", "").replace(")", ""),
    )
    return chance.choice(ways)(name)


def _plain(name: str, chance: random.Random) -> str:
    """Without accents, or as German writes them without."""
    if chance.random() < 0.5:
        for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("ß", "ss")):
            name = name.replace(letter, written)
    return "".join(letter for letter in normalize("NFKD", name) if not combining(letter))


def _turned(name: str, chance: random.Random) -> str:
    words = name.split()
    if len(words) < 2:
        return name
    at = chance.randrange(len(words) - 1)
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def _slip(name: str, chance: random.Random) -> str:
    """One letter too many, too few, another, or two exchanged; never in a number."""
    places = [at for at, letter in enumerate(name) if letter.isalpha()]
    if len(places) < 5:
        return name
    at = chance.choice(places[1:])
    letter = chance.choice(_LETTERS)
    return chance.choice((
        name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :],
        name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
    ))  # fmt: skip


def _shortened(name: str, chance: random.Random) -> str:
    words = name.split()
    at = [place for place, word in enumerate(words) if word.casefold() in _SHORT]
    if not at:
        return name
    place = chance.choice(at)
    return " ".join([*words[:place], _SHORT[words[place].casefold()] + chance.choice(("", ".")), *words[place + 1 :]])


def _country(code: str | None, chance: random.Random) -> str | None:
    """As a code, in words of some language, or not said."""
    told = chance.random()
    if code is None or told < 0.2:
        return None
    return chance.choice(_COUNTRIES[code].split("|")) if told < 0.6 and code in _COUNTRIES else code


_WAYS: Sequence[tuple[Callable[[str, random.Random], str], float]] = (
    (_form, 0.6), (_case, 0.5), (_punctuation, 0.4), (_plain, 0.4), (_shortened, 0.3), (_turned, 0.1), (_slip, 0.3),
)  # fmt: skip
