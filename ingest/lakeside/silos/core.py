"""Core banking: text parted by `|` in GB18030, dates YYYYMMDD, amounts unsigned beside a debit or credit mark."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from graph.model import AccountKind, AccountStatus, CompanyCategory, Coverage, Gender, Initiator, Role, TransactionKind, UnitLevel
from graph.money import exponent
from ingest.lakeside.cast import Agreement, DocumentKind, Silo
from ingest.lakeside.part import Part, Sheet

PERSON_COLUMNS = (
    "CIF_NO CUST_NM EN_NM ID_TYP ID_NO ID_EXP SEX DOB NATN OCCP MOB_NO ADDR POST_CD UNIT_NO OPEN_DT KYC_LVL AML_LVL UPD_TLR"
)
ORGANISATION_COLUMNS = "CIF_NO ORG_NM ORG_EN ORG_SHT USCC LEI ORG_TYP IND_CD ORG_SIZE REG_DT TEL ADDR POST_CD UNIT_NO OPEN_DT"
ACCOUNT_COLUMNS = (
    "ACCT_NO PROD_CD CCY BAL_DC BAL BAL_DT ACCT_ST ACCT_CLS UNIT_NO OPEN_DT CLS_DT LN_PRIN LN_TERM LN_INST STL_ACCT INT_RT"
)
MOVEMENT_COLUMNS = "TXN_NO ACCT_NO TX_DT TX_TS SEQ_NO DC CCY AMT BAL_DC BAL TX_CD ORIG_CD OPP_NM OPP_BANK OPP_ACCT MEMO"

LEVELS = {UnitLevel.HQ: "1", UnitLevel.BRANCH: "2", UnitLevel.SUB: "3"}
POSTS = {Coverage.RM: "21", Coverage.RISK: "22", Coverage.PRODUCT: "23", Coverage.ADVISER: "24"}
SEXES = {Gender.MALE: "1", Gender.FEMALE: "2"}
NATIONS = {"CN": "CHN", "HK": "HKG", "GB": "GBR", "JO": "JOR", "DE": "DEU", "US": "USA", "AE": "ARE"}
ROLES = {
    Role.OWNER: "01", Role.JOINT: "02", Role.GUARDIAN: "03", Role.AUTHORISED: "04", Role.CO_BORROWER: "05",
    Role.GUARANTOR: "06", Role.SIGNATORY: "07",
}  # fmt: skip
STATES = {
    AccountStatus.OPEN: "0", AccountStatus.CLOSED: "1", AccountStatus.FROZEN: "2", AccountStatus.CREDIT_ONLY: "3",
    AccountStatus.DORMANT: "4", AccountStatus.IN_ARREARS: "5",
}  # fmt: skip
DOCUMENTS = {
    DocumentKind.CITIZEN: "01", DocumentKind.PASSPORT: "02", DocumentKind.HONG_KONG_RESIDENT: "13",
    DocumentKind.PERMANENT_RESIDENT: "15",
}  # fmt: skip
OCCUPATIONS = {
    "OTHER": "99", "NONE": "90", "RETIRED": "80", "STUDENT": "70", "WORKER": "60", "SELF_EMPLOYED": "50",
    "BUSINESS_OWNER": "51", "CLERK": "30", "CIVIL_SERVANT": "31", "PROFESSIONAL": "20", "TEACHER": "21",
    "ENGINEER": "22", "MANAGER": "10",
}  # fmt: skip
CATEGORIES = {
    CompanyCategory.ENTERPRISE: "10", CompanyCategory.GOVERNMENT: "20", CompanyCategory.PUBLIC_INSTITUTION: "30",
    CompanyCategory.SOLE_TRADER: "40", CompanyCategory.FUND: "60",
}  # fmt: skip
CLASSES = {None: "", "Ⅰ": "1", "Ⅱ": "2", "Ⅲ": "3", "基本": "B", "一般": "G", "专用": "S", "临时": "T"}
FAMILIES = {
    AccountKind.SAVINGS: "SAV", AccountKind.DEPOSIT: "DEP", AccountKind.CASH_MANAGEMENT: "CMS", AccountKind.PAYROLL: "PAY",
    AccountKind.MORTGAGE: "MTG", AccountKind.LOAN: "LON", AccountKind.BILL: "BIL", AccountKind.LETTER_OF_CREDIT: "LCR",
    AccountKind.GUARANTEE_LETTER: "LGT",
}  # fmt: skip
KINDS = {
    TransactionKind.CASH_IN: "1001", TransactionKind.CASH_OUT: "1002", TransactionKind.TRANSFER_IN: "2001",
    TransactionKind.TRANSFER_OUT: "2002", TransactionKind.CARD: "2100", TransactionKind.SALARY: "2300",
    TransactionKind.INTEREST: "3001", TransactionKind.FEE: "3101", TransactionKind.LOAN_PAYMENT: "4001",
}  # fmt: skip
ORIGINS = {Initiator.CLIENT: "1", Initiator.SYSTEM: "2", Initiator.BANK: "3"}


def _day(on: date | None) -> str:
    return f"{on:%Y%m%d}" if on else ""


def _amount(units: int, currency: str) -> str:
    return str(Decimal(abs(units)).scaleb(-exponent(currency)))


def _units(part: Part) -> Iterator[tuple[str, ...]]:
    for unit in part.chapter.units:
        yield unit.code, unit.name, unit.name_en, unit.parent or "", LEVELS[unit.level], unit.path, "000"


def _employees(part: Part) -> Iterator[tuple[str, ...]]:
    for banker in part.chapter.bankers:
        yield banker.number, banker.name, banker.name_en, POSTS[banker.function], banker.unit


def _products(part: Part) -> Iterator[tuple[str, ...]]:
    for offering in part.chapter.offerings:
        if offering.silo is Silo.CORE:
            tier = offering.min_tier or ""
            yield offering.code, offering.name, offering.name_en, FAMILIES[offering.family], tier


def _persons(part: Part) -> Iterator[tuple[str, ...]]:
    for one in part.individuals("core"):
        if one.cif:
            document = one.document
            yield (
                one.cif, one.name, one.name_en, DOCUMENTS[document.kind], document.number, _day(document.valid_until),
                SEXES[one.gender], _day(one.born), NATIONS[one.nationality], OCCUPATIONS[one.occupation], one.phone or "",
                one.home.text, one.home.postcode, one.unit, _day(one.since), one.kyc_level[0], one.aml_rating[0], "SYS",
            )  # fmt: skip


def _organisations(part: Part) -> Iterator[tuple[str, ...]]:
    for one in part.companies("core"):
        if one.cif:
            yield (
                one.cif, one.name, one.name_en, one.short_name, one.uscc, one.lei or "", CATEGORIES[one.category],
                one.industry, one.size or "", _day(one.founded), one.phone, one.seat.text, one.seat.postcode, one.unit,
                _day(one.since),
            )  # fmt: skip


def _accounts(part: Part) -> Iterator[tuple[str, ...]]:
    for one in part.agreements(Silo.CORE):
        balance = part.ledger.closing[one.number]
        yield (
            one.number, one.offering, one.currency, "D" if balance < 0 else "C", _amount(balance, one.currency),
            _day(part.on), STATES[one.status], CLASSES[one.class_], one.unit, _day(one.opened), _day(one.closed),
            _whole(one.principal, one), str(one.term_months or ""), _whole(one.instalment, one), one.settles or "",
            f"{one.rate:.6f}",
        )  # fmt: skip


def _whole(units: int | None, agreement: Agreement) -> str:
    return "" if units is None else _amount(units * 10 ** exponent(agreement.currency), agreement.currency)


def _holders(part: Part) -> Iterator[tuple[str, ...]]:
    for agreement in part.agreements(Silo.CORE):
        for holder in agreement.holders:
            yield agreement.number, part.cif(holder.who), ROLES[holder.role], _day(holder.since or agreement.opened), ""


def _payroll(part: Part) -> Iterator[tuple[str, ...]]:
    for wage in part.chapter.wages:
        if wage.payroll:
            yield part.cif(wage.employer), part.cif(wage.who), wage.title, _day(wage.first), _day(wage.last)


def _movements(part: Part) -> Iterator[tuple[str, ...]]:
    counts: dict[str, int] = {}
    for one in part.ledger.movements:
        if part.silo_of(one.account) is Silo.CORE:
            counts[one.account] = counts.get(one.account, 0) + 1
            if one.at.date() < part.since:
                continue
            yield (
                f"{one.account}{counts[one.account]:06d}", one.account, f"{one.at:%Y%m%d}", f"{one.at:%Y%m%d%H%M%S}",
                str(one.sequence), "D" if one.amount < 0 else "C", one.currency, _amount(one.amount, one.currency),
                "D" if one.balance < 0 else "C", _amount(one.balance, one.currency), KINDS[one.kind], ORIGINS[one.initiator],
                one.other or "", one.other_bank or "", one.other_account or "", one.purpose or "",
            )  # fmt: skip


def _sheet(file: str, columns: str, rows: Callable[[Part], Iterator[tuple[str, ...]]]) -> Sheet:
    def lines(part: Part) -> Iterator[str]:
        return ("|".join(row) for row in rows(part))

    return Sheet(file, lines, "gb18030", first="|".join(columns.split()) + "\n")


SHEETS = (
    _sheet("BRN_INF.txt", "UNIT_NO UNIT_NM UNIT_EN UP_UNIT UNIT_LVL UNIT_PATH FAX_EXT", _units),
    _sheet("EMP_INF.txt", "EMP_NO EMP_NM EMP_EN POST_CD UNIT_NO", _employees),
    _sheet("PRD_INF.txt", "PROD_CD PROD_NM PROD_EN PROD_TYP MIN_TIER", _products),
    _sheet("CUS_PER.txt", PERSON_COLUMNS, _persons),
    _sheet("CUS_ORG.txt", ORGANISATION_COLUMNS, _organisations),
    _sheet("ACC_INF.txt", ACCOUNT_COLUMNS, _accounts),
    _sheet("ACC_REL.txt", "ACCT_NO CIF_NO REL_CD EFF_DT EXP_DT", _holders),
    _sheet("PAY_ROLL.txt", "EMPR_CIF EMPE_CIF POST_NM EFF_DT EXP_DT", _payroll),
    _sheet("TXN_DTL.txt", MOVEMENT_COLUMNS, _movements),
)
