"""A delivery of declarations as a group around one of its companies."""

from pathlib import Path

from graph.model import Company, OwnershipStatement, Owns, Person
from ingest.sources import source
from rules.ownership.records import Declared, Group, Interest, Party
from tests.ingest.sources.reading import reading


def read(folder: Path, company: str) -> Group:
    found = reading(source("bods"), folder, folder / "home")
    assert found.refused == {}
    parties = [Party(one.id, one.name or one.id, isinstance(one, Person)) for one in (*found.all(Person), *found.all(Company))]
    declared = [Declared(one.record, one.reason, one.reason_text, one.id) for one in found.all(OwnershipStatement) if one.reason]
    return Group(company, {one.id: one for one in parties}, tuple(map(_interest, found.all(Owns))), declared=tuple(declared))


def _interest(one: Owns) -> Interest:
    least, most = (one.share_exact, one.share_exact) if one.share_exact is not None else (one.share_min, one.share_max)
    since = one.valid_from.isoformat() if one.valid_from else None
    return Interest(one.record, one.company, one.interest, least, most, one.direct, one.nominee, one.beneficial, "bods", one.statement, since)
