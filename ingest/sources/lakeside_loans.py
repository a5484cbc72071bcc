"""Lakeside Bank's loans: credit lines and their parts, what was drawn, collateral, guarantees.

A database: each table lands as one Parquet file, and UPD_TS tells which of its rows changed since. Its parties have
numbers of its own; of customers it knows the bank's number, of a guarantor from elsewhere only a document.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from graph.model import (
    AssessmentKind,
    Collateral,
    CollateralKind,
    Company,
    DrawnUnder,
    Facility,
    FacilityKind,
    FacilityStatus,
    GuaranteeKind,
    Guarantees,
    IdentifiedBy,
    LoanClass,
    Person,
    Record,
    RiskAssessment,
    Secures,
)
from ingest.contract import Reader, Seen, Source, Table
from ingest.evidence import certified
from ingest.field import Field
from ingest.formats import Parquet
from ingest.origin import Select
from ingest.row import Row

PARTY_TYPES = {"P": "PERSON", "C": "COMPANY"}
DOCUMENTS = {"11": "CN_ID", "14": "PASSPORT", "1X": "CN_HK_RESIDENT", "1Y": "CN_PERMANENT_RESIDENT", "21": "USCC"}
KINDS = {
    "100": FacilityKind.GROUP, "110": FacilityKind.COMPREHENSIVE, "121": FacilityKind.WORKING_CAPITAL, "131": FacilityKind.BILL,
    "132": FacilityKind.TRADE_FINANCE, "210": FacilityKind.BUSINESS, "220": FacilityKind.MORTGAGE, "230": FacilityKind.CONSUMER,
}  # fmt: skip
STATES = {"A": FacilityStatus.ACTIVE, "S": FacilityStatus.SUSPENDED, "E": FacilityStatus.EXPIRED, "C": FacilityStatus.CLOSED}
CLASSES = {
    "1": LoanClass.NORMAL, "2": LoanClass.SPECIAL_MENTION, "3": LoanClass.SUBSTANDARD, "4": LoanClass.DOUBTFUL, "5": LoanClass.LOSS,
}  # fmt: skip
COLLATERAL = {
    "D01": CollateralKind.REAL_ESTATE, "D02": CollateralKind.EQUIPMENT, "Z01": CollateralKind.INVENTORY,
    "Z02": CollateralKind.RECEIVABLES, "Z03": CollateralKind.EQUITY, "Z04": CollateralKind.DEPOSIT, "Z99": CollateralKind.OTHER,
}  # fmt: skip
GUARANTEES = {"L": GuaranteeKind.JOINT_LIABILITY, "G": GuaranteeKind.GENERAL}


def parties(row: Row, _seen: Seen) -> Iterator[Record]:
    party, shown = row.key("PARTY_NO"), certified(row, "ID_NO", row.code("ID_TYP", DOCUMENTS))
    name, cif = row.text("PARTY_NM"), row.optional.text("CIF_NO")
    if row.code("PARTY_TYPE", PARTY_TYPES) == "COMPANY":
        yield Company(party, name, cif, uscc=shown.number)
    else:
        yield Person(party, name, cif)
    yield shown
    yield IdentifiedBy(party, shown.id, seen=True)
    yield from _rating(row, party)
    row.ignore("UPD_TS")


def _rating(row: Row, party: str) -> Iterator[Record]:
    level, on, until = row.optional.text("RATING"), row.optional.date("RATED_ON"), row.optional.date("RATED_TO")
    if level and on:
        yield RiskAssessment(
            f"{row.key('PARTY_NO', 'rating')}:{on}", party, AssessmentKind.INTERNAL_RATING, on, level, valid_until=until
        )


def facilities(row: Row, _seen: Seen) -> Iterator[Record]:
    currency = row.text("CCY")
    yield Facility(
        row.key("FAC_NO"), row.key("PARTY_NO"), row.code("FAC_TYP", KINDS), row.code("FAC_ST", STATES), currency,
        row.money("LIMIT_AMT", currency), row.money("USED_AMT", currency), row.optional.key("UP_FAC_NO"),
        row.key("UNIT_NO", system="core"), row.flag("REVOLVING"), row.code("RISK_CLS", CLASSES), row.date("EFF_DT"),
        row.date("EXP_DT"),
    )  # fmt: skip
    row.ignore("UPD_TS")


def drawdowns(row: Row, _seen: Seen) -> Iterator[Record]:
    yield DrawnUnder(row.key("ACCT_NO", system="core"), row.key("FAC_NO"))
    row.ignore("DUE_NO", "UPD_TS")


def collateral(row: Row, _seen: Seen) -> Iterator[Record]:
    currency = row.text("CCY")
    yield Collateral(
        row.key("COLL_NO"), row.key("PARTY_NO"), row.code("COLL_TYP", COLLATERAL), row.text("COLL_DESC"), currency,
        row.money("VALUE_AMT", currency), row.date("VALUE_DT"), row.optional.text("CERT_NO"),
    )  # fmt: skip
    row.ignore("UPD_TS")


def liens(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Secures(row.key("COLL_NO"), row.key("FAC_NO"), row.whole("RANK_NO"))
    row.ignore("LIEN_NO", "UPD_TS")


def guarantees(row: Row, _seen: Seen) -> Iterator[Record]:
    currency = row.text("CCY")
    yield Guarantees(
        row.key("GUARANTOR_NO"), row.key("BORROWER_NO"), row.key("FAC_NO"), row.code("GUA_TYP", GUARANTEES),
        row.money("GUA_AMT", currency), currency, row.date("EFF_DT"), row.date("EXP_DT"),
    )  # fmt: skip
    row.ignore("GUA_NO", "UPD_TS")


CHANGED = Field("UPD_TS", "timestamp", about="when the row last changed: the cursor of an extract")
CURRENCY = Field("CCY", about="ISO 4217")

PARTY = (
    Field("PARTY_NO", key=True),
    Field("PARTY_TYPE", codes=PARTY_TYPES),
    Field("PARTY_NM", personal=True),
    Field("CIF_NO", required=False, about="the bank's customer number; empty for who only stands guarantee"),
    Field("ID_TYP", codes=DOCUMENTS),
    Field("ID_NO", personal=True),
    Field("RATING", required=False, about="内部评级"),
    Field("RATED_ON", "date", required=False),
    Field("RATED_TO", "date", required=False),
    CHANGED,
)
FACILITY = (
    Field("FAC_NO", key=True, about="授信编号"),
    Field("PARTY_NO"),
    Field("FAC_TYP", codes=KINDS),
    Field("UP_FAC_NO", required=False, about="the line it is a part of"),
    CURRENCY,
    Field("LIMIT_AMT", "number"),
    Field("USED_AMT", "number"),
    Field("REVOLVING", "boolean"),
    Field("EFF_DT", "date"),
    Field("EXP_DT", "date"),
    Field("RISK_CLS", codes=CLASSES, about="五级分类"),
    Field("FAC_ST", codes=STATES),
    Field("UNIT_NO"),
    CHANGED,
)
DRAWDOWN = (Field("DUE_NO", key=True, about="借据号"), Field("FAC_NO"), Field("ACCT_NO", about="core banking's account"), CHANGED)
COLLATERAL_TABLE = (
    Field("COLL_NO", key=True),
    Field("PARTY_NO", about="who has pledged it"),
    Field("COLL_TYP", codes=COLLATERAL),
    Field("COLL_DESC", personal=True, about="押品名称: may hold an address"),
    Field("CERT_NO", required=False, about="权证号"),
    CURRENCY,
    Field("VALUE_AMT", "number"),
    Field("VALUE_DT", "date"),
    CHANGED,
)
LIEN = (
    Field("LIEN_NO", key=True),
    Field("COLL_NO"),
    Field("FAC_NO"),
    Field("RANK_NO", "integer", about="顺位"),
    CHANGED,
)
GUARANTEE = (
    Field("GUA_NO", key=True),
    Field("FAC_NO"),
    Field("GUARANTOR_NO"),
    Field("BORROWER_NO"),
    Field("GUA_TYP", codes=GUARANTEES),
    CURRENCY,
    Field("GUA_AMT", "number"),
    Field("EFF_DT", "date"),
    Field("EXP_DT", "date"),
    CHANGED,
)


def _table(name: str, read: Reader, fields: tuple[Field, ...]) -> Table:
    return Table(read.__name__, f"{name}.parquet", Parquet(), read, fields, (0, None), Select(name, "UPD_TS"))


SOURCE = Source(
    name="lakeside-loans",
    system="loans",
    title="湖畔银行信贷管理系统 · Lakeside Bank loans and credit lines",
    owner="授信管理部 · credit department",
    effective=date(2026, 10, 31),
    fresh=timedelta(days=1),
    tables=(
        _table("PARTY", parties, PARTY),
        _table("FACILITY", facilities, FACILITY),
        _table("DRAWDOWN", drawdowns, DRAWDOWN),
        _table("COLLATERAL", collateral, COLLATERAL_TABLE),
        _table("LIEN", liens, LIEN),
        _table("GUARANTEE", guarantees, GUARANTEE),
    ),
)
