"""A generated bank of three hundred customers in the graph: what was planted is there from the silos that say it, and no more."""

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from graph.session import Session
from ingest.deliveries import run_all
from ingest.lakeside import deliveries
from tests.ingest.lakeside.written import Told, Written

pytestmark = [pytest.mark.early, pytest.mark.long]

Row = tuple[Any, ...]
PARTIES = "MATCH (r:SourceRecord)-[:DESCRIBES]->(p:Party) RETURN p.id, collect(r.id)"
TIED = """
MATCH (a)-[t]->(b) WHERE type(t) = $type
RETURN t.source, a.id, b.id, [name IN $names | CASE WHEN t[name] IS :: DATE THEN toString(t[name]) ELSE t[name] END]"""
EVENTS = "MATCH (e:Event)-[:ABOUT]->(p) RETURN e.source, p.id, e.kind, toString(e.happenedOn), e.evidence"
FACILITIES = """
MATCH (f:Facility)-[:GRANTED_TO]->(p)
RETURN f.source, f.id, p.id, f.kind, f.limit, f.currency, head([(f)-[:WITHIN]->(w) | w.id]),
    COLLECT { MATCH (a)-[:DRAWN_UNDER]->(f) RETURN a.id ORDER BY a.id }"""
ON_ACCOUNT = "MATCH (g)-[h:HOLDS {role: 'GUARANTOR'}]->(a)-[:DRAWN_UNDER]->(f) RETURN h.source, g.id, f.id"
DEVICES = "MATCH (p)-[u:USES]->(d:Device) RETURN u.source, d.id, collect(p.id)"
QUARANTINED = "MATCH (p:Pass) RETURN p.source, p.state, p.rowsQuarantined, p.missing"


class Loaded:
    """Rows of the graph in which every party is named by its key in the truth."""

    def __init__(self, session: Session, key: dict[str, str]) -> None:
        self._session, self._key = session, key

    async def rows(self, text: str, **parameters: object) -> list[Row]:
        return sorted((tuple(self._named(value) for value in row) for row in await self._session.rows(text, parameters)), key=repr)

    async def tied(self, type_: str, *names: str) -> list[Row]:
        """Every relationship of a type as (silo, from, to, properties …)."""
        found = await self.rows(TIED, type=type_, names=list(names))
        return sorted(((silo, one, other, *values) for silo, one, other, values in found), key=repr)

    def _named(self, value: Any) -> Any:
        return [self._named(each) for each in value] if isinstance(value, list) else self._key.get(value, value)  # pyright: ignore[reportUnknownVariableType]


def told(facts: Iterable[Told], row: Callable[[Told, str], Row]) -> list[Row]:
    """Each fact once for each silo that says it."""
    return sorted((row(one, silo) for one in facts for silo in one["said"]), key=repr)


async def test_the_graph_of_a_generated_bank_is_its_truth(empty: Session, generated: Written, tmp_path: Path) -> None:
    await run_all(deliveries(_hushed(generated, tmp_path / "bank")), empty, tmp_path / "home")
    parties = dict[str, list[str]](await empty.rows(PARTIES))
    every = generated.truth("people") + generated.truth("companies")
    assert {frozenset(records) for records in parties.values()} == {frozenset(group) for one in every for group in one["records"]}
    assert len(parties) == generated.head()["parties"]
    graph = Loaded(empty, {party: generated.key[records[0]] for party, records in parties.items()})
    for compare in (_passes, _families, _companies, _work, _events, _credit, _devices):
        await compare(graph, generated)


def _hushed(bank: Written, directory: Path) -> Path:
    """The same bank with a few of its movements: no fact that is compared rests on them, and most of the time would."""
    copytree(bank.directory, directory)
    for file in ("core/TXN_DTL.txt", "cards/CRDTXN.DAT"):
        path = directory / file
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:50]))
    return directory


Compare = Callable[[Loaded, Written], Awaitable[None]]


