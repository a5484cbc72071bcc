"""What a customer holds beside what is seen: one product of each is hidden, and every way ranks all that could be it.

A file has a column for each product, nought or empty where it is not held. What else tells whether it is held (its amount
beside its number) belongs to it: hidden with it, and never what it is guessed from.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.crosssell import PEER, numbers
from ingest.table_file import rows_of
from rules.affinity.design import Design, Floats, design
from rules.affinity.fields import Values, fields
from rules.affinity.rank import ranked
from runtime.errors import BadQuestion

FOLDS, SEEDS = 5, (1, 2, 3)
SAME = 0.999
"""Of rows in which a column tells of a product exactly whether it is held: then it belongs to it."""
POPULARITY, ASSOCIATION, OURS = "popularity", "association", "ours"
Held = NDArray[np.bool_]
"""Rows × products."""


@dataclass(frozen=True, slots=True)
class Bank:
    table: dict[str, list[str | None]]
    products: tuple[str, ...]
    held: Held
    own: Mapping[str, tuple[str, ...]]
    """By product: the columns that are its own."""


@dataclass(frozen=True, slots=True)
class Way:
    """Mean over customers of 1 ÷ the rank of what was hidden; the shares ranked first and among three; and the first of these where
    what was hidden is of the rarer half of products."""

    rank: float
    first: float
    three: float
    rarer: float


def read(path: Path, named: Sequence[str], positive: Mapping[str, str]) -> Bank:
    """`named` are columns, or patterns of them as `A*`; `positive` says of a column what held is called where that is no number.

    Raises SourceUnreadable, BadQuestion.
    """
    table = rows_of(path)
    products = tuple(name for name in table if any(fnmatchcase(name, one) for one in (*named, *positive)))
    if missing := [one for one in (*named, *positive) if not any(fnmatchcase(name, one) for name in table)]:
        raise BadQuestion(f"{path.name} has no column {', '.join(missing)}: products are of {', '.join(table)}.")
    if len(products) < 2:
        raise BadQuestion("Name two products at least: what is ranked is which of them is held.")
    held = np.array([_held(name, table[name], positive.get(name)) for name in products]).T
    for name, some in zip(products, held.T, strict=True):
        if some.all() or not some.any():
            raise BadQuestion(f"{name} is held by all or by nobody: there is nothing to guess. Leave it out.")
    own = {product: tuple(_own(table, product, held[:, at])) for at, product in enumerate(products)}
    return Bank(table, products, held, own)


def _held(name: str, values: Values, positive: str | None) -> NDArray[np.bool_]:
    if positive is not None:
        return np.array([value == positive for value in values])
    try:
        return np.array([value is not None and float(value) != 0 for value in values])
    except ValueError:
        raise BadQuestion(f"{name} is no number: name the word that says it is held, as --held {name}=WORD.") from None


def _own(table: Mapping[str, Values], product: str, held: NDArray[np.bool_]) -> Iterator[str]:
    """The columns that say something of just those who hold it."""
    for name, values in table.items():
        usual = _usual(values, ~held)
        if name == product or (np.array([value != usual for value in values]) == held).mean() >= SAME:
            yield name


def _usual(values: Values, rows: NDArray[np.bool_]) -> str | None:
    """What most of those rows say."""
    return Counter(values[at] for at in np.nonzero(rows)[0].tolist()).most_common(1)[0][0]


def run(bank: Bank, out: Console) -> dict[str, Way]:
    """Prints a table."""
    ranks: dict[str, list[NDArray[np.int64]]] = {}
    which: list[NDArray[np.int64]] = []
    for seed in SEEDS:
        hidden = _hidden(bank, seed)
        which.append(hidden)
        for name, scores in _scores(bank, hidden, seed).items():
            ranks.setdefault(name, []).append(_ranks(scores, bank.held, hidden))
    rare = np.argsort(bank.held.sum(axis=0))[: len(bank.products) // 2]
    rarely = np.isin(np.concatenate([one[one >= 0] for one in which]), rare)
    found = {name: _way(np.concatenate(each), rarely) for name, each in ranks.items()}
    shown = Table(
        "way", "1 ÷ rank", "first", "in three", "1 ÷ rank, rarer half",
        title=f"One product of each customer hidden, {len(bank.products)} products, the mean of {len(SEEDS)} seeds",
    )  # fmt: skip
    for name, way in found.items():
        shown.add_row(name, *(f"{value:.3f}" for value in (way.rank, way.first, way.three, way.rarer)))
    out.print(shown)
    return found


def _hidden(bank: Bank, seed: int) -> NDArray[np.int64]:
    """By customer the product that is hidden; -1 for who holds none."""
    chance = np.random.default_rng(seed)
    drawn = np.where(bank.held, chance.random(bank.held.shape), -1.0)
    return np.where(bank.held.any(axis=1), drawn.argmax(axis=1), -1)


def _scores(bank: Bank, hidden: NDArray[np.int64], seed: int) -> dict[str, Floats]:
    """By way: rows × products."""
    part = np.random.default_rng(seed).permutation(len(hidden)) % FOLDS
    seen, seen_held = _seen(bank, hidden)
    ways: dict[str, Callable[[NDArray[np.bool_]], Floats]] = {
        POPULARITY: lambda test: _popular(bank, test),
        ASSOCIATION: lambda test: _associated(bank, seen_held, test),
        OURS: _ours(bank, seen),
        PEER: _peer(bank, seen),
    }
    found = {name: np.empty(bank.held.shape) for name in ways}
    for fold in range(FOLDS):
        test = part == fold
        for name, scores in ways.items():
            found[name][test] = scores(test)
    return found


def _seen(bank: Bank, hidden: NDArray[np.int64]) -> tuple[dict[str, list[str | None]], Held]:
    """The table and what is held, with what is hidden of each customer out of both."""
    table = {name: list(values) for name, values in bank.table.items()}
    held = bank.held.copy()
    for at, product in enumerate(bank.products):
        rows = np.nonzero(hidden == at)[0].tolist()
        held[rows, at] = False
        for name in bank.own[product]:
            usual = _usual(bank.table[name], ~bank.held[:, at])
            for row in rows:
                table[name][row] = usual
    return table, held


def _popular(bank: Bank, test: NDArray[np.bool_]) -> Floats:
    return np.tile(bank.held[~test].mean(axis=0), (int(test.sum()), 1))


def _associated(bank: Bank, seen: Held, test: NDArray[np.bool_]) -> Floats:
    """The mean chance of a product among those who hold what is held; the product's own share where nothing is."""
    known = bank.held[~test].astype(np.float64)
    share, together = known.mean(axis=0), known.T @ known
    given = (together + share[None, :]) / (known.sum(axis=0)[:, None] + 1)
    has = seen[test].astype(np.float64)
    count = has.sum(axis=1, keepdims=True)
    return (has @ given + share) / (count + 1)


