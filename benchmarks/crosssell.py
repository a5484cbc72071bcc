"""How well a learned affinity finds who says yes: on a file that it has not seen, or in folds beside gradient boosting."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import orjson
from rich.console import Console
from rich.table import Table
from sklearn.ensemble import HistGradientBoostingClassifier

from ingest.table_file import rows_of
from rules.affinity.fields import Values
from rules.affinity.learn import Affinity, Answers, Floats, area, folds, hits, learned, picked, platt
from runtime.errors import BadQuestion, SourceUnreadable

FOLDS, SEEDS, FIFTH = 10, (1, 2, 3), 0.2
PEER = "gradient boosting"
SETTINGS = ({"max_leaf_nodes": 4, "learning_rate": 0.05}, {"max_leaf_nodes": 8, "learning_rate": 0.03})
"""Of the peer: the better of these is what is told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A table without its target, and which rows say yes; None where the file does not tell."""

    table: dict[str, list[str | None]]
    answers: Answers | None

    @property
    def rows(self) -> int:
        return len(next(iter(self.table.values()), ()))


@dataclass(frozen=True, slots=True)
class Scored:
    """What the best-scored rows of a file came to; nothing of the truth where the file does not tell it."""

    rows: int
    positives: int | None
    top: int
    hits: int | None
    auc: float | None


@dataclass(frozen=True, slots=True)
class Way:
    """Of rows that no model had seen, the mean over seeds: hits in the best fifth, area, and slope and time."""

    hits: float
    auc: float
    slope: float
    seconds: float


def scored(train: Path, score: Path, target: str, positive: str | None, top: int) -> tuple[Affinity, Scored]:
    """Raises SourceUnreadable for what is no table, BadQuestion for a target that nothing can be learned of."""
    known, yes = read(train, target, positive)
    assert known.answers is not None
    asked = _other(score, target, yes, known.table)
    made = learned(known.table, known.answers)
    scores, top = made.scores(asked.table), min(top, asked.rows)
    if asked.answers is None:
        return made, Scored(asked.rows, None, top, None, None)
    under = area(scores, asked.answers)
    best = round(hits(scores, asked.answers, top))
    return made, Scored(asked.rows, int(asked.answers.sum()), top, best, None if np.isnan(under) else under)


def read(path: Path, target: str, positive: str | None) -> tuple[Asked, str]:
    """What a file says of a target, and the word for yes: the rarer one where none is named. Rows that do not tell are left out."""
    rows = rows_of(path)
    if target not in rows:
        raise BadQuestion(f"There is no column {target!r} in {path.name}: the target is one of {', '.join(rows)}.")
    said = rows.pop(target)
    counts = Counter(word for word in said if word is not None)
    if len(counts) < 2:
        raise BadQuestion(f"{target} says {len(counts)} thing in {path.name}: to learn from it, some rows must say another.")
    yes = positive if positive is not None else min(counts, key=lambda word: (counts[word], word))
    if yes not in counts:
        raise BadQuestion(f"No row of {path.name} says {yes!r}: --positive is one of {', '.join(sorted(counts)[:20])}.")
    if min(counts[yes], counts.total() - counts[yes]) < 2:
        raise BadQuestion(f"One row of {path.name} alone says {yes!r}, or does not: two of each are needed, and more to be sure.")
    if not rows:
        raise BadQuestion(f"{path.name} has no column beside {target}: there is nothing to learn from.")
    told = np.array([word is not None for word in said])
    return Asked(picked(rows, told), np.array([word == yes for word in said])[told]), yes


def _other(path: Path, target: str, yes: str, known: Mapping[str, Values]) -> Asked:
    rows = rows_of(path)
    said = rows.pop(target, None)
    if missing := [name for name in known if name not in rows]:
        raise BadQuestion(f"{path.name} lacks {', '.join(missing)}, which was learned from.")
    if not next(iter(rows.values()), ()):
        raise SourceUnreadable(f"{path.name} holds no rows: name a file that does.")
    return Asked(rows, None if said is None else np.array([word == yes for word in said]))


def write(found: Scored, to: Path) -> None:
    to.write_bytes(orjson.dumps(asdict(found), option=orjson.OPT_INDENT_2) + b"\n")


# ---- beside the peer


def beside(table: Mapping[str, Values], answers: Answers, seeds: Sequence[int] = SEEDS, count: int = FOLDS) -> dict[str, Way]:
    """Ours and the peer, on the same folds."""
    known = numbers(table)

    def ours(train: Answers, test: Answers) -> Floats:
        return learned(picked(table, train), answers[train]).scores(picked(table, test))

    def peer(settings: Mapping[str, Any]) -> Any:
        def scores(train: Answers, test: Answers) -> Floats:
            model = cast(Any, HistGradientBoostingClassifier)(max_iter=100, min_samples_leaf=20, random_state=0, **settings)
            return np.asarray(model.fit(known[train], answers[train]).decision_function(known[test]))

        return scores

    found = {"ours": _folded(ours, answers, seeds, count)}
    peers = [_folded(peer(settings), answers, seeds, count) for settings in SETTINGS]
    return found | {PEER: max(peers, key=lambda way: way.auc)}


def _folded(scores: Any, answers: Answers, seeds: Sequence[int], count: int) -> Way:
    found, began = list[tuple[float, float, float]](), time.perf_counter()
    for seed in seeds:
        unseen = np.empty(len(answers))
        for held in folds(answers, count, seed):
            unseen[held] = scores(~held, held)
        top = round(len(answers) * FIFTH)
        found.append((hits(unseen, answers, top), area(unseen, answers), platt(unseen, answers)[1]))
    mean = np.mean(found, axis=0)
    return Way(float(mean[0]), float(mean[1]), float(mean[2]), (time.perf_counter() - began) / (len(seeds) * count))


def numbers(table: Mapping[str, Values]) -> Floats:
    """Columns as the peer takes them: numbers as they are, words by their order."""
    columns = list[list[float]]()
    for values in table.values():
        try:
            columns.append([float("nan") if value is None else float(value) for value in values])
        except ValueError:
            known = {word: at for at, word in enumerate(sorted({value for value in values if value is not None}))}
            columns.append([float("nan") if value is None else float(known[value]) for value in values])
    return np.array(columns).T


def show(found: Mapping[str, Way], rows: int, positives: int, out: Console) -> None:
    shown = Table(
        "way", "hits in the best fifth", "area under the curve", "slope that calibrates", "seconds a fold",
        title=f"{positives:,} of {rows:,} rows say yes: of rows that no model had seen, the mean of {len(SEEDS)} seeds",
    )  # fmt: skip
    for name, way in found.items():
        shown.add_row(name, f"{way.hits:.1f}", f"{way.auc:.4f}", f"{way.slope:.3f}", f"{way.seconds:.2f}")
    out.print(shown)
