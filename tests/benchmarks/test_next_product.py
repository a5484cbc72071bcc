"""Finding again what is hidden of a customer: what goes together is found, what tells too much is not looked at."""

import csv
from pathlib import Path

import numpy as np
import pytest

from benchmarks import next_product
from benchmarks.next_product import Bank, read
from runtime.errors import BadQuestion
from runtime.terminal import OUT

CUSTOMERS = 600


def _bank(path: Path) -> Path:
    """Who holds a card holds insurance, too, four times of five; the fund is held at random, and its amount tells who holds it."""
    chance = np.random.default_rng(7)
    card = chance.random(CUSTOMERS) < 0.5
    insurance = np.where(card, chance.random(CUSTOMERS) < 0.8, chance.random(CUSTOMERS) < 0.05)
    fund, loan, age = chance.random(CUSTOMERS) < 0.3, chance.random(CUSTOMERS) < 0.2, chance.integers(20, 80, CUSTOMERS)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["age", "n_card", "n_insurance", "n_fund", "fund_amount", "n_loan"])
        for row in zip(age, card, insurance, fund, loan, strict=True):
            years, has_card, insured, has_fund, has_loan = row
            amount = int(chance.integers(1, 9)) * 100 if has_fund else 0
            writer.writerow([years, int(has_card) * 2, int(insured), int(has_fund), amount, int(has_loan)])
    return path


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return read(_bank(tmp_path_factory.mktemp("bank") / "bank.csv"), ["n_*"], {})


def test_what_tells_who_holds_a_product_belongs_to_it(bank: Bank):
    assert bank.own == {"n_card": ("n_card",), "n_insurance": ("n_insurance",), "n_fund": ("n_fund", "fund_amount"), "n_loan": ("n_loan",)}


def test_what_goes_together_is_found_more_often_than_what_is_popular(bank: Bank, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(next_product, "SEEDS", (1,))
    found = next_product.run(bank, OUT)
    assert found["ours"].rank > found["popularity"].rank + 0.02
    assert found["ours"].first < 0.95, "a product's own amount would tell it"
    assert all(way.first <= way.three <= 1 and 0 < way.rank <= 1 for way in found.values())


@pytest.mark.parametrize(
    ("rows", "named", "told"),
    [
        ([["a", "b"], ["1", "0"], ["0", "1"]], ["c*"], "no column c"),
        ([["a", "b"], ["1", "0"], ["0", "1"]], ["a"], "two products at least"),
        ([["a", "b"], ["1", "0"], ["1", "1"]], ["a", "b"], "a is held by all"),
        ([["a", "b"], ["yes", "0"], ["no", "1"]], ["a", "b"], "--held a=WORD"),
    ],
)
def test_products_that_cannot_be_ranked_are_named(rows: list[list[str]], named: list[str], told: str, tmp_path: Path):
    file = tmp_path / "bank.csv"
    with file.open("w", newline="") as to:
        csv.writer(to).writerows(rows)
    with pytest.raises(BadQuestion, match=told.replace("*", "")):
        read(file, named, {})


def test_a_word_may_say_that_a_product_is_held(tmp_path: Path):
    file = tmp_path / "bank.csv"
    file.write_text("a,b\nyes,0\nno,1\nno,0\n")
    assert read(file, ["b"], {"a": "yes"}).held.tolist() == [[True, False], [False, True], [False, False]]
