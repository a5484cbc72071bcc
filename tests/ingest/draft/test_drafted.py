"""A draft reads the sample it was made from, whole, at once; what it says of it is right and names nobody."""

import csv
import gzip
import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.session import Session
from ingest.contract import Source
from ingest.delivery import Delivery
from ingest.draft import draft, save
from ingest.draft.drafted import loaded
from ingest.job import run_source
from ingest.lakeside.identifiers import citizen_number, credit_code
from ingest.landing import landed
from ingest.quarantine import Quarantine
from ingest.spool import Spool
from runtime.errors import BadQuestion, ContractBroken, NameReserved, NotConfigured, PlatformError, SourceUnreadable
from tests.postgres import postgres

ROOT = Path(__file__).parents[3]
BORN = [date(1970 + n, 1 + n, 10 + n) for n in range(6)]
NAMES = ("陈晓梅", "王建国", "李娜", "赵强", "孙丽", "周明")
CHINESE = "客户号,姓名,性别,证件号码,出生日期,手机号,家庭地址,客户状态\n" + "".join(
    f"C{n},{NAMES[n]},{'男女'[n % 2]},{citizen_number(BORN[n], n)},{BORN[n]:%Y年%m月%d日},1380000000{n},观前街{n}号,{'' if n else '正常'}\n"
    for n in range(6)
)
ENGLISH = "".join(
    json.dumps({"customer_id": f"C{n}", "full_name": f"Ada {'abcdef'[n]}", "email": f"ada{n}@example.com", "tags": ["x"]}) + "\n"
    for n in range(6)
)
ACCOUNTS = "ACCT_NO|CUST_NO|CCY|BALANCE|OPEN_DT|PROD\n" + "".join(
    f"62{n}|C{n // 2}|{'人民币' if n % 2 else '美元'}|{n}.50|2020/01/0{n + 1}|SAV\n" for n in range(6)
)


