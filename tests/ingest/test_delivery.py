"""A delivery is sound as a whole or nothing of it is loaded; a broken row is set apart with its reason."""

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from graph.model import Person, Record
from ingest.contract import Seen, Source, Table
from ingest.delivery import Counts, Delivery
from ingest.formats import Delimited
from ingest.quarantine import Quarantine, Reason
from ingest.row import Row
from ingest.spool import Spool
from runtime.errors import ContractBroken, PassRunning, SourceFault, SourceUnreadable, UnexpectedCount
from tests.tiny_bank import STORY, TinyBank, agreed, tiny_source


class Read:
    """A delivery read to its end."""

    def __init__(self, source: Source, directory: Path, home: Path) -> None:
        with Spool(home / "spool") as spool, Quarantine(home / "quarantine" / "broken.jsonl") as quarantine:
            delivery = Delivery(source, directory)
            for _ in delivery.read(spool, quarantine):
                pass
            self.content = spool.sealed()
            self.counts = {name: counts for name, counts in delivery.counts.items() if counts.read}
            self.kept = [kept.record for cls in spool.counts for batch in spool.batches(cls) for kept in batch]
            self.reasons = dict(quarantine.reasons)
            quarantine.named(home / "broken.jsonl", delivery.seen)
            self.file = quarantine.path


def test_rows_in_are_rows_accepted_and_rows_quarantined(tiny: TinyBank) -> None:
    movements = [
        "T1,A1,2026-01-01,100,,",
        "T2,A1,yesterday,1,,",
        "T3,A1,2026-01-01,1.234,,",
        "T4,A1,2026-01-02,5,,X",
        "T5,,2026-01-02,5,,",
    ]
    read = Read(tiny_source(), tiny.deliver(movements=movements), tiny.home)
    assert read.counts == {"movements": Counts(read=5, accepted=1, quarantined=4)}
    assert read.reasons == {
        Reason("movements", "day", "BAD_DATE"): 1,
        Reason("movements", "amount", "BAD_MONEY"): 1,
        Reason("movements", "who", "UNKNOWN_CODE"): 1,
        Reason("movements", "account", "EMPTY"): 1,
    }


def test_a_broken_row_is_kept_whole_for_its_owner_only(tiny: TinyBank) -> None:
    read = Read(tiny_source(), tiny.deliver(people=["1,Ada Bell,K1,tomorrow,"]), tiny.home)
    (kept,) = [orjson.loads(line) for line in read.file.read_bytes().splitlines()]
    assert kept == {
        "source": "tiny",
        "table": "people",
        "line": 2,
        "field": "born",
        "reason": "BAD_DATE",
        "row": {"id": "1", "name": "Ada Bell", "bank_key": "K1", "born": "tomorrow", "kind": ""},
    }
    assert stat.S_IMODE(read.file.stat().st_mode) == 0o600


def test_none_of_a_refused_rows_records_are_kept(tiny: TinyBank) -> None:
    read = Read(tiny_source(), tiny.deliver(movements=["T4,A1,2026-01-02,5,,X"]), tiny.home)
    assert read.kept == []


def test_a_record_told_twice_is_one_and_told_otherwise_is_refused(tiny: TinyBank) -> None:
    read = Read(tiny_source(), tiny.deliver(people=["1,Ada,,,", "1,Ada,,,", "1,Eve,,,"]), tiny.home)
    assert read.reasons == {Reason("people", "", "DUPLICATE_RECORD"): 1}
    assert {record.name for record in read.kept} == {"Ada"}


def test_an_unread_column_refuses_its_rows_by_name(tiny: TinyBank) -> None:
    def careless(row: Row, seen: Seen) -> Iterator[Record]:
        yield Person(row.key("id"), row.text("name"))

    source = replace(tiny_source(), tables=(Table("people", "few.csv", Delimited(), careless, agreed("id name fax")),))
    (tiny.deliver() / "few.csv").write_text("id,name,fax\n1,Ada,0\n")
    assert Read(source, tiny.deliver(), tiny.home).reasons == {Reason("people", "fax", "UNREAD_FIELD"): 1}


