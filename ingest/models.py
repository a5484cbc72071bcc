"""The bank's models of matching: which is in use for a kind, which were before it, and how one of these comes back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes

from ingest.match import model as model_file
from ingest.match.model import Model
from ingest.match.place import HERE, Matcher
from ingest.match.resolution import SALTED, trained
from ingest.match.table import Table
from runtime.errors import BadQuestion, ModelUnreadable

_TWICE = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """A model in the home. `number` counts the trainings of its kind, `at` is an instant, `threshold` bits."""

    kind: str
    number: int
    at: str
    records: int
    judgements: int
    threshold: float
    in_use: bool
    path: str

    def line(self) -> str:
        """As a person reads it."""
        by = f", {self.judgements:,} judgements" if self.judgements else ""
        used = "in use" if self.in_use else "kept"
        when = self.at or "at no known time"
        return f"{self.kind} {self.number:3d}  {used:6}  {when}  {self.records:,} rows{by}, θ {self.threshold:.1f} bits"


def model_path(home: Path, kind: str) -> Path:
    """Of the one in use; earlier ones stand beside it with their number behind."""
    return home / "models" / f"{kind.lower()}.json"


def model_of(home: Path, kind: str, table: Table, matcher: Matcher = HERE) -> Model:
    """The bank's own model; where there is none yet, or one that is outgrown, these records teach one. Raises ModelUnreadable."""
    found = in_use(home, kind)
    if found is None or outgrown(found, len(table), (each.field.name for each in table.columns)):
        put_in_use(home, kind, replace(trained(table, salt=salt(home), matcher=matcher), unasked=True))
        return model_file.read(model_path(home, kind))
    return found


def outgrown(model: Model, rows: int, fields: Iterable[str]) -> bool:
    """Whether there is much more to learn from than there was when nobody asked for this model: twice the records, or a field that
    it does not know. One that somebody has chosen stays until somebody chooses another."""
    return model.unasked and (rows >= _TWICE * model.records or not {"name", *model.fields}.issuperset(fields))


def in_use(home: Path, kind: str) -> Model | None:
    """None where none was trained yet. Raises ModelUnreadable."""
    path = model_path(home, kind)
    return _of_kind(path, kind) if path.exists() else None


def in_use_if_readable(home: Path, kind: str) -> Model | None:
    """None also where it can't be read, or is of another kind: what can't be used needs no comparing, only another training."""
    path = model_path(home, kind)
    return next((model for model in _readable(path) if model.kind == kind.lower()), None)


def salt(home: Path) -> bytes:
    """What all models of a home are hashed with."""
    return model_file.salt_beside(model_path(home, "any")) or token_bytes(SALTED)


def put_in_use(home: Path, kind: str, model: Model) -> Model:
    """With its number and instant. The one before it is kept, also one that can't be read; at every moment one is there whole."""
    path = model_path(home, kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    _keep(path)
    number = 1 + max((each.number for each in listed(home, kind)), default=0)
    made = replace(model, kind=kind.lower(), number=number, at=datetime.now(UTC).isoformat(timespec="seconds"))
    _put(path, made)
    return made


def put_back(home: Path, kind: str, number: int) -> Model:
    """An earlier model is in use again, by its own number, and chosen now. Raises BadQuestion for one that is not kept,
    ModelUnreadable."""
    path = model_path(home, kind)
    there = {each.number: Path(each.path) for each in listed(home, kind)}
    if number not in there:
        held = ", ".join(map(str, sorted(there))) or "none"
        raise BadQuestion(f"There is no model {number} of a {kind.lower()}: those kept are {held}.")
    found = replace(_of_kind(there[number], kind), unasked=False)
    _keep(path)
    _put(path, found)
    return found


def _put(path: Path, model: Model) -> None:
    """There whole or not at all."""
    fresh = path.with_suffix(".new")
    model_file.write(model, fresh, apart=True)
    fresh.replace(path)


def listed(home: Path, kind: str) -> list[Kept]:
    """Those that can be read, the newest first."""
    path = model_path(home, kind)
    found = dict[int, Kept]()
    for each in (*path.parent.glob(f"{path.name}.*"), *([path] if path.exists() else [])):
        for model in _readable(each):
            where = str(each)
            found[model.number] = Kept(
                kind.lower(), model.number, model.at, model.records, model.judgements, model.threshold, each == path, where
            )
    return [found[number] for number in sorted(found, reverse=True)]


def _readable(path: Path) -> Iterator[Model]:
    try:
        yield model_file.read(path)
    except ModelUnreadable:
        return


def _of_kind(path: Path, kind: str) -> Model:
    model = model_file.read(path)
    if model.kind != kind.lower():
        raise ModelUnreadable(f"{path} is a model of a {model.kind}, not of a {kind.lower()}: train one with `c360 match train`.")
    return model


def _keep(path: Path) -> None:
    """A copy of the model in use, by its number."""
    if not path.exists():
        return
    named = next((str(model.number) for model in _readable(path)), "unreadable")
    _copy(path, path.with_name(f"{path.name}.{named}"))


def _copy(one: Path, to: Path) -> None:
    """There whole or not at all."""
    fresh = to.with_name(f"{to.name}.copy")
    fresh.write_bytes(one.read_bytes())
    fresh.replace(to)
