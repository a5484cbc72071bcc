"""Lakeside Bank's core banking: units, staff, products, customers, accounts with their holders, payroll, movements.

Text parted by `|` in GB18030, dates YYYYMMDD. Amounts are unsigned yuan (or whatever the currency is) beside a mark:
D 借 is taken or owed, C 贷 is given or held.
"""

from collections.abc import Iterator
from datetime import date

from graph.model import (
    Account,
    AccountKind,
    AccountStatus,
    Company,
    CompanyCategory,
    Coverage,
    Employee,
    Gender,
    Holds,
    IdentifiedBy,
    Initiator,
    OrgUnit,
    Person,
    Product,
    ReachedAt,
    Record,
    ResidesAt,
    Role,
    Transaction,
    TransactionKind,
    UnitLevel,
    WorksFor,
)
from ingest.contract import Reader, Seen, Source, Table
from ingest.evidence import address, document, phone
from ingest.formats import Delimited
from ingest.row import Row

PERSON_COLUMNS = (
    "CIF_NO CUST_NM EN_NM ID_TYP ID_NO ID_EXP SEX DOB NATN OCCP MOB_NO ADDR POST_CD UNIT_NO OPEN_DT KYC_LVL AML_LVL UPD_TLR"
)
ORGANISATION_COLUMNS = "CIF_NO ORG_NM ORG_EN ORG_SHT USCC LEI ORG_TYP IND_CD ORG_SIZE REG_DT TEL ADDR POST_CD UNIT_NO OPEN_DT"
ACCOUNT_COLUMNS = (
    "ACCT_NO PROD_CD CCY BAL_DC BAL BAL_DT ACCT_ST ACCT_CLS UNIT_NO OPEN_DT CLS_DT LN_PRIN LN_TERM LN_INST STL_ACCT INT_RT"
)
MOVEMENT_COLUMNS = "TXN_NO ACCT_NO TX_DT TX_TS SEQ_NO DC CCY AMT BAL_DC BAL TX_CD ORIG_CD OPP_NM OPP_BANK OPP_ACCT MEMO"

DAY = "%Y%m%d"
LEVELS = {"1": UnitLevel.HQ, "2": UnitLevel.BRANCH, "3": UnitLevel.SUB}
POSTS = {"21": Coverage.RM, "22": Coverage.RISK, "23": Coverage.PRODUCT, "24": Coverage.ADVISER}
FAMILIES = {
    "SAV": AccountKind.SAVINGS, "DEP": AccountKind.DEPOSIT, "CMS": AccountKind.CASH_MANAGEMENT, "PAY": AccountKind.PAYROLL,
    "MTG": AccountKind.MORTGAGE, "LON": AccountKind.LOAN, "BIL": AccountKind.BILL, "LCR": AccountKind.LETTER_OF_CREDIT,
    "LGT": AccountKind.GUARANTEE_LETTER,
}  # fmt: skip
SEXES = {"1": Gender.MALE, "2": Gender.FEMALE}
NATIONS = {"CHN": "CN", "HKG": "HK", "GBR": "GB", "JOR": "JO", "DEU": "DE", "USA": "US", "ARE": "AE"}
OCCUPATIONS = {
    "10": "MANAGER", "20": "PROFESSIONAL", "21": "TEACHER", "22": "ENGINEER", "30": "CLERK", "31": "CIVIL_SERVANT",
    "50": "SELF_EMPLOYED", "51": "BUSINESS_OWNER", "60": "WORKER", "70": "STUDENT", "80": "RETIRED", "90": "NONE",
    "99": "OTHER",
}  # fmt: skip
DOCUMENTS = {"01": "CN_ID", "02": "PASSPORT", "13": "CN_HK_RESIDENT", "15": "CN_PERMANENT_RESIDENT"}
KYC_LEVELS = {"S": "STANDARD", "E": "ENHANCED"}
AML_RATINGS = {"L": "LOW", "M": "MEDIUM", "H": "HIGH"}
CATEGORIES = {
    "10": CompanyCategory.ENTERPRISE, "20": CompanyCategory.GOVERNMENT, "30": CompanyCategory.PUBLIC_INSTITUTION,
    "40": CompanyCategory.SOLE_TRADER, "60": CompanyCategory.FUND,
}  # fmt: skip
STATES = {
    "0": AccountStatus.OPEN, "1": AccountStatus.CLOSED, "2": AccountStatus.FROZEN, "3": AccountStatus.CREDIT_ONLY,
    "4": AccountStatus.DORMANT, "5": AccountStatus.IN_ARREARS,
}  # fmt: skip
CLASSES = {"": None, "1": "Ⅰ", "2": "Ⅱ", "3": "Ⅲ", "B": "基本", "G": "一般", "S": "专用", "T": "临时"}
SIGNS = {"D": -1, "C": 1}
ROLES = {
    "01": Role.OWNER, "02": Role.JOINT, "03": Role.GUARDIAN, "04": Role.AUTHORISED, "05": Role.CO_BORROWER,
    "06": Role.GUARANTOR, "07": Role.SIGNATORY,
}  # fmt: skip
KINDS = {
    "1001": TransactionKind.CASH_IN, "1002": TransactionKind.CASH_OUT, "2001": TransactionKind.TRANSFER_IN,
    "2002": TransactionKind.TRANSFER_OUT, "2100": TransactionKind.CARD, "2300": TransactionKind.SALARY,
    "3001": TransactionKind.INTEREST, "3101": TransactionKind.FEE, "4001": TransactionKind.LOAN_PAYMENT,
}  # fmt: skip
ORIGINS = {"1": Initiator.CLIENT, "2": Initiator.SYSTEM, "3": Initiator.BANK}


