"""All files of a first load, in the order in which one needs another."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from graph.ledger import Writer
from graph.links import optional_links
from graph.model import NODES, RECORDS, RELATIONSHIPS
from graph.offline import ledger, nodes, parties, relationships, writer
from graph.offline.told import Told
from graph.offline.workspace import Workspace, literal
from graph.vocabulary import record_meta
from runtime.local.importing import Group

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one class: files as `graph.offline.columns` writes them, in order, and how many words these have."""

    files: tuple[Path, ...]
    count: int

    @property
    def source(self) -> str:
        """As SQL."""
        return f"read_parquet([{', '.join(literal(str(file)) for file in self.files)}])"


@dataclass(frozen=True, slots=True)
class Files:
    """What is to be imported from a folder, what a load of it would have told of its batches (in their order), and how many
    parties there are."""

    folder: Path
    nodes: tuple[Group, ...]
    relationships: tuple[Group, ...]
    told: tuple[Told, ...]
    parties: int


def write(
    folder: Path, said: Mapping[type[Any], Said], who: Writer, delivery: str, since: datetime, size: int, told: Progress
) -> Files:
    """The whole graph of one delivery, for an empty database; `size` is that of a full batch, `since` when its reading
    began. Tells `join` by words.

    Raises NoSpace.
    """
    with Workspace(folder) as work:
        for make in (nodes.make, parties.make):
            make(work)
        writer.make(work, who)
        steps = _Steps(work, said, size, told)
        batches = [*steps.of_records(ledger.write_pass(work, delivery, since, whole=who.whole))]
        count = parties.write_parties(work, {meta.label.upper(): meta.label for meta in map(record_meta, RECORDS)})
        batches += [*steps.of_nodes(), *steps.of_links(), *steps.of_relationships()]
        ledger.write_ledger(work, who, batches)
        return Files(folder, tuple(work.nodes), tuple(work.relationships), tuple(batches), count)


class _Steps:
    """One class after the other."""

    def __init__(self, work: Workspace, said: Mapping[type[Any], Said], size: int, told: Progress) -> None:
        self._work, self._said, self._size, self._told = work, said, size, told
        self._done, self._total = 0, sum(each.count for each in said.values())

    def of_records(self, pass_node: int) -> Iterator[Told]:
        for cls, said in self._those(RECORDS):
            yield from parties.write_records(self._work, cls, said.source, self._size, pass_node)

    def of_nodes(self) -> Iterator[Told]:
        for cls, said in self._those(NODES):
            yield from nodes.write_nodes(self._work, cls, said.source, self._size)

    def of_links(self) -> Iterator[Told]:
        for cls in NODES:
            if cls in self._said and optional_links(cls):
                yield from nodes.write_links(self._work, cls, self._said[cls].source, self._size)

    def of_relationships(self) -> Iterator[Told]:
        for cls, said in self._those(RELATIONSHIPS):
            yield from relationships.write_relationships(self._work, cls, said.source, self._size)

    def _those(self, classes: Sequence[type[Any]]) -> Iterator[tuple[type[Any], Said]]:
        """Those of which something was said."""
        for cls in classes:
            if said := self._said.get(cls):
                self._told("join", self._done, self._total)
                yield cls, said
                self._done += said.count
        self._told("join", self._done, self._total)
