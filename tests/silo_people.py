"""People whom several silos know, for tests of what becomes of their records, and a model that others have taught."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from graph.session import Session
from ingest.check_digits import citizen_check
from ingest.match import model as model_file
from ingest.match.resolution import trained
from ingest.match.table import Told, flattened
from ingest.models import model_path
from ingest.resolve import Resolved, resolve
from ingest.work import Worker
from tests.tiny_bank import TinyBank

TODAY = date(2026, 3, 1)
TRUSTED = ("core", "cards", "counter")
WHO = "MATCH (r:SourceRecord)-[d:DESCRIBES]->(p) RETURN p.id, collect(r.id), collect(DISTINCT d.rule) ORDER BY p.id"


def number(of: str, place: int = 1) -> str:
    """A resident number of somebody born on a day (yyyymmdd)."""
    body = f"110101{of}{place:03}"
    return body + citizen_check(body)


ADA, BEN = number("19800103"), number("19751130", 7)
CORE = {
    "units": ["HQ,Head office,", "N,North,HQ"],
    "people": ["1,王伟,K1,1980-01-03,", "2,李娜,K2,1975-11-30,", "3,赵磊,K3,1990-06-06,"],
    "accounts": ["A1,N,2020-01-01,500", "A2,N,2021-01-01,700"],
    "holders": ["1,A1,O,", "2,A2,O,"],
    "marks": [f"1,{ADA},13811110001", f"2,{BEN},13811110002"],
}
CARDS = {
    "people": ["7,WANG WEI,,1980-01-03,", "8,李娜,,1975-11-30,", "9,钱九,,,"],
    "accounts": ["C7,,2022-01-01,20"],
    "holders": ["7,C7,O,"],
    "related": ["7,8"],
    "marks": [f"7,{ADA},13811110001", "8,,13811110002"],
}
DESK = {"people": ["5,王伟,,1980-01-03,"], "marks": ["5,,13811110001"]}


def taught(home: Path) -> Path:
    """A home with a model that other people have taught."""
    names = [
        f"{family}{given}" for family in "赵钱孙李周吴郑王" for given in ("伟", "娜", "磊", "静", "明轩", "思远", "子墨", "婷")
    ]
    everyone = [
        Told(f"{silo}:{at}", None, {
            "full_name": (name,), "birth_date": (f"19{50 + at % 50}-{1 + at % 12:02}-{1 + at % 28:02}",),
            "phone": (f"+86138{at:08}",), "gender": ("male" if at % 2 else "female",),
        })
        for at, name in enumerate(names) for silo in ("a", "b")
    ]  # fmt: skip
    path = model_path(home, "person")
    path.parent.mkdir(parents=True)
    model_file.write(trained(flattened("person", everyone)), path)
    return home


async def resolved(session: Session, home: Path) -> Resolved:
    return await resolve(session, home, today=TODAY, trusted=TRUSTED)


async def load(session: Session, tiny: TinyBank, *systems: str) -> None:
    for system in systems:
        await tiny.load(session, system=system, trusted=TRUSTED, **{"core": CORE, "cards": CARDS, "counter": DESK}[system])


async def parties(session: Session) -> set[tuple[str, ...]]:
    return {tuple(sorted(records)) for _, records, _ in await session.rows(WHO)}


async def party_of(session: Session, record: str) -> str:
    ((party,),) = await session.rows("MATCH (:SourceRecord {id: $id})-[:DESCRIBES]->(p) RETURN p.id", {"id": record})
    return party


def worker(session: Session, home: Path, says: list[str] | None = None) -> Worker:
    return Worker(session, home, ZoneInfo("Asia/Shanghai"), (says if says is not None else []).append, TRUSTED)
