"""Loans and credit lines: a database whose tables tell when each row was last changed; parties by numbers of its own."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from graph.model import CollateralKind, FacilityKind, FacilityStatus, GuaranteeKind, LoanClass
from graph.money import exponent
from ingest.lakeside.cast import CreditLine, DocumentKind, Organisation
from ingest.lakeside.grids import Cells, Grid, columns
from ingest.lakeside.identifiers import own_number
from ingest.lakeside.ledger import DELIVERED
from ingest.lakeside.part import Part

KINDS = {
    FacilityKind.GROUP: "100", FacilityKind.COMPREHENSIVE: "110", FacilityKind.WORKING_CAPITAL: "121", FacilityKind.BILL: "131",
    FacilityKind.TRADE_FINANCE: "132", FacilityKind.BUSINESS: "210", FacilityKind.MORTGAGE: "220", FacilityKind.CONSUMER: "230",
}  # fmt: skip
STATES = {FacilityStatus.ACTIVE: "A", FacilityStatus.SUSPENDED: "S", FacilityStatus.EXPIRED: "E", FacilityStatus.CLOSED: "C"}
CLASSES = {
    LoanClass.NORMAL: "1", LoanClass.SPECIAL_MENTION: "2", LoanClass.SUBSTANDARD: "3", LoanClass.DOUBTFUL: "4", LoanClass.LOSS: "5",
}  # fmt: skip
COLLATERAL = {
    CollateralKind.REAL_ESTATE: "D01", CollateralKind.EQUIPMENT: "D02", CollateralKind.INVENTORY: "Z01",
    CollateralKind.RECEIVABLES: "Z02", CollateralKind.EQUITY: "Z03", CollateralKind.DEPOSIT: "Z04", CollateralKind.OTHER: "Z99",
}  # fmt: skip
GUARANTEES = {GuaranteeKind.JOINT_LIABILITY: "L", GuaranteeKind.GENERAL: "G"}
DOCUMENTS = {
    DocumentKind.CITIZEN: "11", DocumentKind.PASSPORT: "14", DocumentKind.HONG_KONG_RESIDENT: "1X",
    DocumentKind.PERMANENT_RESIDENT: "1Y",
}  # fmt: skip
ORGANISATION = "21"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def number(key: str) -> str:
    return f"LP{own_number('loans', key)}"


def known(part: Part) -> dict[str, str]:
    """Everyone who borrows, pledges or stands guarantee, with their number here."""
    chapter = part.chapter
    who = [one.who for one in (*chapter.lines, *chapter.pledges, *chapter.sureties, *chapter.ratings)]
    return {key: number(key) for key in dict.fromkeys(who)}


def used(part: Part, line: CreditLine) -> int:
    """Minor units that are drawn: what the accounts under it owe, where the line itself does not say."""
    if line.used is not None:
        return line.used * 10 ** exponent(line.currency)
    return -sum(part.ledger.closing[account] for account in line.accounts)


def _at(on: date, hour: int = 10) -> datetime:
    return datetime.combine(on, time(hour), SHANGHAI)


def _amount(units: int, currency: str = "CNY") -> str:
    return str(Decimal(units).scaleb(-exponent(currency)))


def _whole(amount: int) -> str:
    return f"{amount}.00"


def _parties(part: Part) -> Iterator[Cells]:
    ratings = {one.who: one for one in part.chapter.ratings}
    for key, known_as in known(part).items():
        one, rated = part.either("loans", key), ratings.get(key)
        shown = (ORGANISATION, one.uscc) if isinstance(one, Organisation) else (DOCUMENTS[one.document.kind], one.document.number)
        rating = (rated.level, rated.on.isoformat(), rated.until.isoformat()) if rated else (None, None, None)
        kind = "C" if isinstance(one, Organisation) else "P"
        yield known_as, kind, one.name, one.cif, *shown, *rating, _at(rated.on if rated else one.since or date(2026, 1, 5))


def _facilities(part: Part) -> Iterator[Cells]:
    for one in part.chapter.lines:
        yield (
            one.number, number(one.who), KINDS[one.kind], one.within, one.currency, _whole(one.limit),
            _amount(used(part, one), one.currency), "Y" if one.revolving else "N", one.since.isoformat(), one.until.isoformat(),
            CLASSES[one.loan_class], STATES[one.status], one.unit, _at(DELIVERED if one.accounts else one.since, 22),
        )  # fmt: skip


def _drawdowns(part: Part) -> Iterator[Cells]:
    """What was drawn, by the account that core banking keeps it on."""
    opened = {each.number: each.opened for each in part.chapter.agreements}
    for line in part.chapter.lines:
        for place, account in enumerate(line.accounts, 1):
            yield f"{line.number}-{place:02d}", line.number, account, _at(opened[account])


def _collateral(part: Part) -> Iterator[Cells]:
    for one in part.chapter.pledges:
        yield (
            one.number, number(one.who), COLLATERAL[one.kind], one.about, one.certificate, "CNY", _whole(one.value),
            one.valued.isoformat(), _at(one.valued),
        )  # fmt: skip


def _liens(part: Part) -> Iterator[Cells]:
    for one in part.chapter.pledges:
        for rank, line in enumerate(one.secures, 1):
            yield f"{one.number}/{line}", one.number, line, rank, _at(one.valued)


def _guarantees(part: Part) -> Iterator[Cells]:
    borrowers = {line.number: line.who for line in part.chapter.lines}
    for one in part.chapter.sureties:
        yield (
            one.number, one.line, number(one.who), number(borrowers[one.line]), GUARANTEES[one.kind], "CNY",
            _whole(one.amount), one.since.isoformat(), one.until.isoformat(), _at(one.since),
        )  # fmt: skip


GRIDS = (
    Grid(
        "PARTY",
        columns("PARTY_NO PARTY_TYPE PARTY_NM CIF_NO ID_TYP ID_NO RATING RATED_ON RATED_TO UPD_TS", instant="UPD_TS"),
        _parties,
    ),
    Grid(
        "FACILITY",
        columns(
            "FAC_NO PARTY_NO FAC_TYP UP_FAC_NO CCY LIMIT_AMT USED_AMT REVOLVING EFF_DT EXP_DT RISK_CLS FAC_ST UNIT_NO UPD_TS",
            instant="UPD_TS",
        ),
        _facilities,
    ),
    Grid("DRAWDOWN", columns("DUE_NO FAC_NO ACCT_NO UPD_TS", instant="UPD_TS"), _drawdowns),
    Grid(
        "COLLATERAL",
        columns("COLL_NO PARTY_NO COLL_TYP COLL_DESC CERT_NO CCY VALUE_AMT VALUE_DT UPD_TS", instant="UPD_TS"),
        _collateral,
    ),
    Grid("LIEN", columns("LIEN_NO COLL_NO FAC_NO RANK_NO UPD_TS", "RANK_NO", "UPD_TS"), _liens),
    Grid(
        "GUARANTEE",
        columns("GUA_NO FAC_NO GUARANTOR_NO BORROWER_NO GUA_TYP CCY GUA_AMT EFF_DT EXP_DT UPD_TS", instant="UPD_TS"),
        _guarantees,
    ),
)