async def _passes(graph: Loaded, bank: Written) -> None:
    refused = [one["silo"] for one in bank.truth("errors") if one["refused"]]
    silos = ("core", "cards", "wealth", "crm", "register", "loans", "app", "calls", "bureau", "tax")
    assert await graph.rows(QUARANTINED) == sorted(((silo, "COMPLETE", refused.count(silo), 0) for silo in silos), key=repr)


async def _families(graph: Loaded, bank: Written) -> None:
    homes = [{**one, **member} for one in bank.truth("households") for member in one["members"]]
    assert await graph.tied("LIVES_IN", "role") == told(
        homes, lambda one, silo: (silo, one["who"], f"crm:{one['key']}", one["role"])
    )
    assert await graph.tied("RELATED_TO", "kind", "validFrom") == told(
        bank.truth("kin"), lambda one, silo: (silo, one["who"], one["other"], one["kind"], one["since"])
    )


async def _companies(graph: Loaded, bank: Written) -> None:
    assert await graph.tied("OWNS", "shareExact", "shareMin", "shareMax", "validFrom") == told(
        bank.truth("owners"), lambda one, silo: (silo, one["who"], one["company"], *_share(one, silo), one["since"])
    )
    assert await graph.tied("HOLDS_OFFICE", "office", "validFrom", "validTo") == told(
        bank.truth("officers"),
        lambda one, silo: (
            silo, one["who"], one["company"], one["office"], one["since"], None if silo == "tax" else one["until"],
        ),
    )  # fmt: skip
    assert await graph.tied("BRANCH_OF", "validFrom") == told(
        bank.truth("branches"), lambda one, silo: (silo, one["who"], one["company"], one["since"])
    )
    assert await graph.tied("DECIDES_FOR", "role", "stance", "influence", "opportunity", "validFrom") == told(
        bank.truth("deciders"),
        lambda one, silo: (
            silo, one["who"], one["company"], one["role"], one["stance"], one["influence"],
            one["opportunity"] and f"crm:{one['opportunity']}", one["since"],
        ),
    )  # fmt: skip
    assert await graph.tied("SUPPLIES", "volume", "validFrom") == told(
        bank.truth("trades"), lambda one, silo: (silo, one["supplier"], one["buyer"], one["volume"] * 100, one["since"])
    )


def _share(one: Told, silo: str) -> Row:
    """The register prints some shares from and to alone."""
    if one["band"] and silo == "register":
        return (None, *(float(each) / 100 for each in one["band"]))
    return float(one["share"]) / 100, None, None


async def _work(graph: Loaded, bank: Written) -> None:
    assert await graph.tied("WORKS_FOR", "title", "validFrom", "validTo") == told(
        bank.truth("wages"), lambda one, silo: (silo, one["who"], one["employer"], one["title"], one["since"], one["until"])
    )


async def _events(graph: Loaded, bank: Written) -> None:
    assert await graph.rows(EVENTS) == told(
        bank.truth("events"), lambda one, silo: (silo, one["who"], one["kind"], one["on"], one["evidence"])
    )


async def _credit(graph: Loaded, bank: Written) -> None:
    assert await graph.rows(FACILITIES) == told(
        bank.truth("facilities"),
        lambda one, silo: (
            silo, f"loans:{one['id']}", one["who"], one["kind"], one["limit"] * 100, one["currency"],
            one["within"] and f"loans:{one['within']}", sorted(f"core:{account}" for account in one["accounts"]),
        ),
    )  # fmt: skip
    guarantees = bank.truth("guarantees")
    assert await graph.tied("GUARANTEES", "facility") == sorted(
        (("loans", one["who"], one["for"], f"loans:{one['facility']}") for one in guarantees), key=repr
    )
    assert await graph.rows(ON_ACCOUNT) == sorted(
        (("core", one["who"], f"loans:{one['facility']}") for one in guarantees if "core" in one["said"]), key=repr
    )


async def _devices(graph: Loaded, bank: Written) -> None:
    found = sorted(((silo, sorted(who)) for silo, _, who in await graph.rows(DEVICES)), key=repr)
    assert found == sorted(((silo, sorted(one["who"])) for one in bank.truth("devices") for silo in one["said"]), key=repr)