def units(row: Row, _seen: Seen) -> Iterator[Record]:
    yield OrgUnit(
        row.key("UNIT_NO"), row.text("UNIT_NM"), row.code("UNIT_LVL", LEVELS), row.text("UNIT_PATH"), row.text("UNIT_EN"),
        row.optional.key("UP_UNIT"),
    )  # fmt: skip
    row.ignore("FAX_EXT")


def employees(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Employee(row.key("EMP_NO"), row.text("EMP_NM"), row.text("EMP_EN"), row.code("POST_CD", POSTS), row.key("UNIT_NO"))


def products(row: Row, seen: Seen) -> Iterator[Record]:
    family = row.code("PROD_TYP", FAMILIES)
    yield Product(row.key("PROD_CD"), row.text("PROD_NM"), family, row.text("PROD_EN"), min_tier=row.optional.text("MIN_TIER"))
    seen.note("family", row.key("PROD_CD"), family)


def persons(row: Row, _seen: Seen) -> Iterator[Record]:
    person = Person(
        row.key("CIF_NO"), row.text("CUST_NM"), row.text("CIF_NO"), row.text("EN_NM"), row.code("SEX", SEXES),
        row.date("DOB", DAY), row.code("NATN", NATIONS), row.code("OCCP", OCCUPATIONS),
        kyc_level=row.code("KYC_LVL", KYC_LEVELS), aml_rating=row.code("AML_LVL", AML_RATINGS),
    )  # fmt: skip
    yield person
    shown = document(row.code("ID_TYP", DOCUMENTS), row.text("ID_NO"), valid_until=row.optional.date("ID_EXP", DAY))
    yield shown
    yield IdentifiedBy(person.id, shown.id)
    yield from _reached(row, person.id, row.date("OPEN_DT", DAY), "MOB_NO", "MOBILE", "HOME")
    row.ignore("UPD_TLR", "UNIT_NO")


def organisations(row: Row, _seen: Seen) -> Iterator[Record]:
    company = Company(
        row.key("CIF_NO"), row.text("ORG_NM"), row.text("CIF_NO"), row.text("ORG_EN"), row.text("ORG_SHT"), row.text("USCC"),
        row.optional.text("LEI"), row.code("ORG_TYP", CATEGORIES), industry=row.text("IND_CD"),
        size=row.optional.text("ORG_SIZE"), founded_on=row.date("REG_DT", DAY),
    )  # fmt: skip
    yield company
    shown = document("USCC", row.text("USCC"))
    yield shown
    yield IdentifiedBy(company.id, shown.id)
    yield from _reached(row, company.id, row.date("OPEN_DT", DAY), "TEL", "SWITCHBOARD", "SEAT")
    row.ignore("UNIT_NO")


def _reached(row: Row, record: str, since: date, telephone: str, usage: str, place: str) -> Iterator[Record]:
    contact = row.optional.parsed(telephone, phone)
    if contact:
        yield contact
        yield ReachedAt(record, contact.id, usage, since)
    seat = address(row.text("ADDR"), country="CN", postcode=row.text("POST_CD"))
    yield seat
    yield ResidesAt(record, seat.id, place, since)


def accounts(row: Row, seen: Seen) -> Iterator[Record]:
    currency = row.text("CCY")
    product = row.key("PROD_CD")
    yield Account(
        row.key("ACCT_NO"), AccountKind(seen.need("family", product, "PROD_CD")), row.code("ACCT_ST", STATES), currency,
        product, row.key("UNIT_NO"), row.optional.key("STL_ACCT"), row.text("ACCT_NO"), row.code("ACCT_CLS", CLASSES),
        row.code("BAL_DC", SIGNS) * row.money("BAL", currency), row.date("BAL_DT", DAY),
        principal=row.optional.money("LN_PRIN", currency), instalment=row.optional.money("LN_INST", currency),
        term_months=row.optional.whole("LN_TERM"), opened=row.date("OPEN_DT", DAY), closed=row.optional.date("CLS_DT", DAY),
    )  # fmt: skip
    row.ignore("INT_RT")


def holders(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Holds(
        row.key("CIF_NO"), row.key("ACCT_NO"), row.code("REL_CD", ROLES), row.date("EFF_DT", DAY),
        row.optional.date("EXP_DT", DAY),
    )  # fmt: skip


def payroll(row: Row, _seen: Seen) -> Iterator[Record]:
    yield WorksFor(
        row.key("EMPE_CIF"), row.key("EMPR_CIF"), row.text("POST_NM"), "PAYROLL", row.date("EFF_DT", DAY),
        row.optional.date("EXP_DT", DAY),
    )  # fmt: skip


def movements(row: Row, _seen: Seen) -> Iterator[Record]:
    currency = row.text("CCY")
    yield Transaction(
        row.key("TXN_NO"), row.key("ACCT_NO"), row.date("TX_DT", DAY), row.code("DC", SIGNS) * row.money("AMT", currency), currency,
        row.code("TX_CD", KINDS), row.code("ORIG_CD", ORIGINS), row.whole("SEQ_NO"),
        row.instant("TX_TS", "%Y%m%d%H%M%S"),
        row.code("BAL_DC", SIGNS) * row.money("BAL", currency), row.optional.text("MEMO"), row.optional.text("OPP_NM"),
        row.optional.text("OPP_BANK"), row.optional.text("OPP_ACCT"),
    )  # fmt: skip


def _table(name: str, file: str, columns: str, read: Reader) -> Table:
    return Table(name, file, Delimited(tuple(columns.split()), "|", quote=None, encoding="gb18030"), read)


SOURCE = Source(
    name="lakeside-core",
    system="core",
    title="湖畔银行核心系统 · Lakeside Bank core banking",
    owner="核心系统组 · core banking team",
    effective=date(2026, 10, 31),
    tables=(
        _table("units", "BRN_INF.txt", "UNIT_NO UNIT_NM UNIT_EN UP_UNIT UNIT_LVL UNIT_PATH FAX_EXT", units),
        _table("employees", "EMP_INF.txt", "EMP_NO EMP_NM EMP_EN POST_CD UNIT_NO", employees),
        _table("products", "PRD_INF.txt", "PROD_CD PROD_NM PROD_EN PROD_TYP MIN_TIER", products),
        _table("persons", "CUS_PER.txt", PERSON_COLUMNS, persons),
        _table("organisations", "CUS_ORG.txt", ORGANISATION_COLUMNS, organisations),
        _table("accounts", "ACC_INF.txt", ACCOUNT_COLUMNS, accounts),
        _table("holders", "ACC_REL.txt", "ACCT_NO CIF_NO REL_CD EFF_DT EXP_DT", holders),
        _table("payroll", "PAY_ROLL.txt", "EMPR_CIF EMPE_CIF POST_NM EFF_DT EXP_DT", payroll),
        _table("movements", "TXN_DTL.txt", MOVEMENT_COLUMNS, movements),
    ),
)
