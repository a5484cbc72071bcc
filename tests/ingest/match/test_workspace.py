"""What is known outlives the process that worked it out, and is used where it fits only."""

from pathlib import Path

import numpy as np
import pytest

from ingest import check_digits
from ingest.match import workspace
from ingest.match.candidates import hubs
from ingest.match.judged import Judgement, Ruling
from ingest.match.known import Known
from ingest.match.mapped import Mapped
from ingest.match.model import Model
from ingest.match.profiles import Profiles
from ingest.match.resolution import resolved, trained
from ingest.match.table import flattened
from ingest.match.weights import Weigher
from ingest.match.workspace import Kept
from runtime.errors import HomeInUse
from tests.ingest.match import people

JUDGED = [Judgement("0001-0", "0002-0", Ruling.SAME), Judgement("0001-0", "0002-0", Ruling.NOT_SAME)]


@pytest.fixture(scope="module")
def model() -> Model:
    return trained(people.table(120))


def whole(model: Model, people_: int = 40) -> Known:
    known, table = Known(model), flattened("person", people.silos(people_, 3))
    known.add_solved(table, (found := resolved(table, model)).edges, found.clusters)
    return known


def kept(folder: Path, model: Model) -> Known:
    found = workspace.opened(folder, model, "a model")
    assert isinstance(found, Kept) and found.known is not None, found
    return found.known


def all_of(known: Known) -> tuple[object, ...]:
    return known.clusters(), known.automatic_clusters(), known.doubts(), known.contradictions(), known.parties, len(known)


def test_what_was_kept_goes_on_as_if_it_had_never_been_put_away(tmp_path: Path, model: Model) -> None:
    told = people.silos(40, 3)
    memory, rest = Known(model), tmp_path / "person"
    memory.update(flattened("person", told[:60]), judgements=JUDGED[:1])
    workspace.keep(rest, memory, "a model", ["pass"], ["mark"])
    for first in range(60, 120, 20):
        part, known = flattened("person", told[first : first + 20]), kept(rest, model)
        for each in (memory, known):
            each.update(part, [told[first - 30].id], JUDGED)
        workspace.keep(rest, known, "a model", ["pass"], ["mark"])
        assert all_of(kept(rest, model)) == all_of(known) == all_of(memory)
    assert all(isinstance(each.table, Mapped) for each in kept(rest, model).segments.each)
    assert kept(rest, model).standing.all == tuple(JUDGED[1:])


def test_a_live_record_is_weighed_as_the_batch_weighs_it(tmp_path: Path, model: Model) -> None:
    """Against each known party, by a table of all records at once."""
    told, weighed = people.silos(40, 3), 0
    for live in told[::9]:
        known = Known(model)
        known.add(flattened("person", [each for each in told if each is not live]))
        workspace.keep(tmp_path / live.id, known, "a model", [], [])
        found = {
            each.cluster: each.decision.evidence for each in kept(tmp_path / live.id, model).match(flattened("person", [live]))
        }
        table, heads = flattened("person", told), known.automatic_clusters()
        names = [heads.get(id_, live.id) for id_ in table.ids]
        numbers = {name: number for number, name in enumerate(sorted({*names}))}
        profiles = Profiles(
            Weigher(model, table, hubs(table)), np.array([numbers[name] for name in names]), np.ones(len(table), dtype=np.int64)
        )
        for cluster, evidence in found.items():
            (bits,) = profiles.totals(np.array([numbers[live.id]]), np.array([numbers[cluster]])) - model.threshold
            assert evidence == pytest.approx(bits, abs=1e-9)
            weighed += 1
    assert weighed > 5


def test_whoever_reads_keeps_what_he_opened_while_another_takes_its_place(tmp_path: Path, model: Model) -> None:
    workspace.keep(tmp_path / "person", whole(model), "a model", [], [])
    reader, writer = kept(tmp_path / "person", model), kept(tmp_path / "person", model)
    before = all_of(reader)
    told = people.silos(40, 3)
    writer.leave([each.id for each in told[:100]])
    workspace.keep(tmp_path / "person", writer, "a model", [], [])
    assert all_of(reader) == before
    assert len(kept(tmp_path / "person", model)) < len(reader)


def test_nobody_but_its_owner_may_read_it_and_nothing_is_left_lying(tmp_path: Path, model: Model) -> None:
    known = whole(model)
    for _ in range(3):
        known.leave(["0003-0"])
        workspace.keep(tmp_path / "person", known, "a model", [], [])
    every = [tmp_path / "person", *(tmp_path / "person").rglob("*")]
    assert {oct(path.stat().st_mode & 0o777) for path in every if path.is_dir()} == {"0o700"}
    assert {oct(path.stat().st_mode & 0o777) for path in every if path.is_file()} == {"0o600"}
    assert sorted(path.name.partition("-")[0] for path in (tmp_path / "person").iterdir()) == ["index.json", "rows", "state"]


def test_records_that_come_one_by_one_do_not_make_one_folder_each(tmp_path: Path, model: Model) -> None:
    known, told = Known(model), people.silos(15, 4)
    for each in told:
        known.add(flattened("person", [each]))
        known.settled()
    assert len(known.segments.each) < 8
    found, table = resolved(flattened("person", told), model).clusters, flattened("person", told)
    assert known.clusters() == {id_: table.ids[label] for id_, label in zip(table.ids, found.labels, strict=True)}


@pytest.mark.parametrize(
    ("spoil", "of", "says"),
    [
        (lambda _: None, "another", "another model made it"),
        (lambda folder: (folder / "index.json").write_text("{"), "a model", "it can't be read"),
        (lambda folder: next(folder.glob("rows-*/ids.letters.npy")).write_bytes(b"cut"), "a model", "it can't be read"),
        (lambda folder: next(folder.glob("state-*/alive.npy")).unlink(), "a model", "a part of it is gone"),
        (lambda folder: (folder / "index.json").unlink(), "a model", "there is none yet"),
    ],
)
def test_what_does_not_fit_is_not_used_and_the_reason_is_told(tmp_path: Path, model: Model, spoil, of: str, says: str) -> None:
    workspace.keep(tmp_path / "person", whole(model, 10), "a model", [], [])
    spoil(tmp_path / "person")
    assert workspace.opened(tmp_path / "person", model, of) == says


def test_what_another_version_of_the_rules_made_is_not_used(tmp_path: Path, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.keep(tmp_path / "person", whole(model, 10), "a model", [], [])
    monkeypatch.setattr(workspace, "rules", lambda: "other rules")
    assert workspace.opened(tmp_path / "person", model, "a model") == "another version made it"


def test_another_way_to_check_a_number_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, changed = workspace.rules(), tmp_path / "check_digits.py"
    changed.write_bytes(Path(check_digits.__file__).read_bytes() + b"# all numbers hold\n")
    with monkeypatch.context() as patch:
        patch.setattr(check_digits, "__file__", str(changed))
        workspace.rules.cache_clear()
        after = workspace.rules()
    workspace.rules.cache_clear()
    assert (after == before, workspace.rules() == before) == (False, True)


async def test_one_process_at_a_time_works_on_it(tmp_path: Path) -> None:
    async with workspace.alone(tmp_path):
        with pytest.raises(HomeInUse, match="wait until it has ended"):
            async with workspace.alone(tmp_path, 0.0):
                pass
    async with workspace.alone(tmp_path, 0.0):
        pass
