"""Pages walked one way and the other over rows that lack keys, and that have the same: beside one list that is sorted once."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cmp_to_key
from typing import Any

import pytest

from graph.cursor import decode, encode
from graph.session import Session
from graph.statement.order import Key, beyond, by, kinds, place

VALUES: dict[str, Sequence[Any]] = {
    "Int": range(-2, 3),
    "String": ("", "a", "B", "b", "é", "林", "🦊"),
    "Date": [date(2026, 1, day) for day in range(1, 5)],
    "DateTime": [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in range(3)],
    "Boolean": (False, True),
}
ROWS = 23
MADE = "UNWIND $rows AS row CREATE (n:Sorted) SET n = row"
Row = dict[str, Any]


def rows(chance: random.Random, types: Sequence[str], *, lacking: bool) -> list[Row]:
    """Rows of few values, so that many have the same, some of which lack some."""
    return [
        {"id": f"r{n:02}", **{f"k{k}": None if lacking and chance.random() < 0.25 else chance.choice(VALUES[type_]) for k, type_ in enumerate(types)}}
        for n in chance.sample(range(ROWS), ROWS)
    ]  # fmt: skip


def in_order(found: list[Row], keys: Sequence[Key]) -> list[str]:
    """By the keys in turn, each its own way; what lacks one is behind what has it."""

    def compare(one: Row, other: Row) -> int:
        for key in keys:
            mine, its = one[key.name], other[key.name]
            if mine != its:
                if mine is None or its is None:
                    return 1 if mine is None else -1
                return (1 if mine > its else -1) * (1 if key.way == "ASC" else -1)
        return 0

    return [row["id"] for row in sorted(found, key=cmp_to_key(compare))]


async def walked(session: Session, keys: list[Key], size: int, *, forward: bool) -> list[str]:
    going, list_ = keys if forward else [key.turned for key in keys], f"Sorted.{place(keys)}"
    found, cursor = list[str](), None
    told = ", ".join(key.told for key in keys)
    while True:
        sent = {f"c_{n}": value for n, value in enumerate(decode(cursor, list_, kinds(keys)))} if cursor else {}
        test = f"AND {beyond(going, 'c')}" if cursor else ""
        page = await session.rows(
            f"MATCH (n:Sorted) WHERE n.id IS NOT NULL {test} WITH n ORDER BY {by(going)} LIMIT {size} RETURN n.id, [{told}]", sent
        )
        ids = [id_ for id_, _ in page]
        found = [*found, *ids] if forward else [*reversed(ids), *found]
        if len(page) < size:
            return found
        cursor = encode(list_, page[-1][1])


@pytest.mark.parametrize("lacking", [True, False], ids=["some lack keys", "all have all keys"])
async def test_pages_walked_either_way_are_one_sorted_list(empty: Session, lacking: bool):
    for seed in range(12):
        chance = random.Random(seed)
        types = [chance.choice(list(VALUES)) for _ in range(1 + seed % 3)]
        made = rows(chance, types, lacking=lacking)
        keys = [
            Key(f"n.k{n}", chance.choice(["ASC", "DESC"]), type_, f"k{n}", "ASC" if lacking else "") for n, type_ in enumerate(types)
        ]
        keys.append(Key("n.id", "ASC", "ID", "id"))
        await empty.run("MATCH (n:Sorted) DELETE n")
        await empty.run(MADE, {"rows": made})
        expected, size = in_order(made, keys), chance.randint(1, 6)
        assert await walked(empty, keys, size, forward=True) == expected, (seed, keys)
        assert await walked(empty, keys, size, forward=False) == expected, (seed, keys)


def test_where_all_have_the_key_the_first_test_is_a_range_of_an_index():
    keys = [Key("n.name", "ASC", "String", "name"), Key("n.id", "ASC", "ID", "id")]
    assert beyond(keys, "c") == "n.name >= $c_0 AND (n.name > $c_0 OR n.id > $c_1) AND n.id IS NOT NULL"
    assert beyond([Key("n.unit", "DESC", "String", "unit"), *keys], "c") == (
        "n.unit <= $c_0 AND (n.unit < $c_0 OR (n.name >= $c_1 AND (n.name > $c_1 OR n.id > $c_2))) AND n.id IS NOT NULL"
    )


def test_a_cursor_tells_what_its_list_is_sorted_by():
    name, id_ = Key("n.name", "ASC", "String", "name"), Key("n.id", "ASC", "ID", "id")
    assert place([id_]) == "id"
    assert place([name, id_]) == place([name.turned, id_]) == "name"
    assert place([Key("n.unit", "ASC", "String", "unit"), name, id_]) == "unit,name"
