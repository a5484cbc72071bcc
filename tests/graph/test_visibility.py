"""Who may see a party or an account."""

from datetime import date

from graph.session import Session
from tests.tiny_bank import STORY, TinyBank

PARTIES = "MATCH (p:Party) RETURN p.name, p.unit, p.units ORDER BY p.name"
ACCOUNTS = "MATCH (a:Account) RETURN a.id, a.unit, a.units ORDER BY a.id"


async def test_a_party_is_at_home_where_it_is_led_else_where_its_oldest_account_is(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, **STORY)
    assert await empty.rows(PARTIES) == [
        ["Ada Bell", "tiny:N", ["tiny:N", "tiny:S"]],
        ["Harbour Steel", "tiny:S", ["tiny:S"]],
        ["王伟", "tiny:N", ["tiny:N"]],
    ]
    assert await empty.rows(ACCOUNTS) == [["tiny:A1", "tiny:N", ["tiny:N"]], ["tiny:A2", "tiny:S", ["tiny:S"]]]


async def test_the_unit_that_manages_a_holder_sees_the_account(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, **STORY | {"managed": ["1,S"]})
    assert [row for row in await empty.rows(PARTIES) if row[0] == "王伟"] == [["王伟", "tiny:S", ["tiny:N", "tiny:S"]]]
    assert await empty.rows(ACCOUNTS) == [["tiny:A1", "tiny:N", ["tiny:N", "tiny:S"]], ["tiny:A2", "tiny:S", ["tiny:S"]]]


async def test_an_account_that_is_held_no_more_opens_no_view(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, **STORY)
    await tiny.load(empty, on=date(2026, 2, 1), **STORY | {"holders": ["1,A1,O,", "2,A1,J,2025-01-01", "2,A2,O,"]})
    assert [row for row in await empty.rows(PARTIES) if row[0] == "Ada Bell"] == [["Ada Bell", "tiny:S", ["tiny:S"]]]


async def test_without_manager_and_account_only_public_registers_make_a_party_public(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, people=["1,Prospect,,,"])
    await tiny.load(empty, system="other", public=True, people=["2,Registered,,,C"])
    assert await empty.rows(PARTIES) == [["Prospect", "UNASSIGNED", []], ["Registered", "PUBLIC", ["PUBLIC"]]]
