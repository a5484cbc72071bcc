from typing import Any

import pytest

from resolvers.plan import LONGEST, Plans
from runtime.errors import BadQuestion


def test_plans_are_made_once_and_the_least_used_is_forgotten():
    plans, made = Plans(most=2), list[str]()

    def make(name: str) -> Any:
        return plans.get((name,), lambda: made.append(name))  # type: ignore[arg-type, func-returns-value]

    for name in ("a", "b", "a", "c", "a", "b"):
        make(name)
    assert made == ["a", "b", "c", "b"]
    assert len(plans.kept) == 2


def test_a_refusal_is_remembered_like_a_plan():
    plans, tried = Plans(), list[int]()

    def refuse() -> Any:
        tried.append(1)
        raise BadQuestion("There is no filtering by that.")

    for _ in range(3):
        with pytest.raises(BadQuestion, match="no filtering"):
            plans.get(("q",), refuse)
    assert tried == [1]


def test_a_very_long_question_is_not_kept():
    plans = Plans()
    plans.get(("x" * (LONGEST + 1),), lambda: None)
    assert not plans.kept
