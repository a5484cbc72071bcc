"""The public company register: one XML file, people by the register's own numbers, dates as Chinese offices print them."""

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from graph.model import CompanyCategory, Office
from ingest.lakeside.cast import Organisation, Stake
from ingest.lakeside.part import Part, Sheet

FORMS = {
    CompanyCategory.ENTERPRISE: "有限责任公司", CompanyCategory.FUND: "有限合伙企业", CompanyCategory.SOLE_TRADER: "个体工商户",
    CompanyCategory.GOVERNMENT: "机关法人", CompanyCategory.PUBLIC_INSTITUTION: "事业单位法人",
}  # fmt: skip
BRANCH = "有限责任公司分公司"
POSITIONS = {
    Office.LEGAL_REPRESENTATIVE: "法定代表人", Office.DIRECTOR: "董事", Office.SUPERVISOR: "监事",
    Office.FINANCE_HEAD: "财务负责人",
}  # fmt: skip


def _day(on: date) -> str:
    return f"{on.year}年{on.month:02d}月{on.day:02d}日"


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items() if value)


def _lines(part: Part) -> Iterator[str]:
    for person in part.individuals("register"):
        if person.registered:
            yield f"  <NaturalPerson{_attributes(id=person.registered)}><Name>{escape(person.name)}</Name></NaturalPerson>"
    branches = {each.who: each for each in part.chapter.branches}
    for one in part.companies("register"):
        yield f"  <Enterprise{_attributes(uscc=one.uscc)}>"
        yield from _facts(one, branch=one.key in branches)
        if one.key in branches:
            head = branches[one.key]
            whole = part.organisations[head.company].uscc
            yield f"    <BranchOf{_attributes(enterprise=whole, since=_day(head.since))}/>"
        yield from _officers(part, one)
        yield from _shareholders(part, one)
        yield "  </Enterprise>"


def _facts(one: Organisation, *, branch: bool) -> Iterator[str]:
    form = BRANCH if branch else "股份有限公司（上市）" if one.listed else FORMS[one.category]
    facts = {
        "Name": one.name, "NameEn": one.name_en, "LegalForm": form, "Industry": one.industry,
        "Established": _day(one.founded), "Address": one.seat.text, "Postcode": one.seat.postcode, "State": "存续",
    }  # fmt: skip
    yield from (f"    <{name}>{escape(text)}</{name}>" for name, text in facts.items())


def _officers(part: Part, company: Organisation) -> Iterator[str]:
    for one in part.officers(company.key):
        person = part.people[one.who].registered or ""
        until = _day(one.until) if one.until else ""
        yield f"    <Officer{_attributes(person=person, position=POSITIONS[one.office], since=_day(one.since), until=until)}/>"


def _shareholders(part: Part, company: Organisation) -> Iterator[str]:
    for one in part.stakes(company.key):
        owner = part.organisations.get(one.who)
        known = {"enterprise": owner.uscc} if owner else {"person": part.people[one.who].registered or ""}
        yield f"    <Shareholder{_attributes(**known, **_share(one), since=_day(one.since))}/>"


def _share(one: Stake) -> dict[str, str]:
    """Exactly, or only from and to."""
    if one.band:
        return {"percentFrom": one.band[0], "percentTo": one.band[1]}
    return {"percent": f"{float(one.share):.4f}"}


SHEETS = (Sheet("enterprises.xml", _lines, first='<?xml version="1.0" encoding="UTF-8"?>\n<Register>\n', last="</Register>\n"),)
