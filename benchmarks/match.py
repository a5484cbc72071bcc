"""How well and how fast records are matched: figures on known data sets, and on any file that knows the truth."""

import resource
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from math import isnan
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import orjson
from rich.console import Console
from rich.table import Table as Printed

from benchmarks import match_bank, match_firms, match_peer
from benchmarks.match_measures import Figures, b_cubed, by_pairs, for_reporting, person, with_stewards
from benchmarks.match_records import Labelled, labelled, read
from ingest import lakeside
from ingest.columns import as_inputs, chosen
from ingest.match import model as models
from ingest.match.arrays import Flags
from ingest.match.resolution import Resolution, Training, resolved
from ingest.match.table import record_of
from ingest.table_file import rows_of

DATA = Path(__file__).parents[2] / "shared" / "data"
BANK = "2000"


def matched(known: Labelled, model: models.Model | None = None) -> Resolution:
    """By this model, or one that these records teach. Their truth is not looked at."""
    return resolved(known.table, model) if model else Training(known.table).resolved()


def measured(known: Labelled, found: Resolution, seconds: float, asked: Flags | None = None) -> Figures:
    """`asked`: only rows of these truths count."""
    truth = known.truth if asked is None else np.where(asked, known.truth, -1)
    labels, automatic, doubts = found.clusters.labels, found.clusters.automatic, found.clusters.doubts
    pairs, alone = by_pairs(labels, truth), by_pairs(automatic, truth)
    helped = with_stewards(automatic, doubts.one, doubts.other, truth)
    told = truth >= 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figures(
        len(set(known.table.groups[told].tolist())) if asked is not None else _records(known),
        len(set(labels[told].tolist())), pairs.f1, pairs.precision, pairs.recall, b_cubed(labels, truth).f1,
        alone.precision, alone.recall, len(doubts.one), round(seconds, 3), round(peak, 1), helped.recall,
    )  # fmt: skip


def _records(known: Labelled) -> int:
    return sum(id_ == record_of(id_) for id_ in known.table.ids)


# ---- a file


def of_file(records: Path, truth: str, said: Sequence[str], kind: str, model: Path | None, keep: Path | None) -> Figures:
    """Reads, matches and measures one file; `keep` is where the model goes that it was matched by."""
    begun = time.monotonic()
    given = models.read(model) if model else None
    known = read(records, truth, said, given.kind if given else kind)
    found = matched(known, given)
    seconds = time.monotonic() - begun
    if keep:
        models.write(found.model, keep)
    return measured(known, found, seconds)


def write(figures: Figures, to: Path) -> None:
    to.write_bytes(orjson.dumps(figures.as_dict(), option=orjson.OPT_INDENT_2) + b"\n")


# ---- the table


def run(out: Console, data: Path = DATA, *, peer: Path | None = None, bank: str | None = None) -> None:
    """Prints a line for each data set that is at hand. `peer`: a Python that has Splink, which is run on the same records. `bank`:
    only the demo bank, of this size."""
    printed = Printed(title="Matching without labels: at the model's own threshold, and automatic merges alone")
    for heading in ("data", "records", "precision", "recall", "pair F1", "B³ F1", "auto precision", "auto recall",
                    "with stewards", "unsure", "seconds", "MB"):  # fmt: skip
        printed.add_column(heading, justify="left" if heading == "data" else "right")
    for name, figures in _of_bank(bank) if bank else chain(_every(data), match_peer.every(data, peer) if peer else ()):
        shares = (figures.pair_precision, figures.pair_recall, figures.pair_f1, figures.b3_f1,
                  figures.auto_precision, figures.auto_recall, figures.with_stewards)  # fmt: skip
        unsure = "–" if isnan(figures.auto_recall) else str(figures.unsure_pairs)
        printed.add_row(name, f"{figures.records:,}", *("–" if isnan(share) else f"{share:.4f}" for share in shares),
                        unsure, f"{figures.seconds:.1f}", f"{figures.peak_mb:.0f}")  # fmt: skip
    out.print(printed)
    if not bank:
        out.print(match_peer.WHAT if peer else match_peer.HOW)


def _every(data: Path) -> Iterator[tuple[str, Figures]]:
    if (path := data / "historical" / "historical_train.parquet").is_file():
        yield from _historical(path)
    for name, of in (("febrl 3", ["dataset3"]), ("febrl 4", ["dataset4a", "dataset4b"])):
        paths = [data / "febrl" / f"{each}.csv" for each in of]
        if all(path.is_file() for path in paths):
            yield name, _timed(lambda paths=paths: _febrl(paths))
    if (path := data / "fake1000" / "fake_1000.csv").is_file():
        yield "fake1000", _timed(lambda path=path: read(path, "cluster", (), "person"))
    if (path := data / match_firms.NAMES).is_file():
        yield "GLEIF, companies and variants", _timed(lambda path=path: match_firms.known(path))
    yield from _of_bank(BANK)


def _of_bank(size: str) -> Iterator[tuple[str, Figures]]:
    with TemporaryDirectory() as folder:
        lakeside.write(Path(folder), size, lakeside.SEED)
        for kind in ("person", "company"):
            yield f"demo bank, {kind}", _timed(lambda kind=kind: match_bank.labelled(Path(folder), kind))


def _timed(known: Callable[[], Labelled]) -> Figures:
    begun = time.monotonic()
    read_ = known()
    found = matched(read_)
    return measured(read_, found, time.monotonic() - begun)


def _historical(path: Path) -> Iterator[tuple[str, Figures]]:
    """Matched whole; the people are parted by their own number, for choosing and for reporting."""
    begun = time.monotonic()
    known = read(path, "cluster", (), "person")
    found = matched(known)
    seconds = time.monotonic() - begun
    reported = for_reporting(rows_of(path)["cluster"])[known.truth]
    yield "historical, all", measured(known, found, seconds)
    yield "historical, people for choosing", measured(known, found, seconds, ~reported)
    yield "historical, people for reporting", measured(known, found, seconds, reported)


def _febrl(paths: Sequence[Path]) -> Labelled:
    rows = dict[str, list[str | None]]()
    for path in paths:
        for name, values in rows_of(path).items():
            rows.setdefault(name, []).extend(values)
    truth = [person(value) for value in rows.pop("rec_id")]
    return labelled("person", as_inputs(chosen("person", list(rows), (), ""), rows), truth)
