"""Effective shares, beside a solution of another kind: the same linear system summed as a power series, dense."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.ownership.linear import DENSE
from rules.ownership.records import Cell, Family, Group, Interest, Reason, Table
from rules.ownership.shares import Effective, Shares, effective
from rules.ownership.tables import table


def held(*holdings: tuple[str, str, float]) -> Group:
    return Group("t", {}, tuple(Interest(owner, company, least=share, most=share) for owner, company, share in holdings))


def shares(group: Group) -> Shares:
    return effective(table(group, Family.SHARES), group.target, cut=group.cut)


def told(group: Group) -> dict[str, float | None]:
    return {each.party: None if each.least is None else round(each.least, 9) for each in shares(group).holders}


def of(group: Group, party: str) -> Effective:
    return next(each for each in shares(group).holders if each.party == party)


# ---- what is true --------------------------------------------------------------------------------------------------


def test_a_share_is_the_product_along_a_way_and_the_sum_over_ways():
    group = held(("ann", "a", 0.5), ("ann", "b", 1.0), ("a", "t", 0.4), ("b", "t", 0.3), ("ann", "t", 0.1), ("bo", "a", 0.5))
    assert told(group) == {"ann": 0.6, "a": 0.4, "b": 0.3, "bo": 0.2}
    assert of(group, "ann").direct == Cell(0.1, 0.1)


def test_a_circle_is_solved_and_not_cut():
    """湖畔's own: holding → steel → logistics → holding. What goes round comes to its outside owners."""
    group = held(("ming", "t", 0.97), ("log", "t", 0.03), ("t", "steel", 0.62), ("he", "steel", 0.38), ("steel", "log", 0.7), ("ma", "log", 0.3))
    round_ = 1 / (1 - 0.62 * 0.7 * 0.03)
    found = told(group)
    assert found["ming"] == pytest.approx(0.97 * round_)
    assert found["he"] == pytest.approx(0.38 * 0.7 * 0.03 * round_)
    assert found["ma"] == pytest.approx(0.3 * 0.03 * round_)
    assert found["ming"] + found["he"] + found["ma"] == pytest.approx(1)  # pyright: ignore[reportOperatorIssue]
    assert found["log"] == pytest.approx(0.03)  # without the way that comes back to itself


def test_a_company_never_owns_itself():
    group = held(("t", "t", 0.2), ("ann", "t", 0.8))
    assert told(group) == {"ann": 1.0}
    group = held(("sub", "t", 0.2), ("t", "sub", 1.0), ("ann", "t", 0.8))
    assert told(group) == {"ann": 1.0, "sub": 0.2}


def test_companies_that_own_each_other_wholly_have_no_number_but_a_reason():
    group = held(("a", "t", 1.0), ("t", "a", 1.0))
    found = shares(group)
    assert [(each.party, each.least, each.reason) for each in found.holders] == [("a", None, Reason.CLOSED_LOOP)]
    assert (found.unknown, [each.reason for each in found.problems]) == (None, [Reason.CLOSED_LOOP])


def test_a_closed_loop_above_a_company_leaves_the_shares_of_its_other_owners():
    group = held(("a", "t", 0.4), ("ann", "t", 0.6), ("b", "a", 1.0), ("a", "b", 1.0))
    assert told(group) == {"ann": 0.6, "a": None, "b": None}
    assert shares(group).unknown == pytest.approx(0.4)


def test_loops_whose_shares_add_up_to_one_only_nearly_are_closed_too():
    parts = [0.1] * 10
    circle = [(f"a{n}", "t", share) for n, share in enumerate(parts)] + [("t", f"a{n}", 1.0) for n in range(10)]
    assert set(told(held(*circle)).values()) == {None}


def test_ranges_are_solved_at_both_ends():
    group = Group("t", {}, (Interest("ann", "a", least=0.25, most=0.5), Interest("a", "t", least=0.5, most=0.5)))
    ann = of(group, "ann")
    assert (ann.least, ann.most) == (0.125, 0.25)
    assert shares(group).unknown == pytest.approx(0.875)


def test_a_share_that_is_not_known_is_between_nothing_and_what_the_others_leave():
    group = Group("t", {}, (Interest("ann", "t"), Interest("bo", "t", least=0.7, most=0.7), Interest("ca", "t", least=0.1, most=0.6)))
    assert (of(group, "ann").least, of(group, "ann").most) == (0.0, pytest.approx(0.2))
    assert (of(group, "ca").least, of(group, "ca").most) == (0.1, pytest.approx(0.3))


def test_high_ends_that_would_go_round_for_ever_are_bounded_by_what_others_surely_have():
    group = Group("t", {}, (
        Interest("a", "t", least=0.2, most=1.0), Interest("t", "a", least=0.2, most=1.0), Interest("ann", "t", least=0.5, most=0.5),
        Interest("bo", "a"),
    ))  # fmt: skip
    bo, ann = of(group, "bo"), of(group, "ann")
    assert ann.least == pytest.approx(0.5 / 0.96)
    assert bo.least == 0
    assert bo.most is not None
    assert ann.least is not None
    assert 0 < bo.most <= 1 - ann.least + 1e-9


