"""A draft that was tried on its own sample: every row of it is accepted."""

import sys
from collections.abc import Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ingest.contract import Source
from ingest.delivery import Delivery
from ingest.draft.names import source_name
from ingest.draft.plan import planned
from ingest.draft.sample import Samples, samples
from ingest.draft.write import written
from ingest.quarantine import Quarantine
from ingest.spool import Spool
from runtime.errors import BadQuestion, NotConfigured, SourceFault, SourceUnreadable

MOST_TRIES = 40


class Draft(NamedTuple):
    """`rows` were read and accepted by it."""

    name: str
    text: str
    rows: int


def draft(where: str, name: str | None = None, tables: Sequence[str] = ()) -> Draft:
    """Of a delivered file, a folder of them, a SQLite file or the address of a database and its `tables`.

    Raises SourceFault where there is nothing to draft from, BadQuestion for a name that can't be.
    """
    with samples(where, tables) as found:
        chosen = source_name(name, found.name)
        return _proved(chosen, found)


def save(found: Draft, to: Path) -> None:
    """Raises BadQuestion where something stands there already, and NotConfigured where nothing can."""
    try:
        with to.open("x", encoding="utf-8") as file:
            file.write(found.text)
    except FileExistsError:
        raise BadQuestion(f"{to} is there already: name another file, or take it away.") from None
    except OSError as fault:
        raise NotConfigured(f"{to} can't be written ({fault.strerror}): name a file in a folder that is there.") from None


def loaded(text: str) -> Source:
    """The source that a draft declares."""
    with TemporaryDirectory(prefix="c360-") as kept:
        path = Path(kept) / "draft.py"
        path.write_text(text, encoding="utf-8")
        spec = spec_from_file_location("ingest_draft", path)
        assert spec and spec.loader
        module = module_from_spec(spec)
        writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        try:
            spec.loader.exec_module(module)
        finally:
            sys.dont_write_bytecode = writes
    return module.SOURCE


def _proved(name: str, found: Samples) -> Draft:
    """What a row does not bear out is left to whoever finishes the draft."""
    without = set[tuple[str, str]]()
    for _ in range(MOST_TRIES):
        plans = planned(found.tables, without)
        text = written(name, found.name, plans)
        source = loaded(text)
        refused = _refused(source, found.folder)
        if not refused:
            return Draft(name, text, sum(len(table.rows) for table in found.tables))
        names = {table.name: plan.sample.name for table, plan in zip(source.tables, plans, strict=True)}
        before = len(without)
        for table, field in refused:
            of = next(plan for plan in plans if plan.sample.name == names[table])
            without |= {(names[table], field)} if field in of.means else {(names[table], column) for column in of.means}
        if len(without) == before:
            break
    raise SourceUnreadable(f"No draft reads every row of {found.name}: name a smaller sample, of whole and sound rows.")


def _refused(source: Source, folder: Path) -> set[tuple[str, str]]:
    """Table and field of what was refused."""
    with (
        TemporaryDirectory(prefix="c360-") as kept,
        Spool(Path(kept) / "spool") as spool,
        Quarantine(Path(kept) / "broken") as broken,
    ):
        try:
            for _ in Delivery(source, folder).read(spool, broken):
                pass
        except SourceFault:
            if not broken.reasons:
                raise
        return {(reason.table, reason.field) for reason in broken.reasons}
