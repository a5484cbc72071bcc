"""What new records cost beside known ones: a generated bank matched whole, 1,000 new records, one live record.

Each step is a process of its own, so that its memory is its own: `python -m benchmarks.match_increments STEP FOLDER BANK`.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.console import Console
from rich.table import Table as Printed

from benchmarks import match_bank
from ingest import lakeside
from ingest.match import model as models
from ingest.match import workspace
from ingest.match.known import Known
from ingest.match.mapped import Mapped, write_table
from ingest.match.resolution import Training
from ingest.match.table import Told, flattened
from ingest.match.workspace import Kept

NEW, LIVE = 1_000, 50
SIZE = "10k"
_SEED = 7
_MODEL = "model"


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one step: what it did, how many records it was about, how long each part took, and its process's peak memory."""

    step: str
    records: int
    seconds: Mapping[str, float]
    peak_mb: float


def run(out: Console, size: str, folder: Path | None = None) -> None:
    """Prints a line for each step. `folder`: of a bank that was written before."""
    printed = Printed(title=f"Increments: the people of a bank of {size} customers" if folder is None else f"Increments: {folder}")
    for heading in ("step", "records", "seconds", "MB"):
        printed.add_column(heading, justify="left" if heading == "step" else "right")
    with TemporaryDirectory() as work:
        if folder is None:
            lakeside.write(Path(work) / "bank", size, lakeside.SEED)
        for step in ("read", "whole", "increment", "live"):
            cost = _child(step, Path(work), folder or Path(work) / "bank")
            seconds = "\n".join(f"{name} {took:.3f}" for name, took in cost.seconds.items())
            printed.add_row(cost.step, f"{cost.records:,}", seconds, f"{cost.peak_mb:,.0f}")
        sizes = [path.stat().st_size for path in (Path(work) / "person").rglob("*.npy")]
        printed.caption = f"The workspace takes {sum(sizes) / 2**20:,.0f} MB of disk."
    out.print(printed)


def _child(step: str, work: Path, bank: Path) -> Cost:
    words = [sys.executable, "-m", "benchmarks.match_increments", step, str(work), str(bank)]
    return Cost(**json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout))


# ---- the steps


def _read(work: Path, bank: Path) -> tuple[int, dict[str, float]]:
    """Parts the records: those that are known, the new ones, the live ones."""
    begun = time.monotonic()
    told, _ = match_bank.told(bank, "person")
    order = np.random.default_rng(_SEED).permutation(len(told))
    aside = {int(at) for at in order[: NEW + LIVE]}
    write_table(flattened("person", [each for at, each in enumerate(told) if at not in aside]), _made(work / "known"))
    for name, places in (("new", order[:NEW]), ("live", order[NEW : NEW + LIVE])):
        part = [told[int(at)] for at in places]
        (work / f"{name}.json").write_text(json.dumps([(each.id, each.group, dict(each.fields)) for each in part]))
    return len(told), {"reading": time.monotonic() - begun}


def _whole(work: Path, _: Path) -> tuple[int, dict[str, float]]:
    held = Mapped(work / "known")
    table = held.take(np.arange(len(held), dtype=np.int64))
    begun = time.monotonic()
    training = Training(table)
    trained = time.monotonic()
    done = training.resolved()
    solved = time.monotonic()
    models.write(done.model, work / "model.json")
    known = Known(done.model)
    del training
    known.add_solved(table, done.edges, done.clusters)
    workspace.keep(work / "person", known, _MODEL, (), ())
    took = {"training": trained - begun, "matching": solved - trained, "keeping": time.monotonic() - solved}
    return len(set(table.own.tolist())), took


def _increment(work: Path, _: Path) -> tuple[int, dict[str, float]]:
    new = _said(work / "new.json")
    begun = time.monotonic()
    known = _known(work)
    opened = time.monotonic()
    known.update(flattened("person", new))
    done = time.monotonic()
    workspace.keep(work / "person", known, _MODEL, (), ())
    return len(new), {"opening": opened - begun, "matching": done - opened, "keeping": time.monotonic() - done}


def _live(work: Path, _: Path) -> tuple[int, dict[str, float]]:
    begun = time.monotonic()
    known = _known(work)
    opened, took = time.monotonic() - begun, list[float]()
    for each in _said(work / "live.json"):
        begun = time.monotonic()
        known.match(flattened("person", [each]))
        took.append(time.monotonic() - begun)
    return len(took), {"opening": opened, "the first": took[0], "median": statistics.median(took), "slowest": max(took[1:])}


def _known(work: Path) -> Known:
    found = workspace.opened(work / "person", models.read(work / "model.json"), _MODEL)
    assert isinstance(found, Kept) and found.known is not None
    return found.known


def _said(path: Path) -> list[Told]:
    return [Told(id_, group, fields) for id_, group, fields in json.loads(path.read_text())]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


_STEPS = {"read": _read, "whole": _whole, "increment": _increment, "live": _live}


def _step(name: str, work: Path, bank: Path) -> Cost:
    records, seconds = _STEPS[name](work, bank)
    return Cost(name, records, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    print(json.dumps(asdict(_step(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))))