def test_more_than_the_whole_has_no_number_and_names_the_company():
    group = held(("ann", "a", 0.7), ("bo", "a", 0.6), ("a", "t", 0.5), ("ca", "t", 0.5))
    found = shares(group)
    assert told(group) == {"a": 0.5, "ca": 0.5, "ann": None, "bo": None}
    assert [(each.reason, each.company, each.share) for each in found.problems] == [(Reason.SHARES_ABOVE_WHOLE, "a", pytest.approx(1.3))]


def test_rounding_is_not_more_than_the_whole():
    assert None not in told(held(("a", "t", 0.3334), ("b", "t", 0.3333), ("c", "t", 0.3334))).values()


def test_interests_are_summed_by_kind_and_silos_are_not_summed():
    said = [
        Interest("ann", "t", least=0.3, most=0.3, source="register"), Interest("ann", "t", least=0.2, most=0.2, source="register"),
        Interest("ann", "t", least=0.7, most=0.7, source="crm"), Interest("ann", "t", "VOTING_RIGHTS", 0.9, 0.9, source="bods"),
        Interest("bo", "t", least=0.4, most=0.4, source="crm"),
    ]  # fmt: skip
    group = Group("t", {}, tuple(said))
    assert told(group) == {"ann": 0.5, "bo": 0.4}
    votes = table(group, Family.VOTES)
    assert votes.cells["t"] == {"ann": Cell(0.9, 0.9), "bo": Cell(0.0, pytest.approx(0.1))}  # no more votes than are left


def test_owners_of_a_less_trusted_silo_count_only_as_far_as_there_is_room():
    """People whom matching has not found to be the same are not counted twice."""
    said = [Interest(f"{silo}-{who}", "t", least=share, most=share, source=silo)
            for silo in ("crm", "register") for who, share in (("ann", 0.7), ("bo", 0.2))]  # fmt: skip
    more = Interest("ca", "t", least=0.1, most=0.1, source="bods")
    found = shares(Group("t", {}, (*said, more)))
    assert {each.party: each.least for each in found.holders} == {"register-ann": 0.7, "register-bo": 0.2, "ca": 0.1}
    assert [(each.reason, each.parties) for each in found.problems] == [(Reason.CONTRADICTED, ("crm-ann", "crm-bo"))]


def test_what_a_nominee_holds_is_its_nominators():
    group = Group("t", {}, (
        Interest("nom", "t", least=0.4, most=0.4, nominee=True), Interest("ann", "t", "NOMINATOR"),
        Interest("bo", "t", least=0.6, most=0.6),
    ))  # fmt: skip
    assert told(group) == {"bo": 0.6, "ann": 0.4}
    assert table(group, Family.SHARES).held_for_others == {("nom", "t")}


def test_an_arrangement_with_a_nominee_belongs_to_its_nominator():
    group = Group("t", {}, (
        Interest("arr", "t", least=0.4, most=0.4), Interest("nom", "arr", "NOMINEE"), Interest("ann", "arr", "NOMINATOR"),
    ))  # fmt: skip
    assert told(group) == {"arr": 0.4, "ann": 0.4}


def test_a_nominee_for_nobody_knows_whom_is_told_as_such():
    group = Group("t", {}, (Interest("nom", "t", least=0.4, most=0.4, nominee=True),))
    found = shares(group)
    assert (found.holders, found.unknown) == ((), 1.0)
    assert [(each.reason, each.parties, each.share) for each in found.problems] == [(Reason.NOMINATOR_UNKNOWN, ("nom",), 0.4)]


def test_an_indirect_interest_counts_only_where_no_chain_leads():
    chain = (Interest("ann", "a", least=1.0, most=1.0), Interest("a", "t", least=0.6, most=0.6))
    declared = Interest("ann", "t", least=0.6, most=0.6, direct=False)
    assert told(Group("t", {}, (*chain, declared))) == {"a": 0.6, "ann": 0.6}
    assert told(Group("t", {}, (declared,))) == {"ann": 0.6}


def test_where_more_is_there_than_was_read_shares_are_at_least_what_is_told():
    ann = of(Group("t", {}, (Interest("ann", "t", least=0.3, most=0.3), Interest("bo", "t", least=0.2, most=0.2)), cut=True), "ann")
    assert (ann.least, ann.most) == (0.3, pytest.approx(0.8))


