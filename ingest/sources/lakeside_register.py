"""The public company register: enterprises by their credit code, with officers and shareholders; XML.

The register names people by numbers of its own and knows nothing of the bank's: until records are matched they are
parties of their own.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from graph.model import BranchOf, Company, CompanyCategory, HoldsOffice, IdentifiedBy, Office, Owns, Person, Record, ResidesAt
from ingest.contract import Seen, Source, Table
from ingest.evidence import address, certified
from ingest.field import Field
from ingest.formats import Xml
from ingest.row import Row

DAY = "%Y年%m月%d日"
CATEGORIES = {
    "有限责任公司": CompanyCategory.ENTERPRISE, "股份有限公司（上市）": CompanyCategory.ENTERPRISE,
    "有限合伙企业": CompanyCategory.FUND, "个体工商户": CompanyCategory.SOLE_TRADER,
    "有限责任公司分公司": CompanyCategory.ENTERPRISE,
    "机关法人": CompanyCategory.GOVERNMENT, "事业单位法人": CompanyCategory.PUBLIC_INSTITUTION,
}  # fmt: skip
OFFICES = {
    "法定代表人": Office.LEGAL_REPRESENTATIVE, "董事": Office.DIRECTOR, "监事": Office.SUPERVISOR,
    "财务负责人": Office.FINANCE_HEAD,
}  # fmt: skip


def persons(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Person(row.key("id"), row.text("Name"))


def enterprises(row: Row, _seen: Seen) -> Iterator[Record]:
    form = row.text("LegalForm")
    company = Company(
        row.key("uscc"), row.text("Name"), None, row.text("NameEn"), uscc=row.text("uscc"),
        category=row.code("LegalForm", CATEGORIES), legal_form=form, industry=row.text("Industry"),
        listed=form.endswith("（上市）"), founded_on=row.date("Established"),
    )  # fmt: skip
    yield company
    shown = certified(row, "uscc", "USCC")
    yield shown
    yield IdentifiedBy(company.id, shown.id, seen=True)
    seat = address(row.text("Address"), country="CN", postcode=row.text("Postcode"))
    yield seat
    yield ResidesAt(company.id, seat.id, "SEAT")
    yield from _officers(row, company.id)
    yield from _shareholders(row, company.id)
    for one in row.nested("BranchOf"):
        yield BranchOf(company.id, one.key("enterprise"), one.date("since"))
    row.ignore("State")


def _officers(row: Row, company: str) -> Iterator[Record]:
    for one in row.nested("Officer"):
        yield HoldsOffice(one.key("person"), company, one.code("position", OFFICES), one.date("since"), one.optional.date("until"))


def _shareholders(row: Row, company: str) -> Iterator[Record]:
    for one in row.nested("Shareholder"):
        owner = one.optional.key("enterprise") or one.key("person")
        one.ignore("person")
        yield Owns(
            owner, company, share_exact=one.optional.parsed("percent", _share),
            share_min=one.optional.parsed("percentFrom", _share), share_max=one.optional.parsed("percentTo", _share),
            valid_from=one.date("since"),
        )  # fmt: skip


def _share(percent: str) -> float:
    return float(Decimal(percent) / 100)


SOURCE = Source(
    name="lakeside-register",
    system="register",
    title="企业信用信息公示 · company register",
    owner="对公数据组 · corporate data",
    effective=date(2026, 10, 31),
    public=True,
    tables=(
        Table(
            "persons",
            "enterprises.xml",
            Xml("NaturalPerson"),
            persons,
            (
                Field("id", key=True),
                Field("Name", personal=True),
            ),
        ),
        Table(
            "enterprises",
            "enterprises.xml",
            Xml("Enterprise"),
            enterprises,
            (
                Field("uscc", key=True),
                Field("Name"),
                Field("NameEn"),
                Field("LegalForm", codes=CATEGORIES),
                Field("Industry"),
                Field("Established", "date", form=DAY),
                Field("Address"),
                Field("Postcode"),
                Field("State", required=False),
                Field(
                    "Officer",
                    "array",
                    required=False,
                    fields=(
                        Field("person"),
                        Field("position", codes=OFFICES),
                        Field("since", "date", form=DAY),
                        Field("until", "date", form=DAY, required=False),
                    ),
                ),
                Field(
                    "Shareholder",
                    "array",
                    required=False,
                    fields=(
                        Field("person", required=False),
                        Field("percent", required=False),
                        Field("percentFrom", required=False, about="where the register prints a band and no exact share"),
                        Field("percentTo", required=False),
                        Field("since", "date", form=DAY),
                        Field("enterprise", required=False),
                    ),
                ),
                Field(
                    "BranchOf",
                    "array",
                    required=False,
                    about="of a branch: the company it is a branch of",
                    fields=(Field("enterprise"), Field("since", "date", form=DAY)),
                ),
            ),
        ),
    ),
)
