"""The files of a first load hold what a load through the driver would write."""

import csv
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

from graph.ledger import Outcome, Writer
from graph.model import (
    NODES,
    RECORDS,
    RELATIONSHIPS,
    Account,
    AccountKind,
    AccountStatus,
    Company,
    Initiator,
    Person,
    Transaction,
    TransactionKind,
)
from graph.offline import columns, files
from graph.offline.files import Files, Said

WHO = Writer("01P", "h", "tiny", (), date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), again=False)


def quiet(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


def made(folder: Path, said: dict[type[Any], list[list[Any]]], size: int) -> Files:
    found = dict[type[Any], Said]()
    for cls, batches in said.items():
        path = folder / f"{cls.__name__}.parquet"
        columns.write(cls, enumerate(batches), size, path)
        found[cls] = Said((path,), sum(len(batch) for batch in batches))
    return files.write(folder / "files", found, WHO, "delivery", WHO.now, size, quiet)


def account(id_: str, currency: str = "CNY", settles: str | None = None) -> Account:
    return Account(id_, AccountKind.CARD, AccountStatus.OPEN, currency, settles=settles)


def movement(id_: str, account: str, amount: int = 1) -> Transaction:
    return Transaction(id_, account, date(2026, 1, 1), amount, "CNY", TransactionKind.FEE, Initiator.BANK)


def outcomes(made: Files, cls: type[Any], field: str = "") -> list[Outcome]:
    return [each.outcome for each in made.told if each.cls is cls and each.field == field]


def rows(made: Files, of: str) -> list[list[str]]:
    """The rows of a label or type, the header's first."""
    groups = [group for group in (*made.nodes, *made.relationships) if group.of == of]
    texts = [(made.folder / name).read_text() for group in groups for name in (group.header, group.rows)]
    return [row for text in texts for row in csv.reader(text.splitlines())]


def named(made: Files, of: str, *names: str) -> list[list[str]]:
    header, *found = rows(made, of)
    places = [place for name in names for place, each in enumerate(header) if each.partition(":")[0] == name]
    return [[row[place] for place in places] for row in found]


def plain(cls: type[Any], field: str) -> Any:
    """Some value of a field."""
    hint = get_type_hints(cls)[field]
    kind = next((each for each in (*get_args(hint), hint) if each is not NoneType), str)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    values = {str: "x:1", int: 1, float: 0.5, bool: True, date: date(2026, 1, 1), datetime: datetime(2026, 1, 1, tzinfo=UTC)}
    return values.get(kind, ("a", "b"))


def test_no_header_names_a_property_twice(tmp_path: Path) -> None:
    one_of_each = {
        cls: [[cls(**{each.name: plain(cls, each.name) for each in fields(cls)})]] for cls in (*RECORDS, *NODES, *RELATIONSHIPS)
    }
    found = made(tmp_path, {cls: batches for cls, batches in one_of_each.items() if cls is not Company}, 5)
    for group in (*found.nodes, *found.relationships):
        header = (found.folder / group.header).read_text().strip().split(",")
        names = [each.partition(":")[0] for each in header if each.partition(":")[0]]
        assert len(set(names)) == len(names), group.of


def test_of_several_words_on_one_thing_the_last_counts(tmp_path: Path) -> None:
    found = made(tmp_path, {Account: [[account("a:1", "CNY"), account("a:1", "EUR")], [account("a:1", "USD"), account("a:2")]]}, 2)
    assert outcomes(found, Account) == [Outcome(new=1), Outcome(new=1, changed=1)]
    assert named(found, "Account", "id", "currency") == [["a:1", "USD"], ["a:2", "CNY"]]


def test_what_is_said_again_is_unchanged(tmp_path: Path) -> None:
    again = Person("a:1", "Ada")
    found = made(tmp_path, {Person: [[again, again], [again]], Account: [[account("a:1")], [account("a:1")]]}, 2)
    assert outcomes(found, Person) == outcomes(found, Account) == [Outcome(new=1), Outcome(unchanged=1)]
    assert named(found, "SourceRecord", "id") == [["a:1"]]
    assert len(named(found, "DESCRIBES", "rule")) == found.parties == 1


def test_a_word_whose_end_is_not_there_is_missing_and_the_word_before_it_stays(tmp_path: Path) -> None:
    words = [[movement("t:1", "a:1", 1), movement("t:2", "none")], [movement("t:1", "none", 2)]]
    found = made(tmp_path, {Account: [[account("a:1", settles="none")]], Transaction: words}, 2)
    assert outcomes(found, Transaction) == [Outcome(new=1, missing=[1]), Outcome(missing=[0])]
    assert named(found, "Transaction", "id", "amount") == [["t:1", "1"]]
    assert outcomes(found, Account, "settles") == [Outcome(missing=[0])]
    assert [row[0] for row in named(found, "Batch", "missing") if row[0]] == ["1", "0", "0"]


def test_records_of_one_bank_key_and_one_kind_are_one_party(tmp_path: Path) -> None:
    people = [Person("a:1", bank_key="K"), Person("a:2", bank_key="K"), Person("a:3"), Person("a:4", bank_key="")]
    found = made(tmp_path, {Person: [people], Company: [[Company("a:5", bank_key="K")]]}, 5)
    assert found.parties == 4
    assert sorted(rule for (rule,) in named(found, "DESCRIBES", "rule")) == ["DECLARED_KEY"] * 3 + ["OWN_RECORD"] * 2
    assert all(id_.startswith("P") and len(id_) == 27 for (id_,) in named(found, "Party:Person", "id"))


def test_every_node_has_a_number_of_its_own_and_no_number_is_left_out(tmp_path: Path) -> None:
    """The database would keep the ones between for ever."""
    accounts = [account(f"a:{number % 3}", str(number)) for number in range(5)]
    found = made(tmp_path, {Person: [[Person("a:1")] * 2], Account: [accounts[:2], accounts[2:4], accounts[4:]]}, 2)
    numbers = [int(row[0]) for group in found.nodes for row in csv.reader((found.folder / group.rows).read_text().splitlines())]
    assert sorted(numbers) == list(range(len(numbers)))
