"""The ways by which a holder has its share."""

from rules.ownership.paths import MOST_STEPS, Path, paths
from rules.ownership.records import Cell, Table


def held(*holdings: tuple[str, str, float]) -> Table:
    found = Table()
    for owner, company, share in holdings:
        found.cells.setdefault(company, {})[owner] = Cell(share, share)
    return found


def test_the_largest_ways_come_first_and_none_passes_through_a_party_twice():
    table = held(("ann", "t", 0.1), ("ann", "a", 1.0), ("a", "t", 0.5), ("a", "b", 0.5), ("b", "a", 0.5), ("b", "t", 0.2))
    assert paths(table, "t")["ann"] == [
        Path(("ann", "a", "t"), 0.5, 0.5), Path(("ann", "t"), 0.1, 0.1), Path(("ann", "a", "b", "t"), 0.1, 0.1),
    ]  # fmt: skip
    assert [len(each) for each in paths(table, "t", 1).values()] == [1, 1, 1]


def test_longer_ways_than_anybody_reads_are_not_told():
    chain = held(*((f"c{n + 1}", f"c{n}" if n else "t", 1.0) for n in range(100)))
    assert max(len(path.parties) for each in paths(chain, "t").values() for path in each) == MOST_STEPS + 1
