"""Records by column say what the statements of a load say."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from graph.load import node_rows
from graph.model import NODES, RECORDS, RELATIONSHIPS, Account, AccountKind, AccountStatus, Channel, Company, Interaction, Owns
from graph.offline import columns
from graph.offline.columns import forms
from graph.records import record_row
from graph.vocabulary import meta_of

parquet: Any = pyarrow.parquet


@pytest.mark.parametrize("cls", [*RECORDS, *NODES, *RELATIONSHIPS])
def test_every_property_of_the_model_has_a_form(cls: type[Any]) -> None:
    assert set(forms(cls)) == set(meta_of(cls).properties.values())
    names = columns.schema(cls).names
    assert len({name.lower() for name in names}) == len(names), "DuckDB does not tell names apart by case"


def written(cls: type[Any], batches: list[list[Any]], folder: Path) -> list[dict[str, Any]]:
    columns.write(cls, enumerate(batches), 10, folder / "columns")
    return parquet.read_table(folder / "columns").to_pylist()


def test_a_word_has_its_place_in_the_delivery_and_what_it_says(tmp_path: Path) -> None:
    one = Account("a:1", AccountKind.CARD, AccountStatus.OPEN, "CNY", "P", balance=-1, opened=date(2020, 1, 2))
    (row,) = node_rows([one])
    first, _, second = written(Account, [[one, one], [one]], tmp_path)
    assert (first["_seq"], second["_seq"], second | {"_seq": 0}) == (0, 10, first)
    assert (second["_key"], second["_hash"], second["_l0"], second["_l1"]) == ("a:1", row["hash"], "P", None)
    assert {name: value for name, value in second.items() if value is not None and name[0] != "_"} == row["given"]


def test_lists_are_lists_and_instants_those_of_utc(tmp_path: Path) -> None:
    company = Company("a:1", "x", other_names=("b", "a"), listed=False)
    (found,) = written(Company, [[company]], tmp_path)
    assert (found["otherNames"], found["listed"], found["_hash"]) == (["b", "a"], False, record_row(company)["hash"])
    talk = Interaction("i", "a:1", Channel.APP, datetime(2026, 1, 1, tzinfo=UTC), "x")
    (found,) = written(Interaction, [[talk]], tmp_path)
    assert (found["at"], found["_e0"]) == (datetime(2026, 1, 1), "a:1")  # no zone by column


def test_a_relationship_is_known_by_its_ends_and_by_what_the_model_names(tmp_path: Path) -> None:
    (found,) = written(Owns, [[Owns("a:1", "a:2", share_exact=0.5, declared="d")]], tmp_path)
    assert (found["_a"], found["_b"], found["_by"], found["shareExact"]) == ("a:1", "a:2", "SHAREHOLDING|d", 0.5)
