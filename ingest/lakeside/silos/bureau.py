"""The credit bureau: reports in XML, on people and companies by their documents; banks by number, money in whole yuan."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from ingest.lakeside.cast import CreditReport, Debt, DocumentKind, Individual, Organisation
from ingest.lakeside.identifiers import own_number
from ingest.lakeside.part import Part, Sheet

BANKS = {"LAKESIDE": "B99010001", "DONGLI": "B99010002", "YUANPU": "B99010003", "HARLOW": "B99010004"}
DOCUMENTS = {
    DocumentKind.CITIZEN: "10", DocumentKind.PASSPORT: "2", DocumentKind.HONG_KONG_RESIDENT: "C",
    DocumentKind.PERMANENT_RESIDENT: "B",
}  # fmt: skip


def number(key: str) -> str:
    return own_number("bureau", key)


def known(part: Part) -> dict[str, str]:
    """Whoever a report was asked for, with their number at the bureau."""
    return {one.who: number(one.who) for one in part.chapter.credit_reports}


def _lines(part: Part) -> Iterator[str]:
    for report in part.chapter.credit_reports:
        one = part.either("bureau", report.who)
        name = "PersonalReport" if isinstance(one, Individual) else "EnterpriseReport"
        yield f"  <{name}{_attributes(subject=number(report.who), date=report.on.isoformat())}>"
        yield from _person(one) if isinstance(one, Individual) else _company(one)
        yield from _score(report)
        yield from (_debt(place, debt) for place, debt in enumerate(report.debts, 1))
        yield f"  </{name}>"


def _person(one: Individual) -> Iterator[str]:
    yield from _elements(IdType=DOCUMENTS[one.document.kind], IdNumber=one.document.number, Name=one.name)
    yield from _elements(Mobile=one.phone or "", Address=one.home.text, Postcode=one.home.postcode)


def _company(one: Organisation) -> Iterator[str]:
    yield from _elements(CreditCode=one.uscc, Name=one.name, Address=one.seat.text, Postcode=one.seat.postcode)


def _score(report: CreditReport) -> Iterator[str]:
    yield from _elements(OverdueTimes=str(sum(debt.overdue for debt in report.debts)))
    if report.score is not None:
        yield from _elements(Score=str(report.score))


def _debt(place: int, debt: Debt) -> str:
    values = _attributes(
        no=str(place), bank=BANKS[debt.bank], form=debt.form, granted=str(debt.granted), balance=str(debt.owed),
        since=debt.since.isoformat(), overdue=str(debt.overdue),
    )  # fmt: skip
    return f"    <Debt{values}/>"


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())


def _elements(**values: str) -> Iterator[str]:
    return (f"    <{name}>{escape(value)}</{name}>" for name, value in values.items())


SHEETS = (
    Sheet("reports.xml", _lines, first='<?xml version="1.0" encoding="UTF-8"?>\n<CreditReports>\n', last="</CreditReports>\n"),
)
