"""What a training has found, before it is in use: the model, and how it compares with the one that is."""

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.match.changes import Changes
from ingest.match.drift import Drift
from ingest.match.levels import Level
from ingest.match.model import Model
from ingest.match.precision import Checked, Point

_SHOWN = 8
_LEAST_MOVED = 0.05
_NAMED = {"person": "people", "company": "companies"}


@dataclass(frozen=True, slots=True)
class Taught:
    """A model before it is in use, and how it compares with the one that is: weights by level, what moved, which parties would join
    or part, what it says of judged pairs, precision against threshold, and how many pairs would wait for a steward."""

    model: Model
    levels: tuple[Level, ...]
    checked: Checked
    points: tuple[Point, ...]
    waiting: int
    earlier: tuple[Level, ...] = ()
    drift: Drift | None = None
    changes: Changes | None = None

    def as_dict(self) -> Mapping[str, object]:
        told = self.model
        return {
            "kind": told.kind, "number": told.number, "at": told.at, "records": told.records, "judgements": told.judgements,
            "threshold": told.threshold, "waiting": self.waiting, "levels": self.levels, "drift": self.drift,
            "changes": self.changes, "checked": self.checked, "precision": self.points,
        }  # fmt: skip

    def lines(self) -> list[str]:
        """As a person reads it."""
        by = f" and {self.model.judgements:,} judgements" if self.model.judgements else ""
        said = f"{_NAMED[self.model.kind].capitalize()}, taught by {self.model.records:,} rows of records{by}: "
        said += f"θ {self.model.threshold:.1f} bits, {self.waiting:,} pairs would wait for a steward."
        return [said, *_of_drift(self.drift), *_of_changes(self.changes), *_of_checked(self.checked)]


# ---- in words


def _of_drift(found: Drift | None) -> list[str]:
    if found is None:
        return ["There was no model of them before."]
    said = [f"Beside model {found.before}: θ {found.threshold[0]:.1f} → {found.threshold[1]:.1f} bits."]
    said += [
        f"  {each.before:+6.1f} → {each.after:+6.1f}  {each.field}: {each.words}"
        for each in found.levels[:_SHOWN]
        if each.by >= _LEAST_MOVED
    ]
    said += [
        f"  {each.mean:6.2f} bits on average, {each.most:.1f} at most: how rare the same {each.field} is"
        for each in found.values[:_SHOWN]
        if each.mean >= _LEAST_MOVED
    ]
    return [*said, *([f"  Known to one of the two alone: {', '.join(found.fields)}."] if found.fields else [])]


def _of_changes(found: Changes | None) -> list[str]:
    if found is None:
        return []
    said = [f"Of {found.before:,} parties {found.joining:,} would join others, and {found.parting:,} would come of others:"]
    if not found.joining and not found.parting:
        return [f"All {found.before:,} parties would stay as they are."]
    said += [f"  {one} and {other} would be one" for one, other in found.joins]
    return said + [f"  {one} and {other} would be two" for one, other in found.parts]


def _of_checked(found: Checked) -> list[str]:
    if not found.judged:
        return []
    said = f"Of {found.judged:,} pairs that stewards judged it says the same of {found.alike:,}, leaves {found.asked:,} to them"
    lost = [
        f"  {one} and {other} were judged {ruling.value}, it gives {'too little to compare' if bits is None else f'{bits:+.1f}'}"
        for one, other, ruling, bits in found.against
    ]
    return [f"{said}, and says otherwise of {found.otherwise:,}.", *lost]
