"""The deliveries as files: the same bytes for the same seed, small, with numbers that check and are nobody's."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.lakeside.bundle import deliveries
from ingest.lakeside.deliver import write
from runtime.errors import BadQuestion
from tests.ingest.lakeside.written import Written

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
    assert {name for name in here if here[name] != there[name] and "/20" not in name} == moved | {"truth/bank.json", "truth/accounts.jsonl"}


def test_a_second_delivery_into_a_folder_replaces_the_first(bank: Path, tmp_path: Path) -> None:
    write(tmp_path, seed=7)
    write(tmp_path)
    assert contents(tmp_path) == contents(bank)


def test_a_large_bank_begins_with_the_story(bank: Path, generated: Written) -> None:
    there, here = contents(generated.directory), contents(bank)
    framed = {"truth/bank.json", "register/enterprises.xml", "bureau/reports.xml"}
    text = [name for name in here if name not in framed and not name.endswith((".parquet", ".db"))]
    assert there.keys() == here.keys()
    assert [name for name in text if not there[name].startswith(here[name])] == []


def test_one_seed_gives_the_same_bytes_however_many_processes_write(tmp_path: Path) -> None:
    for processes in (1, 2):
        write(tmp_path / str(processes), size="2200", processes=processes)
    one, two = (contents(tmp_path / str(processes)) for processes in (1, 2))
    assert one == two


def test_two_seeds_give_different_people(generated: Written, tmp_path: Path) -> None:
    write(tmp_path, size="300", seed=7)
    other = Written(tmp_path)
    here, there = ({one["name"] for one in bank.truth("people") if one["key"].startswith("p2")} for bank in (generated, other))
    assert len(here & there) < len(here) / 2


def test_a_chapter_is_the_same_in_a_bank_of_every_size(tmp_path: Path) -> None:
    write(tmp_path, size="562")
    write(tmp_path / "larger", size="700")
    smaller, larger = ({one["key"]: one for one in Written(path).truth("people")} for path in (tmp_path, tmp_path / "larger"))
    assert all(larger[key] == one for key, one in smaller.items())


def test_a_bank_has_as_many_customers_as_were_asked_for(tmp_path: Path) -> None:
    for size in ("62", "63", "100", "561", "562", "563", "1200"):
        write(tmp_path, size=size)
        assert Written(tmp_path).head()["customers"] == int(size)


def test_numbers_are_given_once(generated: Written, tmp_path: Path) -> None:
    write(tmp_path, size="2600")
    bank = Written(tmp_path)
    twice = {one["record"] for one in bank.truth("errors") if one["fault"].startswith("SAID_TWICE")}
    for silo, numbers in (
        ("core", [row["CIF_NO"] for row in bank.core("CUS_PER") + bank.core("CUS_ORG")]),
        ("crm", [row["id"] for row in bank.crm("contacts") + bank.crm("companies")]),
    ):
        assert {f"{silo}:{each}" for each, times in Counter(numbers).items() if times > 1} == {
            one for one in twice if one.startswith(silo)
        }
    for numbers in (
        [row["ACCT_NO"] for row in bank.core("ACC_INF")],
        [row["TXN_NO"] for row in bank.core("TXN_DTL")],
        [row["position"] for row in bank.wealth("positions")],
        [row["UNIT_NO"] for row in bank.core("BRN_INF")],
        [row["EMP_NO"] for row in bank.core("EMP_INF")],
        [line[10:26] for line in bank.cards("CRDHLD")],
        [row["id"] for name in ("interactions", "events", "opportunities", "households") for row in bank.crm(name)],
        [one["document"] for one in bank.truth("people")],
    ):
        assert max(Counter(numbers).values()) == 1


def test_every_silo_has_its_folder(bank: Path) -> None:
    assert all(folder.is_dir() for _, folder in deliveries(bank))


def test_the_whole_story_is_smaller_than_a_megabyte(bank: Path) -> None:
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


@pytest.mark.parametrize("size", ["planet", "61", "4000001", "-1", "1e5", "", "9" * 5000])
def test_a_size_there_is_not_is_refused_with_those_there_are(size: str, tmp_path: Path) -> None:
    with pytest.raises(BadQuestion, match="choose one of story"):
        write(tmp_path, size=size)
    assert not list(tmp_path.iterdir())
