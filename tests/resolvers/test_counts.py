"""How many there are: to a bound, and whether that is all."""

from graph.session import Session
from tests.asking import STANDARD, asker

MADE = """UNWIND range(1, $count) AS n CREATE (:Product {code: 'P' + n, name: 'Product ' + n, family: 'DEPOSIT'})"""


async def test_a_list_is_counted_to_ten_thousand_and_says_where_that_is_not_all(empty: Session):
    await empty.run(MADE, {"count": 10_001})
    ask = await asker(empty)
    told: list[object] = []
    for text in (
        "{ products(first: 1) { totalCount totalIsExact } }",
        '{ products(first: 1, where: {not: {code: {eq: "P1"}}}) { totalIsExact totalCount } }',
        '{ products(first: 1, where: {code: {startsWith: "P1000"}}) { n: totalCount x: totalIsExact edges { node { id } } } }',
        "{ products { totalIsExact } }",
    ):
        found = await ask(text)
        assert found.context.statements == 1
        assert found.data == (await ask(text, STANDARD)).data
        told.append({key: value for key, value in found.data["products"].items() if key != "edges"})
    assert told == [
        {"totalCount": 10_000, "totalIsExact": False}, {"totalIsExact": True, "totalCount": 10_000}, {"n": 3, "x": True},
        {"totalIsExact": False},
    ]  # fmt: skip