# ---- random graphs with circles --------------------------------------------------------------------------------------


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, int, np.ndarray]:
    """Companies and outside owners; W[i, j] is what i holds of j. Everyone's owners hold less than the whole, or just the whole."""
    companies, outside = draw(st.integers(1, 9)), draw(st.integers(1, 4))
    size = companies + outside
    held_ = np.zeros((size, size))
    for company in range(companies):
        owners = draw(st.lists(st.integers(0, size - 1), max_size=5, unique=True))
        parts = [draw(st.integers(1, 20)) for _ in owners]
        left = draw(st.integers(0, 10))
        for owner, part in zip(owners, parts, strict=True):
            held_[owner, company] = part / (sum(parts) + left)
    return companies, outside, held_


def power_series(held_: np.ndarray, target: int, without: int | None = None) -> np.ndarray | None:
    """The sum of all ways of one step, of two … to the target, by repeated squaring; None where it does not settle. `without`:
    no way leads through or back to this one."""
    ways = held_.copy()
    if without is not None:
        ways[:, without] = 0.0
    total, power = np.eye(len(ways)) + ways, ways @ ways
    for _ in range(40):
        total = total + total @ power
        power = power @ power
        if not np.isfinite(total).all() or total.max() > 1e7:
            return None
    return total[:, target]


@given(graphs())
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_shares_equal_an_independent_solution_on_random_graphs_with_circles(drawn: tuple[int, int, np.ndarray]):
    companies, _outside, held_ = drawn
    names = ["t", *(f"n{n}" for n in range(1, len(held_)))]
    rows, columns = np.nonzero(held_)
    group = held(*((names[i], names[j], float(held_[i, j])) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)))
    found = {each.party: each for each in shares(group).holders}
    reached = above(held_, 0)
    assert set(found) == {names[n] for n in reached}
    for n in reached:
        mine = found[names[n]]
        part = sorted({0, *(m for m in range(len(held_)) if m == n or (m in above(held_, 0) and (n in above(held_, m))))})
        circle = power_series(held_[np.ix_(part, part)], part.index(0))
        if circle is None:
            assert (mine.least, mine.reason) == (None, Reason.CLOSED_LOOP)
            continue
        expected = power_series(held_[np.ix_(part, part)], part.index(0), part.index(n))
        assert expected is not None
        assert mine.least == pytest.approx(expected[part.index(n)], abs=1e-8)
        assert mine.most == pytest.approx(expected[part.index(n)], abs=1e-8)
    assert companies


def above(held_: np.ndarray, target: int) -> set[int]:
    """Who holds something of it, whoever holds something of those, and so on; not itself."""
    seen, left = set[int](), [target]
    while left:
        new = {int(n) for n in np.nonzero(held_[:, left.pop()])[0]} - seen
        seen |= new
        left += new
    return seen - {target}


@given(graphs(), st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_truth_within_the_ranges_lies_within_the_answer(drawn: tuple[int, int, np.ndarray], data: st.DataObject):
    """Some shares are known as a band only: what they truly are gives shares between the ends that are told."""
    _companies, _outside, held_ = drawn
    names = ["t", *(f"n{n}" for n in range(1, len(held_)))]
    rows, columns = (each.tolist() for each in np.nonzero(held_))
    said = list[Interest]()
    for i, j in zip(rows, columns, strict=True):
        truth = float(held_[i, j])
        below, over = (data.draw(st.sampled_from([0.0, 0.0, 0.1, 1.0])) for _ in range(2))
        said.append(Interest(names[i], names[j], least=max(0.0, truth - below), most=min(1.0, truth + over)))
    exact = {each.party: each for each in shares(held(*((names[i], names[j], float(held_[i, j])) for i, j in zip(rows, columns, strict=True)))).holders}
    for each in shares(Group("t", {}, tuple(said))).holders:
        true = exact[each.party]
        if true.least is not None and each.least is not None and each.most is not None:
            assert each.least - 1e-8 <= true.least <= each.most + 1e-8


def test_a_large_circle_is_solved_as_a_small_one_is():
    """More companies than are solved as a full matrix: a ring of which every company has one outside owner."""
    size = DENSE + 44
    names = ["t", *(f"c{n}" for n in range(1, size))]
    ring = [(names[(n + 1) % size], names[n], 0.5) for n in range(size)] + [(f"p{n}", names[n], 0.5) for n in range(size)]
    found = told(held(*ring))
    assert found["p0"] == pytest.approx(0.5)
    assert found["p3"] == pytest.approx(0.5**4)
    assert found["c1"] == pytest.approx(0.5)
    assert sum(share or 0 for party, share in found.items() if party.startswith("p")) == pytest.approx(1)


def test_a_large_closed_ring_has_no_number():
    size = DENSE + 44
    names: Sequence[str] = ["t", *(f"c{n}" for n in range(1, size))]
    assert set(told(held(*((names[(n + 1) % size], names[n], 1.0) for n in range(size)))).values()) == {None}


def test_a_table_without_owners_has_no_holders():
    assert effective(Table(), "t") == Shares((), 1.0)
