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
from ingest.contract import Seen, Source, Table
from ingest.evidence import address, certified, phone
from ingest.field import Field
from ingest.formats import Delimited
from ingest.row import Row

PIPED = Delimited("|", quote=None, encoding="gb18030")
DAY = "%Y%m%d"
SECOND = "%Y%m%d%H%M%S"
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
        row.date("DOB"), row.code("NATN", NATIONS), row.code("OCCP", OCCUPATIONS),
        kyc_level=row.code("KYC_LVL", KYC_LEVELS), aml_rating=row.code("AML_LVL", AML_RATINGS),
    )  # fmt: skip
    yield person
    kind = row.code("ID_TYP", DOCUMENTS)
    issuer = person.nationality if kind == "PASSPORT" else None
    shown = certified(row, "ID_NO", kind, issuer, valid_until=row.optional.date("ID_EXP"))
    yield shown
    yield IdentifiedBy(person.id, shown.id, seen=True)
    yield from _reached(row, person.id, row.date("OPEN_DT"), "MOB_NO", "MOBILE", "HOME")
    row.ignore("UPD_TLR", "UNIT_NO")


def organisations(row: Row, _seen: Seen) -> Iterator[Record]:
    company = Company(
        row.key("CIF_NO"), row.text("ORG_NM"), row.text("CIF_NO"), row.text("ORG_EN"), row.text("ORG_SHT"), row.text("USCC"),
        row.optional.text("LEI"), row.code("ORG_TYP", CATEGORIES), industry=row.text("IND_CD"),
        size=row.optional.text("ORG_SIZE"), founded_on=row.date("REG_DT"),
    )  # fmt: skip
    yield company
    shown = certified(row, "USCC", "USCC")
    yield shown
    yield IdentifiedBy(company.id, shown.id, seen=True)
    yield from _reached(row, company.id, row.date("OPEN_DT"), "TEL", "SWITCHBOARD", "SEAT")
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
        row.code("BAL_DC", SIGNS) * row.money("BAL", currency), row.date("BAL_DT"),
        principal=row.optional.money("LN_PRIN", currency), instalment=row.optional.money("LN_INST", currency),
        term_months=row.optional.whole("LN_TERM"), opened=row.date("OPEN_DT"), closed=row.optional.date("CLS_DT"),
    )  # fmt: skip
    row.ignore("INT_RT")