def test_the_same_delivery_has_the_same_content_and_another_has_not(tiny: TinyBank) -> None:
    first = Read(tiny_source(), tiny.deliver(**STORY), tiny.home).content
    assert Read(tiny_source(), tiny.deliver(**STORY), tiny.home).content == first
    assert Read(tiny_source(), tiny.deliver(**STORY | {"managed": []}), tiny.home).content != first


def broken(tiny: TinyBank, name: str, content: bytes) -> Path:
    directory = tiny.deliver(**STORY)
    (directory / name).write_bytes(content)
    return directory


HEAD = b"id,name,bank_key,born,kind\n"


@pytest.mark.parametrize(
    ("content", "fault", "told"),
    [
        (b"id;name;bank_key;born;kind\n1;Ada;;;\n", ContractBroken, "separator may be wrong"),
        (HEAD + b"1,Ada,,,\n2,Be", ContractBroken, "people.csv is cut in the middle"),
        (HEAD + b"1,Ada,,,\n2,Be\n", ContractBroken, "people.csv is cut in its last row"),
        (HEAD + "1,王伟,,,\n".encode("gb18030") * 30, ContractBroken, "people.csv is not text in utf-8"),
        (b"", ContractBroken, "people.csv: the first line holds 0 columns"),
        (HEAD + b"1,Ada,,never,\n" * 30, ContractBroken, "30 of 30 rows were refused, 30 of them for born BAD_DATE"),
    ],
)
def test_a_delivery_that_is_not_what_was_agreed_is_refused_whole(
    tiny: TinyBank, content: bytes, fault: type[SourceFault], told: str
) -> None:
    with pytest.raises(fault, match=told) as refused:
        Read(tiny_source(), broken(tiny, "people.csv", content), tiny.home)
    assert "\n" not in str(refused.value)
    assert refused.value.exit == 4


def test_a_folder_that_is_not_there_is_told(tiny: TinyBank) -> None:
    with pytest.raises(SourceUnreadable, match="There is no folder"):
        Read(tiny_source(), tiny.folder / "nowhere", tiny.home)


def test_missing_tables_are_told_by_their_files(tiny: TinyBank) -> None:
    directory = tiny.deliver()
    (directory / "people.csv").unlink()
    with pytest.raises(SourceUnreadable, match=r"lacks people\.csv"):
        Read(tiny_source(), directory, tiny.home)


def test_fewer_rows_than_agreed_are_told_with_both_numbers(tiny: TinyBank) -> None:
    source = tiny_source()
    counted = replace(source, tables=tuple(replace(table, rows=(3, 5)) for table in source.tables[:1]))
    with pytest.raises(UnexpectedCount, match=r"units.csv has 2 rows, expected are 3 to 5"):
        Read(counted, tiny.deliver(units=["HQ,Head office,", "N,North,HQ"]), tiny.home)


def test_a_table_with_a_card_code_is_refused_by_the_fields_name(tiny: TinyBank) -> None:
    def cards(row: Row, seen: Seen) -> Iterator[Record]:
        row.ignore("id", "CVV2")
        yield from ()

    source = replace(tiny_source(), tables=(Table("cards", "cards.csv", Delimited(), cards, agreed("id CVV2")),))
    (tiny.deliver() / "cards.csv").write_text("id,CVV2\n1,123\n")
    with pytest.raises(ContractBroken, match=r"cards\.csv has the field CVV2"):
        Read(source, tiny.deliver(), tiny.home)


def test_two_processes_do_not_read_into_one_spool(tiny: TinyBank) -> None:
    with Spool(tiny.home / "spool" / "tiny"), pytest.raises(PassRunning):
        Spool(tiny.home / "spool" / "tiny")


def test_what_was_spooled_is_gone_afterwards(tiny: TinyBank) -> None:
    Read(tiny_source(), tiny.deliver(**STORY), tiny.home)
    assert not (tiny.home / "spool").exists()
