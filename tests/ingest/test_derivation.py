"""What follows from a delivery is the same, whether what it changed is remembered or everything is gone through."""

from datetime import date

import pytest

from graph.digest import digest
from graph.session import Session
from ingest import derivation, touched
from tests.tiny_bank import STORY, TinyBank

LATER = STORY | {"people": STORY["people"][1:], "movements": STORY["movements"][1:], "managed": ["3,N"]}


async def test_of_more_than_is_remembered_everything_is_worked_out(
    empty: Session, tiny: TinyBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = list[str]()
    for most, page in ((touched.MOST, derivation.PAGE), (1, 2)):
        monkeypatch.setattr(touched, "MOST", most)
        monkeypatch.setattr(derivation, "PAGE", page)
        await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
        await tiny.load(empty, on=date(2026, 1, 1), **STORY)
        await tiny.load(empty, on=date(2026, 1, 2), **LATER)
        found.append(await digest(empty))
    assert found[0] == found[1]


def test_of_too_many_ids_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touched, "MOST", 2)
    kept = touched.Touched()
    for number in range(5):
        kept.add(touched.Account, "id", str(number))
    assert (kept.overflowed, kept.of((touched.Account,), "id")) == (True, set())
