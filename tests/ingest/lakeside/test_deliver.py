"""The deliveries as files: the same bytes for the same seed, small, with numbers that check and are nobody's."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.lakeside.bundle import deliveries
from ingest.lakeside.deliver import write
from runtime.errors import BadQuestion

CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("lakeside")
    write(directory)
    return directory


def contents(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()}


def core(bank: Path, file: str) -> Iterator[dict[str, str]]:
    head, *lines = (bank / "core" / file).read_text("gb18030").splitlines()
    return (dict(zip(head.split("|"), line.split("|"), strict=True)) for line in lines)


def test_the_same_seed_gives_the_same_bytes(bank: Path, tmp_path: Path) -> None:
    write(tmp_path)
    assert contents(tmp_path) == contents(bank)


def test_another_seed_moves_other_sums_for_the_same_people(bank: Path, tmp_path: Path) -> None:
    write(tmp_path, seed=7)
    there, here = contents(tmp_path), contents(bank)
    moved = {"core/ACC_INF.txt", "core/TXN_DTL.txt", "cards/CRDHLD.DAT", "cards/CRDTXN.DAT"}
    assert {name for name in here if here[name] != there[name]} == moved


def test_a_second_delivery_into_a_folder_replaces_the_first(bank: Path, tmp_path: Path) -> None:
    write(tmp_path, seed=7)
    write(tmp_path)
    assert contents(tmp_path) == contents(bank)


def test_every_silo_has_its_folder(bank: Path) -> None:
    assert [folder.is_dir() for _, folder in deliveries(bank)] == [True] * 10


def test_the_whole_bank_is_smaller_than_a_megabyte(bank: Path) -> None:
    assert sum(len(each) for each in contents(bank).values()) < 1_000_000


def test_every_resident_number_checks_and_names_no_province(bank: Path) -> None:
    shown = [row["ID_NO"] for row in core(bank, "CUS_PER.txt") if row["ID_TYP"] in ("01", "13", "15")]
    assert len(shown) == 49
    for number in shown:
        weighed = sum((10 if each == "X" else int(each)) * pow(2, 17 - place, 11) for place, each in enumerate(number))
        assert weighed % 11 == 1
        assert number[:3] in ("300", "810", "930")


def test_resident_numbers_carry_birth_date_and_sex(bank: Path) -> None:
    citizens = [row for row in core(bank, "CUS_PER.txt") if row["ID_TYP"] == "01"]
    assert all(row["ID_NO"][6:14] == row["DOB"] for row in citizens)
    assert all(int(row["ID_NO"][16]) % 2 == int(row["SEX"]) % 2 for row in citizens)


def test_every_credit_code_checks(bank: Path) -> None:
    codes = re.findall(r'Enterprise uscc="(\w+)"', (bank / "register" / "enterprises.xml").read_text("utf-8"))
    assert len(codes) == 9
    for code in codes:
        assert (
            sum(CREDIT.index(each) * pow(3, place, 31) for place, each in enumerate(code[:17])) % 31 == -CREDIT.index(code[17]) % 31
        )
    assert {row["USCC"] for row in core(bank, "CUS_ORG.txt")} < set(codes)


def test_every_legal_entity_identifier_checks(bank: Path) -> None:
    found = [row["LEI"] for row in core(bank, "CUS_ORG.txt") if row["LEI"]]
    assert len(found) == 2
    assert {int("".join(str(int(each, 36)) for each in code)) % 97 for code in found} == {1}


def test_every_card_and_account_number_checks(bank: Path) -> None:
    cards = [line[10:26] for line in (bank / "cards" / "CRDHLD.DAT").read_text("ascii").splitlines()]
    accounts = [row["ACCT_NO"] for row in core(bank, "ACC_INF.txt")]
    for number in cards + accounts:
        twice = [int(each) * (2 if place % 2 else 1) for place, each in enumerate(reversed(number))]
        assert sum(each - 9 if each > 9 else each for each in twice) % 10 == 0
    assert {number[:4] for number in cards} == {"9999"}


def test_every_telephone_number_is_of_the_invented_range(bank: Path) -> None:
    numbers = {row["MOB_NO"] for row in core(bank, "CUS_PER.txt")}
    assert all(re.fullmatch(r"1380000\d{4}", number) for number in numbers)


def test_a_size_there_is_not_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(BadQuestion, match="choose one of story"):
        write(tmp_path, size="planet")
    assert not list(tmp_path.iterdir())
