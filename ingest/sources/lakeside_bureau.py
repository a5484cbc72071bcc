"""The credit bureau's reports: what people and companies owe to other banks, how often they paid late, a score; XML.

The bureau names its subjects by numbers of its own and by their documents, banks by their numbers, money in whole
yuan. It knows nothing of the bank's numbers: until records are matched its subjects are parties of their own. What they
owe to this bank is set aside, for the bank knows it better.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from graph.model import AssessmentKind, BanksWith, Company, IdentifiedBy, Person, ReachedAt, Record, ResidesAt, RiskAssessment
from ingest.contract import Seen, Source, Table
from ingest.evidence import address, certified, phone
from ingest.field import Field
from ingest.formats import Xml
from ingest.row import Row

OURS = ""
BANKS = {"B99010001": OURS, "B99010002": "crm:DONGLI", "B99010003": "crm:YUANPU", "B99010004": "crm:HARLOW"}
DOCUMENTS = {"10": "CN_ID", "2": "PASSPORT", "C": "CN_HK_RESIDENT", "B": "CN_PERMANENT_RESIDENT"}


def persons(row: Row, _seen: Seen) -> Iterator[Record]:
    person = Person(row.key("subject"), row.text("Name"))
    yield person
    shown = certified(row, "IdNumber", row.code("IdType", DOCUMENTS))
    yield shown
    yield IdentifiedBy(person.id, shown.id, seen=True)
    mobile = row.optional.parsed("Mobile", phone)
    if mobile:
        yield mobile
        yield ReachedAt(person.id, mobile.id, "MOBILE")
    yield from _report(row, person.id, "HOME")


def enterprises(row: Row, _seen: Seen) -> Iterator[Record]:
    company = Company(row.key("subject"), row.text("Name"), uscc=row.text("CreditCode"))
    yield company
    shown = certified(row, "CreditCode", "USCC")
    yield shown
    yield IdentifiedBy(company.id, shown.id, seen=True)
    yield from _report(row, company.id, "SEAT")


def _report(row: Row, subject: str, usage: str) -> Iterator[Record]:
    place = address(row.text("Address"), country="CN", postcode=row.text("Postcode"))
    yield place
    yield ResidesAt(subject, place.id, usage)
    on = row.date("date")
    yield RiskAssessment(
        f"{row.key('subject', 'report')}:{on}", subject, AssessmentKind.CREDIT_SCORE, on, score=row.optional.whole("Score"),
        overdue=row.whole("OverdueTimes"),
    )  # fmt: skip
    yield from _elsewhere(row, subject)


def _elsewhere(row: Row, subject: str) -> Iterator[Record]:
    """One relationship for each other bank, with the sum that is owed there."""
    owed = dict[str, int]()
    for debt in row.nested("Debt"):
        bank, balance = debt.code("bank", BANKS), debt.money("balance", "CNY")
        if bank != OURS:
            owed[bank] = owed.get(bank, 0) + balance
        debt.ignore("no", "form", "granted", "since", "overdue")
    for bank, amount in owed.items():
        yield BanksWith(subject, bank, basis="CREDIT_REPORT", owed=amount, currency="CNY")


SUBJECT, DAY = Field("subject", key=True, about="the bureau's own number"), Field("date", "date", key=True)
NAME = Field("Name", personal=True)
REPORT = (
    Field("Address", personal=True),
    Field("Postcode", personal=True),
    Field("OverdueTimes", "integer", personal=True, about="late payments of the last five years"),
    Field("Score", "integer", required=False, personal=True, about="0 to 1000; not of companies"),
    Field(
        "Debt",
        "array",
        required=False,
        personal=True,
        fields=(
            Field("no"),
            Field("bank", codes=BANKS, about="金融机构编码"),
            Field("form"),
            Field("granted", "integer"),
            Field("balance", "integer", about="whole yuan"),
            Field("since", "date"),
            Field("overdue", "integer"),
        ),
    ),
)

SOURCE = Source(
    name="lakeside-bureau",
    system="bureau",
    title="征信报告 · credit bureau reports",
    owner="风险管理部 · risk",
    effective=date(2026, 10, 31),
    fresh=timedelta(days=31),
    whole=False,  # of those of whom a report was asked for
    tables=(
        Table(
            "persons",
            "reports.xml",
            Xml("PersonalReport"),
            persons,
            (
                SUBJECT,
                DAY,
                Field("IdType", codes=DOCUMENTS),
                Field("IdNumber", personal=True),
                NAME,
                Field("Mobile", required=False, personal=True),
                *REPORT,
            ),
            (0, None),
        ),
        Table(
            "enterprises",
            "reports.xml",
            Xml("EnterpriseReport"),
            enterprises,
            (SUBJECT, DAY, Field("CreditCode"), NAME, *REPORT),
            (0, None),
        ),
    ),
)
