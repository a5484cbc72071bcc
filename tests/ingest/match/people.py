"""Made-up people for tests of matching: a few dozen, each with several records that differ as records do."""

import random
from collections.abc import Sequence

import numpy as np

from ingest.match.arrays import Ints
from ingest.match.clusters import Clusters, Edges
from ingest.match.judged import Contradiction, Judgement, Ruling
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


def crowd() -> list[Told]:
    """A telephone that ninety people share, and a name that a hundred have."""
    names = [f"{given} {family}" for given in GIVEN[:10] for family in FAMILY[:9]]
    office = [Told(f"office-{at}", None, {"full_name": (name,), "phone": ("+8613811111111",)}) for at, name in enumerate(names)]
    namesakes = [Told(f"same-{at}", None, {"full_name": ("Ada Bell",), "postcode": (f"ls{at % 20} 1ab",)}) for at in range(100)]
    again = [Told(f"twice-{at}", None, {"full_name": (names[at],), "phone": ("+8613811111111",)}) for at in range(20)]
    same = {"full_name": ("Ida Quinn",), "birth_date": ("1970-07-07",), "city": ("york",)}
    repeated = [Told(f"again-{at}", None, same) for at in range(95)]
    return [*office, *namesakes, *again, *repeated]


# ---- everything at once, for where it is matched


NO_ROWS: Ints = np.array([], dtype=np.int64)


def mixed() -> Table:
    """What silos say of sixty people, and a crowd."""
    return flattened("person", [*silos(60), *crowd()])


def judgements() -> list[Judgement]:
    """Some that hold, within components and across; one that others contradict; one of a record that is not there."""
    same, never = Ruling.SAME, Ruling.NOT_SAME
    said = [("0001-0", "0001-1", never), ("0002-0", "0030-1", same), ("0030-1", "0041-0", same), ("0002-0", "0041-0", never)]
    said += [("0005-0", "0005-2", never), ("office-3", "office-4", same), ("0007-0", "gone", same)]
    return [Judgement(one, other, ruling) for one, other, ruling in said]


def weights(edges: Edges) -> dict[tuple[int, int], float]:
    return {(i, j): weight for i, j, weight in zip(edges.i.tolist(), edges.j.tolist(), edges.weights.tolist(), strict=True)}


def outcome(found: Clusters) -> tuple[list[int], list[int], list[tuple[int, int, float, str]], tuple[Contradiction, ...]]:
    """Clusters, automatic clusters, doubts in one order, contradictions."""
    doubts = found.doubts
    told_of = zip(doubts.one.tolist(), doubts.other.tolist(), doubts.evidence.round(6).tolist(), doubts.why, strict=True)
    ordered = sorted((min(a, b), max(a, b), bits, why) for a, b, bits, why in told_of)
    return found.labels.tolist(), found.automatic.tolist(), ordered, found.contradictions