def put(folder: Path, **files: str) -> Path:
    """Files whose names have _ for the dot."""
    for name, text in files.items():
        folder.joinpath(name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def records(source: Source, folder: Path, tmp: Path) -> tuple[list[Any], dict[str, tuple[int, int]]]:
    """What a folder says, and of each table rows read and accepted."""
    delivery = Delivery(source, folder)
    with Spool(tmp / "spool") as spool, Quarantine(tmp / "broken") as broken:
        for _ in delivery.read(spool, broken):
            pass
        spool.sealed()
        found = [kept.record for kind in spool.counts for batch in spool.batches(kind) for kept in batch]
        return found, {name: (counts.read, counts.accepted) for name, counts in delivery.counts.items()}


def checked(text: str) -> None:
    """By the house's own rules, where a source would stand."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--stdin-filename", "ingest/sources/drafted.py", "-"],
        input=text, text=True, capture_output=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


async def test_two_extracts_of_different_form_meet_in_one_party_by_the_customer_number(empty: Session, tmp_path: Path):
    chinese, english = tmp_path / "core", tmp_path / "shop"
    chinese.mkdir()
    english.mkdir()
    chinese.joinpath("客户.csv").write_text(CHINESE, encoding="gb18030")
    english.joinpath("shop.jsonl").write_text(ENGLISH, encoding="utf-8")
    first, second = draft(str(chinese / "客户.csv")), draft(str(english / "shop.jsonl"))
    assert (first.name, second.name) == ("ke-hu", "shop")
    for each, folder in ((first, chinese), (second, english)):
        checked(each.text)
        report = (await run_source(loaded(each.text), folder, empty, tmp_path / "home")).as_dict()
        assert report["rows"] == {"read": 6, "accepted": 6, "quarantined": 0}
    said = await empty.rows(
        "MATCH (p:Party)<-[:DESCRIBES]-(r:SourceRecord) RETURN p.id, collect(DISTINCT r.bankKey), collect(r.id)"
    )
    assert sorted((keys, sorted(ids)) for _, keys, ids in said) == [([f"C{n}"], [f"ke-hu:C{n}", f"shop:C{n}"]) for n in range(6)]


def test_a_draft_recognises_its_columns_by_name_and_value_and_quotes_nobody(tmp_path: Path):
    text = draft(str(put(tmp_path, people_csv=CHINESE) / "people.csv")).text
    fields = {each.name: each for each in loaded(text).tables[0].fields}
    assert (fields["客户号"].key, fields["客户号"].personal, fields["姓名"].personal) == (True, False, True)
    assert (fields["出生日期"].type, fields["出生日期"].form, fields["客户状态"].required) == ("date", "%Y年%m月%d日", False)
    assert [each for each in (*NAMES, "C1", "1380000000", "观前街", "300502") if each in text] == []
    people, counts = records(loaded(text), tmp_path, tmp_path)
    assert counts == {"people": (6, 6)}
    assert {type(each).__name__ for each in people} == {
        "Person", "IdentityDocument", "IdentifiedBy", "ContactPoint", "ReachedAt", "Address", "ResidesAt"
    }  # fmt: skip
    ada = next(each for each in people if getattr(each, "bank_key", "") == "C0")
    assert (ada.id, ada.name, ada.gender, ada.birth_date) == ("people:C0", "陈晓梅", "MALE", BORN[0])


def test_a_silo_that_has_only_organisation_codes_tells_companies_by_them(tmp_path: Path):
    firms = "组织机构代码,企业名称\nMA900001-1,湖州港湾钢铁有限公司\nD2143569X,江苏湖畔纺织有限公司\n"
    text = draft(str(put(tmp_path, firms_csv=firms) / "firms.csv")).text
    checked(text)
    told, counts = records(loaded(text), tmp_path, tmp_path)
    assert counts == {"firms": (2, 2)}
    assert [each.id for each in told if type(each).__name__ == "IdentityDocument"] == [
        "ORGANISATION_CODE:MA9000011", "ORGANISATION_CODE:D2143569X",
    ]  # fmt: skip


def test_a_folder_is_one_source_and_a_party_is_told_by_one_of_its_tables(tmp_path: Path):
    folder = tmp_path / "bank"
    folder.mkdir()
    put(folder, people_csv=CHINESE, accounts_txt=ACCOUNTS, extra_csv="客户号;职业\nC1;医生\nC9;教师\n")
    found = draft(str(folder))
    checked(found.text)
    told, counts = records(loaded(found.text), folder, tmp_path)
    assert counts == {"people": (6, 6), "accounts": (6, 6), "extra": (2, 2)}
    assert sorted(each.id for each in told if type(each).__name__ == "Person") == [*(f"bank:C{n}" for n in range(6)), "bank:C9"]
    accounts = [each for each in told if type(each).__name__ == "Account"]
    assert {(each.id, each.currency, each.balance) for each in accounts if each.number in ("620", "621")} == {
        ("bank:620", "USD", 50), ("bank:621", "CNY", 150)
    }  # fmt: skip
    assert {(each.record, each.account) for each in told if type(each).__name__ == "Holds"} >= {
        ("bank:C0", "bank:620"),
        ("bank:C2", "bank:625"),
    }


def companies(number: str = "统一社会信用代码") -> str:
    return f"{number}\t企业名称\t成立日期\t注册地址\n" + "".join(
        f"{credit_code('91', f'0000000{n}')}\t湖畔{n}厂\t2001.0{n + 1}.01\t苏州{n}\n" for n in range(3)
    )


def test_accounts_holders_and_products_in_tables_of_their_own_are_tied_together(tmp_path: Path):
    folder = tmp_path / "bank"
    folder.mkdir()
    put(
        folder, people_csv=CHINESE, prods_csv="PROD_CD,PROD_NM\nSAV,活期\nFIX,定期\n",
        accts_csv="ACCT_NO,PROD_CD,CCY\n620,SAV,CNY\n621,FIX,CNY\n", rel_csv="ACCT_NO,CUST_NO\n620,C1\n620,C2\n621,C3\n",
    )  # fmt: skip
    found = draft(str(folder))
    checked(found.text)
    told, _ = records(loaded(found.text), folder, tmp_path)
    holds = {(each.record, each.account) for each in told if type(each).__name__ == "Holds"}
    assert holds == {("bank:C1", "bank:620"), ("bank:C2", "bank:620"), ("bank:C3", "bank:621")}
    assert {(each.code, each.name) for each in told if type(each).__name__ == "Product"} == {("SAV", "活期"), ("FIX", "定期")}


FORMS: dict[str, Callable[[Path], Path]] = {}


def form(make: Callable[[Path], Path]) -> Callable[[Path], Path]:
    FORMS[make.__name__] = make
    return make


@form
def tabs_with_a_mark(folder: Path) -> Path:
    folder.joinpath("c.tsv").write_text(companies(), encoding="utf-8-sig")
    return folder / "c.tsv"


@form
def packed(folder: Path) -> Path:
    folder.joinpath("c.tsv.gz").write_bytes(gzip.compress(companies().encode()))
    return folder / "c.tsv.gz"


@form
def no_end_of_the_last_line(folder: Path) -> Path:
    return put(folder, c_tsv=companies().rstrip("\n")) / "c.tsv"


@form
def semicolons_in_quotes(folder: Path) -> Path:
    rows = [line.split("\t") for line in companies().splitlines()]
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [*rows, [rows[1][0], *rows[1][1:3], 'a;"b"\nc']][:4]
    )
    return put(folder, c_csv=text.getvalue()) / "c.csv"


@form
def quotes_that_are_none(folder: Path) -> Path:
    return put(folder, c_csv=companies().replace("苏州", '"苏"州').replace("\t", "|")) / "c.csv"


def _objects() -> list[dict[str, str]]:
    head, *rows = (line.split("\t") for line in companies("uscc").splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


@form
def a_json_document(folder: Path) -> Path:
    return put(folder, c_json=json.dumps({"data": {"at": "today", "list": _objects()}}, indent=1)) / "c.json"


@form
def a_json_array(folder: Path) -> Path:
    return put(folder, c_json=json.dumps(_objects())) / "c.json"


@form
def xml(folder: Path) -> Path:
    rows = "".join(
        f"<Firm>{''.join(f'<{k}>{v}</{k}>' for k, v in row.items())}<Share part='1'/><Share part='2'/></Firm>" for row in _objects()
    )
    return put(folder, c_xml=f"<?xml version='1.0'?><f:Firms xmlns:f='urn:f'>{rows}</f:Firms>") / "c.xml"


@form
def parquet(folder: Path) -> Path:
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(_objects()), folder / "c.parquet")
    return folder / "c.parquet"


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_file_is_found_out(tmp_path: Path, name: str):
    folder = tmp_path / "in"
    folder.mkdir()
    path = FORMS[name](folder)
    found = draft(str(path), "firms")
    checked(found.text)
    told, counts = records(loaded(found.text), folder, tmp_path)
    assert list(counts.values()) == [(3, 3)]
    firms = [each for each in told if type(each).__name__ == "Company"]
    assert [(each.name, each.uscc, each.founded_on) for each in firms][:1] == [
        ("湖畔0厂", credit_code("91", "00000000"), date(2001, 1, 1))
    ]


def test_a_database_is_drafted_as_what_is_landed_from_it(tmp_path: Path):
    path = tmp_path / "crm.db"
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE CLIENT (CLIENT_NO text PRIMARY KEY, FULL_NAME text, DOB date, UPD timestamp, WORTH numeric(18,2))"
        )
        database.execute("CREATE TABLE LOG (AT timestamp, WHAT text)")
        database.execute("INSERT INTO LOG VALUES ('2026-01-01 10:00:00', 'x')")
        for n in range(5):
            database.execute(
                "INSERT INTO CLIENT VALUES (?, ?, ?, ?, ?)",
                (f"C{n}", f"Ada {'abcde'[n]}", f"1980-01-0{n + 1}", "2026-01-01 10:00:00", n),
            )
    database.close()
    found = draft(f"sqlite:///{path}", "branch", ["CLIENT"])
    checked(found.text)
    source = loaded(found.text)
    (folder,) = landed(source, str(path), tmp_path / "home", None, lambda *_: None)
    told, counts = records(source, folder, tmp_path)
    assert counts == {"client": (5, 5)}
    assert {(each.bank_key, each.birth_date) for each in told} == {(f"C{n}", date(1980, 1, n + 1)) for n in range(5)}
    assert {each.name: each.type for each in source.tables[0].fields}["WORTH"] in ("number", "integer")
    assert [table.name for table in loaded(draft(str(path), "branch").text).tables] == ["client", "log"]


def test_a_table_of_postgresql_is_drafted_by_its_address(tmp_path: Path):
    with postgres(tmp_path / "postgres") as address:
        with psycopg.connect(address) as database:
            database.execute(
                "CREATE SCHEMA crm; CREATE TABLE crm.client (cust_no text PRIMARY KEY, born date, cents numeric(12, 2))"
            )
            database.execute("INSERT INTO crm.client VALUES ('C1', '1980-01-02', 1.50), ('C2', NULL, 2)")
        found = draft(address, "branch", ["crm.client"])
        assert "hunter2" not in found.text and "Drafted from postgres:" in found.text
        with pytest.raises(PlatformError, match="nowhere"):
            draft(address, "branch", ["nowhere"])
    (table,) = loaded(found.text).tables
    assert [(each.name, each.type, each.required, each.key) for each in table.fields] == [
        ("cust_no", "string", True, True), ("born", "date", False, False), ("cents", "number", True, False)
    ]  # fmt: skip


def test_what_two_rows_say_differently_of_one_customer_is_left_to_a_person(tmp_path: Path):
    text = draft(str(put(tmp_path, a_csv="cust_no,name,segment\n1,Ada,x\n1,Ada Lane,y\n2,Bo,x\n") / "a.csv")).text
    assert "name differs between rows of one party" in text
    _, counts = records(loaded(text), tmp_path, tmp_path)
    assert counts == {"a": (3, 3)}


def test_a_day_that_may_be_a_month_is_told(tmp_path: Path):
    assert "or %m/%d/%Y" in draft(str(put(tmp_path, a_csv="id,dob\n1,03/04/1980\n2,05/06/1981\n") / "a.csv")).text
    assert "or %m/%d/%Y" not in draft(str(put(tmp_path, a_csv="id,dob\n1,03/04/1980\n2,25/06/1981\n") / "a.csv")).text


def test_codes_are_a_table_and_names_of_people_are_not(tmp_path: Path):
    rows = "".join(f"{n},{'ABC'[n % 3]},{'陈晓梅 王建国'.split()[n % 2]}\n" for n in range(30))
    text = draft(str(put(tmp_path, a_csv="row_no,state,responsible\n" + rows) / "a.csv")).text
    state, responsible = loaded(text).tables[0].fields[1:]
    assert (state.codes, responsible.codes, responsible.personal) == ({"A": "A", "B": "B", "C": "C"}, None, True)


def _nothing(folder: Path) -> str:
    return str(folder / "nowhere.csv")


def _empty(folder: Path) -> str:
    return str(put(folder, a_csv="") / "a.csv")


def _heads_alone(folder: Path) -> str:
    return str(put(folder, a_csv="id,name\n") / "a.csv")


def _noise(folder: Path) -> str:
    folder.joinpath("a.bin").write_bytes(bytes(range(128, 256)) * 9)
    return str(folder / "a.bin")


def _ragged(folder: Path) -> str:
    return str(put(folder, a_csv="id,name\n1\n2,3,4\n") / "a.csv")


def _empty_folder(folder: Path) -> str:
    return str(folder)


def _no_database(folder: Path) -> str:
    return f"sqlite:///{folder}/nowhere.db"


def _refusing_database(_: Path) -> str:
    return "postgresql://silo:hunter2@127.0.0.1:1/bank"


@pytest.mark.parametrize(
    "sample", [_nothing, _empty, _heads_alone, _noise, _ragged, _empty_folder, _no_database, _refusing_database]
)
def test_a_sample_that_can_not_be_read_is_told_in_one_line(tmp_path: Path, sample: Callable[[Path], str]):
    folder = tmp_path / "in"
    folder.mkdir()
    with pytest.raises(PlatformError) as told:
        draft(sample(folder), "tried")
    assert "\n" not in str(told.value) and "hunter2" not in str(told.value)
    assert isinstance(told.value, SourceUnreadable | ContractBroken)
    assert not (folder / "nowhere.db").exists()


@pytest.mark.parametrize("text", ["id,PIN\n1,4711\n", '{"id": 1, "card": {"cvv2": "123"}}\n', "客户号|交易密码\n1|4711\n"])
def test_a_field_that_nobody_may_keep_is_refused_by_its_name(tmp_path: Path, text: str):
    with pytest.raises(ContractBroken, match="PIN|cvv2|交易密码") as told:
        draft(str(put(tmp_path, a_txt=text) / "a.txt"))
    assert "4711" not in str(told.value)


def test_a_name_that_is_taken_or_none_is_refused(tmp_path: Path):
    path = str(put(tmp_path, a_csv="id,name\n1,x\n") / "a.csv")
    for name in ("berka", "core", "No Name", ""):
        with pytest.raises(BadQuestion, match="--name"):
            draft(path, name)


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path):
    found = draft(str(put(tmp_path, a_csv="id,name\n1,x\n") / "a.csv"))
    save(found, tmp_path / "b.py")
    with pytest.raises(BadQuestion, match="there already"):
        save(found._replace(text=""), tmp_path / "b.py")
    with pytest.raises(NotConfigured, match="can't be written"):
        save(found, tmp_path / "no" / "b.py")
    assert (tmp_path / "b.py").read_text(encoding="utf-8") == found.text


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\r\n\x00"), max_size=12)
VALUE = st.sampled_from(
    ("1", "2", "M", "男", "1980-02-29", "19800229", "31/12/1980", "13800000001", "+44 20 7946 0000", "C1", "007", "12.30", "-1", "1,000.00", "CNY",
     "人民币", "JPY", "a@b.cn", "陈晓梅", "true", "Y", "10000000000000000000", "１２３", "a\u200bb", "aв", "  ", citizen_number(BORN[1], 1))
)  # fmt: skip
HEAD = st.sampled_from(
    (
        "customer_id",
        "姓名",
        "gender",
        "dob",
        "手机号",
        "余额",
        "账号",
        "币种",
        "email",
        "address",
        "x y",
        'a"b',
        "class",
        "",
        "产品",
        "客户号",
        "姓名",
        "性别",
        "证件号码",
        "企业名称",
        "lei",
        "ccy",
        "bal",
        "acct_no",
        "开户日期",
        "closed",
    )
)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 5).flatmap(
        lambda n: st.tuples(
            st.lists(HEAD | CELL, min_size=n, max_size=n, unique=True),
            st.lists(st.lists(VALUE | CELL, min_size=n, max_size=n), min_size=1, max_size=8),
        )
    )
)
def test_any_table_of_random_text_is_drafted_and_read_whole(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[list[str], list[list[str]]]
):
    heads, rows = table
    folder, text = tmp_path_factory.mktemp("any"), io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([heads, *rows])
    folder.joinpath("any.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    try:
        found = draft(str(folder / "any.csv"), "any")
    except ContractBroken as fault:
        assert "must not be" in str(fault)
        return
    compile(found.text, "any", "exec")
    _, counts = records(loaded(found.text), folder, folder)
    assert [read for read, _ in counts.values()] == [accepted for _, accepted in counts.values()] == [found.rows]


def test_a_sample_of_the_desks_name_is_refused_with_what_to_do(tmp_path: Path):
    sample = tmp_path / "desk.csv"
    sample.write_text(CHINESE, encoding="utf-8")
    with pytest.raises(NameReserved, match="another name"):
        draft(str(sample))
    assert draft(str(sample), "front-desk").name == "front-desk"
