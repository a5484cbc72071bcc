"""Poisoned input: every row of it is accepted, quarantined with a reason, or refused with its delivery; nothing vanishes."""

import gzip
import json
import re
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model import IdentifiedBy, Person, Record
from ingest.contract import Seen, Source, Table
from ingest.delivery import Delivery
from ingest.evidence import certified
from ingest.field import Field
from ingest.formats import Delimited, FixedWidth, Format, Json, JsonLines, Parquet, Xml
from ingest.quarantine import Quarantine, as_line
from ingest.row import Row
from ingest.spool import Spool
from ingest.text import LONGEST
from runtime.errors import SourceFault

FIELDS = (Field("id", width=2), Field("name", width=8), Field("born", "date", required=False, width=10))
HEAD = b"id,name,born\n"
GOOD = b"1,Ada Bell,1990-01-02\n"


def people(row: Row, seen: Seen) -> Iterator[Record]:
    yield Person(row.key("id"), row.text("name"), birth_date=row.optional.date("born"))


def of(form: Format, file: str) -> Source:
    return Source("poisoned", "poisoned", "Poisoned", "Tests", (Table("people", file, form, people, FIELDS, (0, None)),))


CSV, TABS = of(Delimited(), "people.csv"), of(Delimited("\t", quote=None), "people.csv")
KINDS = {"I": "CN_ID", "C": "USCC"}
SEEN_PAPERS = (Field("id"), Field("kind", codes=KINDS), Field("number"))


def papers(row: Row, seen: Seen) -> Iterator[Record]:
    person, shown = Person(row.key("id")), certified(row, "number", row.code("kind", KINDS))
    yield from (person, shown, IdentifiedBy(person.id, shown.id))


PAPERS = Source(
    "poisoned", "poisoned", "Papers", "Tests", (Table("people", "papers.csv", Delimited(), papers, SEEN_PAPERS, (0, None)),)
)


def moments(row: Row, seen: Seen) -> Iterator[Record]:
    row.instant("at")
    yield Person(row.key("id"), "Ada")


INSTANTS = Source(
    "poisoned", "poisoned", "Moments", "Tests",
    (Table("people", "moments.csv", Delimited(), moments, (Field("id"), Field("at", "timestamp")), (0, None)),),
)  # fmt: skip
JSON = of(JsonLines(), "people.jsonl")
DOCUMENT, PARQUET = of(Json("people"), "people.json"), of(Parquet(), "people.parquet")
FIXED = of(FixedWidth(), "people.txt")
XML = of(Xml("p"), "people.xml")


def bomb(path: Path) -> None:
    with gzip.open(path.with_name("people.csv.gz"), "wb") as file:
        file.write(HEAD)
        for _ in range(210):
            file.write(b"1," + b"a" * 500_000 + b",\n")


