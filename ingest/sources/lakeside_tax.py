"""The tax office's feed on companies that allow it (银税互动): what they declared, their grade, who answers for them; CSV.

Companies go by their credit code, people by numbers of the office's own and by their documents: it knows no number of
the bank's, and until records are matched they are parties of their own.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from graph.model import Company, HoldsOffice, IdentifiedBy, Office, Person, ReachedAt, Record, ResidesAt, TaxCreditGrade, TaxYear
from ingest.contract import Seen, Source, Table
from ingest.evidence import address, certified, phone
from ingest.field import Field
from ingest.formats import Delimited
from ingest.row import Row

GRADES = {grade.value: grade for grade in TaxCreditGrade}
POSTS = {"法定代表人": Office.LEGAL_REPRESENTATIVE, "财务负责人": Office.FINANCE_HEAD, "办税人": Office.AGENT}


def taxpayers(row: Row, _seen: Seen) -> Iterator[Record]:
    company = Company(
        row.key("统一社会信用代码"), row.text("纳税人名称"), uscc=row.text("统一社会信用代码"), industry=row.text("行业代码")
    )
    yield company
    shown = certified(row, "统一社会信用代码", "USCC")
    yield shown
    yield IdentifiedBy(company.id, shown.id, seen=True)
    seat = address(row.text("登记注册地址"), country="CN", postcode=row.text("邮政编码"))
    yield seat
    yield ResidesAt(company.id, seat.id, "SEAT")
    row.ignore("登记状态")


def years(row: Row, _seen: Seen) -> Iterator[Record]:
    company, year = row.key("统一社会信用代码"), row.whole("年度")
    yield TaxYear(
        f"{company}:{year}", company, year, "CNY", row.money("营业收入", "CNY"), row.money("实缴税额", "CNY"),
        row.optional.code("纳税信用等级", GRADES),
    )  # fmt: skip


def staff(row: Row, _seen: Seen) -> Iterator[Record]:
    person = Person(row.key("人员编号"), row.text("姓名"))
    yield person
    shown = certified(row, "身份证件号码", "CN_ID")
    yield shown
    yield IdentifiedBy(person.id, shown.id, seen=True)
    mobile = row.optional.parsed("手机号码", phone)
    if mobile:
        yield mobile
        yield ReachedAt(person.id, mobile.id, "MOBILE")


def posts(row: Row, _seen: Seen) -> Iterator[Record]:
    yield HoldsOffice(row.key("人员编号"), row.key("统一社会信用代码"), row.code("职务", POSTS), row.date("任职日期"))


CODE = Field("统一社会信用代码", key=True, about="unified social credit code")

SOURCE = Source(
    name="lakeside-tax",
    system="tax",
    title="银税互动数据 · tax office feed",
    owner="普惠金融部 · inclusive finance",
    effective=date(2026, 10, 31),
    fresh=timedelta(days=92),
    tables=(
        Table(
            "taxpayers",
            "taxpayers.csv",
            Delimited(),
            taxpayers,
            (
                CODE,
                Field("纳税人名称"),
                Field("登记注册地址"),
                Field("邮政编码"),
                Field("行业代码", about="GB/T 4754"),
                Field("登记状态"),
            ),
        ),
        Table(
            "years",
            "years.csv",
            Delimited(),
            years,
            (
                CODE,
                Field("年度", "integer", key=True),
                Field("营业收入", "number", about="declared revenue, yuan"),
                Field("实缴税额", "number", about="tax paid, yuan"),
                Field("纳税信用等级", codes=GRADES, required=False),
            ),
            (0, None),
        ),
        Table(
            "staff",
            "staff.csv",
            Delimited(),
            staff,
            (
                Field("人员编号", key=True, about="the office's own number for a person"),
                Field("姓名", personal=True),
                Field("身份证件号码", personal=True, about="resident identity number"),
                Field("手机号码", required=False, personal=True),
            ),
            (0, None),
        ),
        Table(
            "posts",
            "posts.csv",
            Delimited(),
            posts,
            (CODE, Field("人员编号", key=True), Field("职务", codes=POSTS, key=True), Field("任职日期", "date")),
            (0, None),
        ),
    ),
)