def holders(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Holds(
        row.key("CIF_NO"), row.key("ACCT_NO"), row.code("REL_CD", ROLES), row.date("EFF_DT"),
        row.optional.date("EXP_DT"),
    )  # fmt: skip


def payroll(row: Row, _seen: Seen) -> Iterator[Record]:
    yield WorksFor(
        row.key("EMPE_CIF"), row.key("EMPR_CIF"), row.text("POST_NM"), "PAYROLL", row.date("EFF_DT"),
        row.optional.date("EXP_DT"),
    )  # fmt: skip


def movements(row: Row, _seen: Seen) -> Iterator[Record]:
    currency = row.text("CCY")
    yield Transaction(
        row.key("TXN_NO"), row.key("ACCT_NO"), row.date("TX_DT"), row.code("DC", SIGNS) * row.money("AMT", currency), currency,
        row.code("TX_CD", KINDS), row.code("ORIG_CD", ORIGINS), row.whole("SEQ_NO"),
        row.instant("TX_TS"),
        row.code("BAL_DC", SIGNS) * row.money("BAL", currency), row.optional.text("MEMO"), row.optional.text("OPP_NM"),
        row.optional.text("OPP_BANK"), row.optional.text("OPP_ACCT"),
    )  # fmt: skip


SOURCE = Source(
    name="lakeside-core",
    system="core",
    title="湖畔银行核心系统 · Lakeside Bank core banking",
    owner="核心系统组 · core banking team",
    effective=date(2026, 10, 31),
    tables=(
        Table(
            "units",
            "BRN_INF.txt",
            PIPED,
            units,
            (
                Field("UNIT_NO", key=True, about="机构号"),
                Field("UNIT_NM", about="机构名称"),
                Field("UNIT_EN", about="English name"),
                Field("UP_UNIT", required=False, about="上级机构"),
                Field("UNIT_LVL", codes=LEVELS, about="机构层级"),
                Field("UNIT_PATH", about="place in the organisation"),
                Field("FAX_EXT", required=False, about="传真分机"),
            ),
        ),
        Table(
            "employees",
            "EMP_INF.txt",
            PIPED,
            employees,
            (
                Field("EMP_NO", key=True, about="员工号"),
                Field("EMP_NM", personal=True, about="姓名"),
                Field("EMP_EN", about="English name"),
                Field("POST_CD", codes=POSTS, about="岗位"),
                Field("UNIT_NO", about="机构号"),
            ),
        ),
        Table(
            "products",
            "PRD_INF.txt",
            PIPED,
            products,
            (
                Field("PROD_CD", key=True, about="产品代码"),
                Field("PROD_NM", about="产品名称"),
                Field("PROD_EN", about="English name"),
                Field("PROD_TYP", codes=FAMILIES, about="产品种类"),
                Field("MIN_TIER", required=False, about="起售客户层级"),
            ),
        ),
        Table(
            "persons",
            "CUS_PER.txt",
            PIPED,
            persons,
            (
                Field("CIF_NO", key=True, about="客户号"),
                Field("CUST_NM", personal=True, about="客户姓名"),
                Field("EN_NM", personal=True, about="English name"),
                Field("ID_TYP", codes=DOCUMENTS, personal=True, about="证件种类; a passport is of the country of NATN"),
                Field("ID_NO", personal=True, about="证件号码"),
                Field("ID_EXP", "date", form=DAY, required=False, personal=True, about="证件有效期"),
                Field("SEX", codes=SEXES, personal=True, about="性别"),
                Field("DOB", "date", form=DAY, personal=True, about="出生日期"),
                Field("NATN", codes=NATIONS, personal=True, about="国籍"),
                Field("OCCP", codes=OCCUPATIONS, personal=True, about="职业"),
                Field("MOB_NO", required=False, personal=True, about="手机号码"),
                Field("ADDR", personal=True, about="地址"),
                Field("POST_CD", personal=True, about="邮编"),
                Field("UNIT_NO", required=False, about="机构号"),
                Field("OPEN_DT", "date", form=DAY, about="开户日期"),
                Field("KYC_LVL", codes=KYC_LEVELS, personal=True, about="尽职调查等级"),
                Field("AML_LVL", codes=AML_RATINGS, personal=True, about="洗钱风险等级"),
                Field("UPD_TLR", required=False, about="维护柜员"),
            ),
        ),
        Table(
            "organisations",
            "CUS_ORG.txt",
            PIPED,
            organisations,
            (
                Field("CIF_NO", key=True, about="客户号"),
                Field("ORG_NM", about="单位名称"),
                Field("ORG_EN", about="English name"),
                Field("ORG_SHT", about="简称"),
                Field("USCC", about="统一社会信用代码"),
                Field("LEI", required=False, about="ISO 17442"),
                Field("ORG_TYP", codes=CATEGORIES, about="客户类别"),
                Field("IND_CD", about="行业 GB/T 4754"),
                Field("ORG_SIZE", required=False, about="企业规模"),
                Field("REG_DT", "date", form=DAY, about="成立日期"),
                Field("TEL", required=False, about="总机"),
                Field("ADDR", about="地址"),
                Field("POST_CD", about="邮编"),
                Field("UNIT_NO", required=False, about="机构号"),
                Field("OPEN_DT", "date", form=DAY, about="开户日期"),
            ),
        ),
        Table(
            "accounts",
            "ACC_INF.txt",
            PIPED,
            accounts,
            (
                Field("ACCT_NO", key=True, about="账号"),
                Field("PROD_CD", about="产品代码"),
                Field("CCY", about="币种 ISO 4217"),
                Field("BAL_DC", codes=SIGNS, about="借 D owed 贷 C held"),
                Field("BAL", "number", about="余额 unsigned"),
                Field("BAL_DT", "date", form=DAY, about="余额日期"),
                Field("ACCT_ST", codes=STATES, about="账户状态"),
                Field("ACCT_CLS", codes=CLASSES, required=False, about="账户类别"),
                Field("UNIT_NO", about="机构号"),
                Field("OPEN_DT", "date", form=DAY, about="开户日期"),
                Field("CLS_DT", "date", form=DAY, required=False, about="销户日期"),
                Field("LN_PRIN", "number", required=False, about="贷款本金"),
                Field("LN_TERM", "integer", required=False, about="期限 months"),
                Field("LN_INST", "number", required=False, about="每期还款额"),
                Field("STL_ACCT", required=False, about="结算账户"),
                Field("INT_RT", required=False, about="利率"),
            ),
        ),
        Table(
            "holders",
            "ACC_REL.txt",
            PIPED,
            holders,
            (
                Field("ACCT_NO", key=True, about="账号"),
                Field("CIF_NO", key=True, about="客户号"),
                Field("REL_CD", key=True, codes=ROLES, about="关系"),
                Field("EFF_DT", "date", form=DAY, about="生效日期"),
                Field("EXP_DT", "date", form=DAY, required=False, about="失效日期"),
            ),
        ),
        Table(
            "payroll",
            "PAY_ROLL.txt",
            PIPED,
            payroll,
            (
                Field("EMPR_CIF", key=True, about="代发单位"),
                Field("EMPE_CIF", key=True, about="员工客户号"),
                Field("POST_NM", about="职务"),
                Field("EFF_DT", "date", form=DAY, about="生效日期"),
                Field("EXP_DT", "date", form=DAY, required=False, about="失效日期"),
            ),
        ),
        Table(
            "movements",
            "TXN_DTL.txt",
            PIPED,
            movements,
            (
                Field("TXN_NO", key=True, about="流水号"),
                Field("ACCT_NO", about="账号"),
                Field("TX_DT", "date", form=DAY, about="记账日期"),
                Field("TX_TS", "timestamp", form=SECOND, about="交易时间"),
                Field("SEQ_NO", "integer", about="当日序号"),
                Field("DC", codes=SIGNS, about="借 D out 贷 C in"),
                Field("CCY", about="币种 ISO 4217"),
                Field("AMT", "number", about="金额 unsigned"),
                Field("BAL_DC", codes=SIGNS, about="借 D owed 贷 C held"),
                Field("BAL", "number", about="余额 unsigned"),
                Field("TX_CD", codes=KINDS, about="交易代码"),
                Field("ORIG_CD", codes=ORIGINS, about="发起方"),
                Field("OPP_NM", required=False, personal=True, about="对手户名"),
                Field("OPP_BANK", required=False, about="对手行"),
                Field("OPP_ACCT", required=False, personal=True, about="对手账号"),
                Field("MEMO", required=False, about="摘要"),
            ),
        ),
    ),
)