def _ours(bank: Bank, seen: Mapping[str, Values]) -> Callable[[NDArray[np.bool_]], Floats]:
    single = fields(bank.table)
    whole, asked = design(single, bank.table), design(single, seen)

    def scores(test: NDArray[np.bool_]) -> Floats:
        found = [
            ranked(_without(whole.rows(~test), own := bank.own[product]), bank.held[~test, at]).of(_without(asked.rows(test), own))
            for at, product in enumerate(bank.products)
        ]
        return np.stack(found, axis=1)

    return scores


def _without(rows: Design, columns: Sequence[str]) -> Design:
    kept = [at for at, field in enumerate(rows.fields) if field.name not in columns]
    chosen = [rows.fields[at] for at in kept]
    return Design(chosen, rows.at[:, kept], np.cumsum([0, *(len(field.levels) for field in chosen)], dtype=np.int64))


def _peer(bank: Bank, seen: Mapping[str, Values]) -> Callable[[NDArray[np.bool_]], Floats]:
    whole, asked, names = numbers(bank.table), numbers(seen), list(bank.table)

    def scores(test: NDArray[np.bool_]) -> Floats:
        found = list[Floats]()
        for at, product in enumerate(bank.products):
            kept = [place for place, name in enumerate(names) if name not in bank.own[product]]
            if min((~bank.held[~test, at]).sum(), bank.held[~test, at].sum()) == 0:
                found.append(np.full(int(test.sum()), float(bank.held[~test, at].mean())))
                continue
            model = cast(Any, HistGradientBoostingClassifier)(
                max_iter=100, learning_rate=0.05, max_leaf_nodes=8, min_samples_leaf=20, random_state=0
            )
            model.fit(whole[~test][:, kept], bank.held[~test, at])
            found.append(np.asarray(model.decision_function(asked[test][:, kept])))
        return np.stack(found, axis=1)

    return scores


def _ranks(scores: Floats, held: Held, hidden: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of who holds something: the place of what is hidden among all that is not seen to be held; equals share the last place."""
    rows = np.nonzero(hidden >= 0)[0]
    could = ~held[rows]
    could[np.arange(len(rows)), hidden[rows]] = True
    mine = scores[rows, hidden[rows]][:, None]
    return np.where(could, scores[rows] >= mine, False).sum(axis=1)


def _way(ranks: NDArray[np.int64], rare: NDArray[np.bool_]) -> Way:
    one = 1 / ranks
    rarer = float(one[rare].mean()) if rare.any() else float("nan")
    return Way(float(one.mean()), float((ranks == 1).mean()), float((ranks <= 3).mean()), rarer)
