"""Made-up people for tests of matching: a few dozen, each with several records that differ as records do."""

import random
from collections.abc import Sequence

from ingest.match.table import Table, Told, flattened

GIVEN = "ada bert clara david ellen frank grace henry ida jack kate louis mary nora oscar paul rose sam tess victor".split()
FAMILY = (
    "bell carter dunn evans fisher grant hobbs irwin jones keller lowe morris north owens price quinn reed shaw todd vance".split()
)
TOWNS = "leeds york hull derby bath".split()


def told(people: int, seed: int = 1) -> list[Told]:
    """Three records of each; ids are `person-number`."""
    random.seed(seed)
    return [record for person in range(people) for record in _records(person)]


def _records(person: int) -> list[Told]:
    given, family = random.choice(GIVEN), random.choice(FAMILY)
    born = f"{random.randint(1930, 2005)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
    phone = f"+86138{random.randint(10_000_000, 99_999_999)}"
    town, code = random.choice(TOWNS), f"ls{random.randint(1, 29)} {random.randint(1, 9)}ab"
    whole = {"full_name": f"{given} {family}", "birth_date": born, "phone": phone, "city": town, "postcode": code}
    slipped = whole | {"full_name": f"{given} {family[:2]}{family[1:]}", "phone": None}
    sparse = {"full_name": f"{family}, {given}", "birth_date": born, "postcode": code}
    return [_told(f"{person:04d}-{at}", fields) for at, fields in enumerate((whole, slipped, sparse))]


def _told(id_: str, fields: dict[str, str | None]) -> Told:
    return Told(id_, None, {name: (value,) for name, value in fields.items() if value})


def table(people: int, seed: int = 1) -> Table:
    return flattened("person", told(people, seed))


def silos(people: int, seed: int = 1) -> list[Told]:
    """As told(), but some with the bank's own number, some with numbers for life or passports, some with two telephones; not all of it right."""
    made = told(people, seed)
    random.seed(seed)
    return [_in_a_silo(record, people) for record in made]


def _in_a_silo(record: Told, people: int) -> Told:
    person, more = int(record.id[:4]), dict[str, Sequence[str]]()
    of = person if random.random() < 0.9 else random.randrange(people)
    group = f"{of // 2 if random.random() < 0.2 else of}" if random.random() < 0.5 else None
    if random.random() < 0.4:
        more["national_id"] = (resident(of),)
    if random.random() < 0.4:
        issuer = random.choice(("GB:", "GB:", "IE:", ""))
        more["passport"] = (f"{issuer}9{random.choice((of, of, person)):07d}1",)
    if random.random() < 0.2:
        more["phone"] = (*record.fields.get("phone", ()), f"+86139{random.randint(10_000_000, 99_999_999)}")
    return Told(record.id, group, {**record.fields, **more})


def resident(person: int) -> str:
    """A resident number with its right check digit."""
    body = f"110101{1950 + person % 50}0101{person:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
