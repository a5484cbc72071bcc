"""What is loaded under chaos: deliveries of the tiny bank, small and larger, and of Lakeside Bank."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from ingest.lakeside import write
from tests.tiny_bank import STORY, TinyBank

FIRST = date(2026, 1, 1)
PEOPLE = 60


@dataclass(frozen=True, slots=True)
class Delivered:
    """One delivery: whose, where, and the day it speaks of."""

    source: str
    folder: Path
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """Deliveries in the order of their days, and how many records are written at once; `joined`: a later one speaks of what
    only an earlier one tells, and would wait for it in quarantine."""

    name: str
    batch: int
    write: Callable[[Path], list[Delivered]]
    joined: bool = False


def _story(folder: Path) -> list[Delivered]:
    changed = STORY | {
        "people": ["1,王伟,K1,1980-01-02,", "2,Ada Bell-Reed,K2,1990-03-04,", "4,New Mill,K4,,C"],
        "holders": ["1,A1,O,", "2,A2,O,", "4,A2,J,"],
        "managed": [],
    }
    return [
        Delivered("tiny", TinyBank(_made(folder / str(day))).deliver(**tables), FIRST + timedelta(days=day))
        for day, tables in enumerate((STORY, changed))
    ]


def _nights(folder: Path) -> list[Delivered]:
    """Nights of two silos that know the same people: half change something each night, some go and come back."""
    return [
        Delivered(
            system, TinyBank(_made(folder / f"{system}{night}")).deliver(**_night(system, night)), FIRST + timedelta(days=night)
        )
        for system, night in (("tiny", 0), ("other", 0), ("tiny", 1))
    ]


def one_night(folder: Path) -> list[Delivered]:
    """The first of them."""
    return [Delivered("tiny", TinyBank(_made(folder)).deliver(**_night("tiny", 0)), FIRST)]


def _night(system: str, night: int) -> dict[str, list[str]]:
    random = Random(f"{system}/{night}")
    there = [n for n in range(PEOPLE) if random.random() < 0.9]
    accounts = [n for n in there if n % 3]
    return {
        "units": STORY["units"],
        "people": [f"{n},Person {n} {random.randrange(2)},K{n},1980-01-{1 + n % 28:02}," for n in there],
        "accounts": [f"A{n},{random.choice('NS')},2020-01-01,{random.randrange(1000)}" for n in accounts],
        "holders": [f"{n},A{n},{random.choice('OJ')},{random.choice(['', '2026-01-02'])}" for n in accounts],
        "managed": [f"{n},{random.choice('NS')}" for n in there if n % 2],
        "related": [f"{n},{n + 1}" for n in there if n % 4 == 0 and n + 1 in there],
        "movements": [
            f"T{n}-{day},A{n},2025-12-{day:02},{day},{day}," for n in accounts for day in range(1, 3 + night)
        ],
        "talks": [f"I{n},{n},2025-12-05T10:00:00,Mortgage" for n in there if n % 5 == 0],
    }  # fmt: skip


def _lakeside(folder: Path) -> list[Delivered]:
    write(folder)
    return [Delivered("lakeside-core", folder / "core"), Delivered("lakeside-crm", folder / "crm")]


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


SCENARIOS = (Scenario("story", 2, _story), Scenario("nights", 20, _nights), Scenario("lakeside", 400, _lakeside, joined=True))


def written(folder: Path) -> Iterator[tuple[Scenario, list[Delivered]]]:
    """Every scenario with its deliveries, in folders of their own."""
    for each in SCENARIOS:
        yield each, each.write(folder / each.name)