def cut_packed(path: Path) -> None:
    packed = gzip.compress(HEAD + b"".join(b"%d,Ada,\n" % n for n in range(1000)))
    path.with_name("people.csv.gz").write_bytes(packed[: len(packed) // 2])


def people_of(*names: str | bytes, **more: list[str]) -> Callable[[Path], None]:
    """A Parquet file of people."""
    columns = {"id": [str(number) for number in range(len(names))], "name": list(names), "born": [None] * len(names)}
    return lambda path: pyarrow.parquet.write_table(pyarrow.table(columns | more), path)


def elsewhere(path: Path) -> None:
    (path.parent.parent / "outside.csv").write_bytes(HEAD + GOOD)
    path.symlink_to(path.parent.parent / "outside.csv")


def xml(*rows: str, head: str = "") -> bytes:
    return f"{head}<r>{''.join(rows)}</r>".encode()


def nested(deep: int) -> bytes:
    return b'{"id": "1", "name": "Ada", "x": ' + b'{"a":' * deep + b"1" + b"}" * deep + b"}\n"


ADA = "<p><id>1</id><name>Ada</name></p>"


# Source, content (or what makes the file), and what becomes of it: how many accepted, the reasons of those quarantined;
# or the words of the refusal.
Case = tuple[Source, bytes | Callable[[Path], None], tuple[int, list[str]] | str]
POISONS: dict[str, Case] = {
    "text of two bytes": (CSV, (HEAD + GOOD).decode().encode("utf-16"), "UTF-16"),
    "text of two bytes without a mark": (CSV, (HEAD + GOOD).decode().encode("utf-16-le"), "UTF-16"),
    "a byte order mark": (CSV, b"\xef\xbb\xbf" + HEAD + GOOD, (1, [])),
    "a resident number with a wrong check digit": (
        PAPERS, b"id,kind,number\n1,I,300502194912310028\n2,I,300502194912310029\n", (1, ["BAD_CHECK_DIGIT"])
    ),
    "a resident number of a day there is not": (PAPERS, b"id,kind,number\n1,I,300502194902310021\n", (0, ["BAD_CHECK_DIGIT"])),
    "a resident number of fifteen digits": (PAPERS, b"id,kind,number\n1,I,110105491231002\n", (1, [])),
    "a credit code with a wrong check digit": (
        PAPERS, b"id,kind,number\n1,C,91350100M000100Y43\n2,C,91350100M000100Y44\n", (1, ["BAD_CHECK_DIGIT"])
    ),
    "one row that is not UTF-8": (CSV, HEAD + GOOD + b"2,\xcd\xf5,\n" + GOOD, (2, ["BAD_ENCODING"])),
    "a file that is not UTF-8": (CSV, HEAD + b"2,\xcd\xf5,\n" * 30, "not text in utf-8"),
    "a NUL": (CSV, HEAD + b"2,A\0da,\n" + GOOD, (1, ["UNSEEN_CHARACTER"])),
    "a zero-width space": (CSV, HEAD + "2,A\u200bda,\n".encode() + GOOD, (1, ["UNSEEN_CHARACTER"])),
    "a turned direction": (CSV, HEAD + "2,A\u202eda,\n".encode() + GOOD, (1, ["UNSEEN_CHARACTER"])),
    "a Cyrillic letter among Latin ones": (CSV, HEAD + "2,Аda,\n".encode() + GOOD, (1, ["MIXED_SCRIPTS"])),
    "wide digits in a key": (CSV, HEAD + "１２,Ada,\n".encode() + GOOD, (1, ["AMBIGUOUS_KEY"])),
    "names of several scripts": (CSV, HEAD + "2,王伟 Wang Wei,\n3,ليلى‌الهاشمي,\n4,Ελένη,\n".encode(), (3, [])),
    "mixed line ends": (CSV, HEAD + GOOD.replace(b"\n", b"\r\n") + GOOD, (2, [])),
    "old line ends": (CSV, (HEAD + GOOD).replace(b"\n", b"\r") + b"\n", "CR alone"),
    "a quote that is never closed": (CSV, HEAD + b'2,"Ada,\n' + GOOD * 3, (3, ["BAD_QUOTES"])),
    "two quotes that are never closed": (CSV, HEAD + b'2,"Ada,\n' + GOOD + b'3,"Bo,\n' + GOOD, (2, ["BAD_QUOTES", "BAD_QUOTES"])),
    "a value over two lines": (CSV, HEAD + b'2,"Ada\nBell",\n' + GOOD, (2, [])),
    "text behind a quote": (CSV, HEAD + b'2,"Ada"Bell,\n' + GOOD, (1, ["BAD_QUOTES"])),
    "a field of ten megabytes": (CSV, HEAD + b"2," + b"a" * 10_000_000 + b",\n" + GOOD, (1, ["TOO_LONG"])),
    "a last field of ten megabytes": (CSV, HEAD + GOOD + b"2," + b"a" * 10_000_000, "cut in the middle"),
    "a column missing": (CSV, b"id,name\n1,Ada\n", "missing born; not expected none"),
    "a column more": (CSV, b"id,name,born,fax\n1,Ada,,0\n", "missing none; not expected fax"),
    "a column twice": (CSV, b"id,name,born,name\n1,Ada,,Eve\n", "twice name"),
    "columns in another order": (CSV, b"born,name,id\n1990-01-02,Ada,1\n", (1, [])),
    "a value too few": (CSV, HEAD + b"1,Ada\n" + GOOD, (1, ["WRONG_FIELD_COUNT"])),
    "a type that drifted": (CSV, HEAD + b"1,Ada,34\n" + GOOD, (1, ["BAD_DATE"])),
    "a type that drifted everywhere": (CSV, HEAD + b"1,Ada,34\n" * 30, "30 of 30 rows were refused, 30 of them for born BAD_DATE"),
    "a date in another order": (CSV, HEAD + b"1,Ada,02/01/1990\n" + GOOD, (1, ["BAD_DATE"])),
    "a day that is none": (CSV, HEAD + b"1,Ada,1990-02-30\n" + GOOD, (1, ["BAD_DATE"])),
    "a packed file": (CSV, lambda path: path.with_name("people.csv.gz").write_bytes(gzip.compress(HEAD + GOOD)) and None, (1, [])),
    "a packed file that is cut": (CSV, cut_packed, "can't be unpacked to its end"),
    "a packed file that is none": (
        CSV, lambda path: path.with_name("people.csv.gz").write_bytes(HEAD + GOOD) and None, "can't be unpacked to its end",
    ),
    "a bomb": (CSV, bomb, "unpacks to more than 100 MB"),
    "a path that leaves its folder": (CSV, elsewhere, "leads out of"),
    "cells a spreadsheet would run": (CSV, HEAD + b"1,=1+1,\n2,+86,\n3,-1,\n4,@SUM(A1),\n", (4, [])),
    "an empty file": (CSV, b"", "first line holds 0 columns"),
    "a password": (CSV, b"id,name,born,Password\n1,Ada,,hunter2\n", "Password"),
    "a tab within a value": (TABS, b"id\tname\tborn\n1\tAda\tBell\t\n" + GOOD.replace(b",", b"\t"), (1, ["WRONG_FIELD_COUNT"])),
    "a PIN within an object": (JSON, b'{"id": "1", "name": "Ada", "card": {"p_i-n": "4711"}}\n', "p_i-n"),
    "a card code in a broken line": (JSON, b'{"id": "1", "CVV2": "123", \n', "CVV2"),
    "a magnetic stripe": (JSON, '{"id": "1", "磁道": ";6222=9912"}\n'.encode(), "磁道"),
    "a line that is no object": (JSON, b'[1]\n{"id": "1", "name": "Ada"}\n', (1, ["NOT_AN_OBJECT"])),
    "a key that stands twice": (JSON, b'{"id": "1", "name": "Ada", "name": "Eve"}\n{"id": "1", "name": "Ada"}\n', (1, ["BAD_JSON"])),
    "a number that is none": (JSON, b'{"id": NaN, "name": "Ada"}\n{"id": "1", "name": "Ada"}\n', (1, ["BAD_JSON"])),
    "a deep nest": (JSON, b'{"id": ' + b"[" * 100_000 + b'\n{"id": "1", "name": "Ada"}\n', (1, ["BAD_JSON"])),
    "half of a character": (JSON, b'{"id": "1", "name": "\\ud800"}\n{"id": "1", "name": "Ada"}\n', (1, ["UNSEEN_CHARACTER"])),
    "an object where a value is meant": (JSON, b'{"id": "1", "name": {"a": 1}}\n{"id": "1", "name": "Ada"}\n', (1, ["NOT_A_VALUE"])),
    "a field nobody agreed on": (JSON, b'{"id": "1", "name": "Ada", "fax": 1}\n{"id": "1", "name": "Ada"}\n', (1, ["UNREAD_FIELD"])),
    "objects within objects": (
        JSON, nested(200) + nested(290) + nested(400) + b'{"id": "1", "name": "Ada"}\n', (1, ["TOO_DEEP"] * 3)
    ),
    "lists within lists": (JSON, b'{"id": "1", "name": ' + b"[" * 60 + b"]" * 60 + b'}\n{"id": "1", "name": "Ada"}\n', (1, ["TOO_DEEP"])),
    "objects within objects of a document": (
        DOCUMENT, b'{"people": [' + nested(450) + b', {"id": 1, "name": "Ada"}]}', (1, ["TOO_DEEP"])
    ),
    "half of a character in a name": (JSON, b'{"id": "1", "name": "Ada", "\\ud800": 1}\n{"id": "1", "name": "Ada"}\n', (1, ["UNREAD_FIELD"])),
    "a key of half a megabyte": (CSV, HEAD + b"9" * 500_000 + b",Ada,\n" + GOOD, (1, ["TOO_LONG"])),
    "a key of five hundred characters": (CSV, HEAD + b"9" * 500 + b",Ada,\n" + GOOD, (1, ["TOO_LONG"])),
    "a name of half a megabyte": (CSV, HEAD + b"2," + b"N" * 500_000 + b",\n" + GOOD, (1, ["TOO_LONG"])),
    "a name that no index holds": (CSV, HEAD + b"2," + b"N" * 20_000 + b",\n" + GOOD, (1, ["TOO_LONG"])),
    "the first instant there is": (INSTANTS, b"id,at\n1,0001-01-01T00:00:00\n2,2026-01-01T00:00:00\n", (1, ["BAD_INSTANT"])),
    "a document": (DOCUMENT, b'{"n": 1, "people": [{"id": 1, "name": "Ada"}, 7, {"id": 2, "name": "A\\u0000"}]}', (1, ["NOT_AN_OBJECT", "UNSEEN_CHARACTER"])),
    "a document that is cut": (DOCUMENT, b'{"people": [{"id": 1, "name": "Ada"},\n', "line 2: it may be cut"),
    "a PIN within a document": (DOCUMENT, b'{"people": [{"id": "1", "name": "Ada", "card": {"p_i-n": "4711"}}]}', "p_i-n"),
    "a NUL in a column": (PARQUET, people_of("Ada", "A\0da"), (1, ["UNSEEN_CHARACTER"])),
    "a column with a value that is no text": (PARQUET, people_of(b"Ada", b"\xcd\xf5"), (1, ["BAD_ENCODING"])),
    "a password in a column": (PARQUET, people_of("Ada", Password=["hunter2"]), "not expected Password"),
    "a file that is no Parquet": (PARQUET, b"PAR1" + GOOD, "no whole Parquet file"),
    "a line too short": (FIXED, "01Ada     1990-01-02\n02\n03王伟    1990-01-02\n".encode("gb18030"), (2, ["WRONG_LENGTH"])),
    "a place that ends within a character": (FIXED, "01aaaaaaa王990-01-02\n02Ada     1990-01-02\n".encode("gb18030"), (1, ["BAD_ENCODING"])),
    "entities that grow": (XML, xml(head='<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'), "document type"),
    "a document type across two parts": (XML, b"<!--" + b"-" * ((1 << 16) - 10) + b"--><!DOCTYPE r><r/>", "document type|not well-formed"),
    "an outside entity": (XML, xml("<p><id>1</id><name>&x;</name></p>"), "not well-formed"),
    "elements that are cut": (XML, xml("<p><id>1</id><name>Ada</name></p>")[:-8], "not well-formed"),
    "an attribute nobody agreed on": (XML, xml('<p fax="1"><id>1</id><name>Ada</name></p>', "<p><id>2</id><name>Bo</name></p>"), (1, ["UNREAD_FIELD"])),
    "elements within elements": (
        XML, xml(f"<p><id>1</id>{'<a>' * 1200}x{'</a>' * 1200}</p>", f"<p><id>1</id>{'<a>' * 60}x{'</a>' * 60}</p>", ADA), (1, ["TOO_DEEP"] * 2)
    ),
    "a name of ten megabytes in an element": (XML, xml(f"<p><id>1</id><name>{'N' * 10_000_000}</name></p>", ADA), (1, ["TOO_LONG"])),
    "an attribute and an element of one name": (XML, xml('<p id="7"><id>1</id><name>Ada</name></p>', ADA), (1, ["BAD_XML"])),
    "text beside elements": (XML, xml("<p>said<id>1</id><name>Ada</name></p>", ADA), (1, ["BAD_XML"])),
    "text behind an element": (XML, xml("<p><id>1</id><name>Ada</name>said</p>", ADA), (1, ["BAD_XML"])),
    "text beside elements within elements": (XML, xml("<p><id>1</id><name>Ada <b>Bell</b></name></p>", ADA), (1, ["BAD_XML"])),
    "a PIN in an element beside text": (XML, xml("<p>said<id>1</id><PIN>4711</PIN></p>", ADA), "PIN"),
}  # fmt: skip


def read(source: Source, directory: Path, home: Path) -> tuple[int, int, list[str], str]:
    """Rows in, rows accepted, the reasons of those quarantined, and the file that keeps them."""
    with Spool(home / "spool") as spool, Quarantine(home / "broken.jsonl") as quarantine:
        delivery = Delivery(source, directory)
        for _ in delivery.read(spool, quarantine):
            pass
        spool.sealed()
        quarantine.named(home / "kept.jsonl", delivery.seen)
        counts = delivery.counts["people"]
        kept = quarantine.path.read_text("utf-8") if quarantine.count else ""
        return counts.read, counts.accepted, [json.loads(line)["reason"] for line in kept.split("\n") if line], kept


@pytest.mark.parametrize("name", POISONS)
def test_every_poisoned_input_has_its_disposition(name: str, tmp_path: Path) -> None:
    source, content, expected = POISONS[name]
    directory = tmp_path / "delivery"
    directory.mkdir()
    path = directory / source.tables[0].file
    if callable(content):
        content(path)
    else:
        path.write_bytes(content)
    if isinstance(expected, str):
        with pytest.raises(SourceFault, match=expected) as refused:
            read(source, directory, tmp_path)
        assert refused.value.exit == 4 and "\n" not in str(refused.value)
        for secret in ("hunter2", "4711", '"123"', "6222"):
            assert secret not in str(refused.value) + (tmp_path / "broken.jsonl").read_text("utf-8")
        return
    rows, accepted, reasons, _ = read(source, directory, tmp_path)
    assert (accepted, reasons) == expected
    assert rows == accepted + len(reasons)


def test_of_a_line_that_is_too_long_its_beginning_is_kept_and_a_hash(tmp_path: Path) -> None:
    long = [b"2," + b"a" * (LONGEST + 10) + end + b",\n" for end in (b"b", b"c")]
    (tmp_path / "people.csv").write_bytes(HEAD + b"".join(long) + GOOD)
    one, other = (json.loads(line)["row"]["line"] for line in read(CSV, tmp_path, tmp_path)[3].splitlines())
    assert one.startswith("2,aaa") and len(one) < 5_000
    assert one != other


@pytest.mark.parametrize(
    ("key", "told"),
    [("fax", "fax"), ("fax_2", "fax_2"), ("13800138000", "99999999999"), ("ada@bell.example", "aaa@aaaa.example"), ("备注", "备注"),
     ("\\ud800", "?"), ("a" * 90, "a" * 40), ("id13800138000", "aa99999999999")],
)  # fmt: skip
def test_a_field_that_is_no_plain_word_is_told_by_its_shape(tmp_path: Path, key: str, told: str) -> None:
    """The key of an object may be a telephone number."""
    (tmp_path / "people.jsonl").write_text(f'{{"id": "1", "name": "Ada", "{key}": 1}}\n', "utf-8")
    (kept,) = read(JSON, tmp_path, tmp_path)[3].splitlines()
    assert json.loads(kept)["field"] == told


def test_whatever_was_delivered_can_be_printed(tmp_path: Path) -> None:
    for row in ({"name": "\ud800"}, {"name": "Ada", "x": [{"\udfff": "1"}]}):
        assert json.loads(as_line({"id": "1"} | row)) == {"id": "1"} | row


def test_memory_holds_one_element_at_a_time(tmp_path: Path) -> None:
    """What is read is taken out of its parent."""
    (tmp_path / "people.xml").write_bytes(xml("<head>x</head>", *([ADA] * 50_000)))
    tracemalloc.start()
    rows = sum(1 for _ in Xml("p").lines(tmp_path / "people.xml", FIELDS))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == 50_000 and most < 4 << 20


@given(st.lists(st.binary(max_size=60).filter(lambda line: b"\n" not in line), max_size=12))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_bytes_stand_between_good_rows_the_good_rows_arrive(tmp_path: Path, lines: list[bytes]) -> None:
    """Without quotes nothing a row holds can reach another."""
    source = replace(TABS, tables=(replace(TABS.tables[0], rows=(0, None)),))
    good = [b"%d\tAda\t" % n for n in range(100, 130)]
    (tmp_path / "people.csv").write_bytes(b"\n".join([b"id\tname\tborn", *good[:15], *lines, *good[15:], b""]))
    rows, accepted, reasons, _ = read(source, tmp_path, tmp_path)
    assert accepted >= 30 and rows == accepted + len(reasons)
    assert rows == 30 + sum(1 for line in lines if line.rstrip(b"\r"))


def test_every_reason_is_told_in_the_documents() -> None:
    root = Path(__file__).parents[2]
    told = set(re.findall(r"`([A-Z_]+)`", (root / "docs" / "quarantine.md").read_text("utf-8")))
    code = "\n".join(
        path.read_text("utf-8") for path in (root / "ingest").rglob("*.py") if not {"lakeside", "match"} & set(path.parts)
    )
    quoted = r"\"([A-Z]+_[A-Z_]+|EMPTY)\""
    used = {
        word
        for line in code.splitlines()
        if re.search(r"RowRefused|_parsed\(|Line\(|return \"|(?<!=)= \"|Refused\(|, name, ", line)
        for word in re.findall(quoted, line)
    }
    assert used - told == set()
    assert {"EMPTY", "BAD_DATE", "UNSEEN_CHARACTER", "MISSING_END", "BAD_QUOTES"} <= used
