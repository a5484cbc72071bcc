"""Wealth management: JSON lines, dates with slashes, risk in the words of the questionnaire."""

import json
from collections.abc import Iterator
from datetime import date

from graph.model import AccountKind, AccountStatus, RiskTolerance
from ingest.lakeside.cast import Individual, Silo
from ingest.lakeside.part import Part, Sheet

TOLERANCES = {
    RiskTolerance.C1: "保守型", RiskTolerance.C2: "稳健型", RiskTolerance.C3: "平衡型", RiskTolerance.C4: "成长型",
    RiskTolerance.C5: "进取型",
}  # fmt: skip
FAMILIES = {AccountKind.FUND: "公募基金", AccountKind.WEALTH: "理财", AccountKind.INSURANCE: "保险"}
STATES = {AccountStatus.OPEN: "HELD", AccountStatus.CLOSED: "REDEEMED"}


def _day(on: date | None) -> str | None:
    return f"{on:%Y/%m/%d}" if on else None


def _products(part: Part) -> Iterator[str]:
    for one in part.chapter.offerings:
        if one.silo is Silo.WEALTH:
            yield _json(
                code=one.code, name=one.name, nameEn=one.name_en, family=FAMILIES[one.family], risk=one.risk,
                issuer=one.issuer, minTier=one.min_tier,
            )  # fmt: skip


def _clients(part: Part) -> Iterator[str]:
    for one in clients(part):
        found = one.assessment
        risk = found and {"level": TOLERANCES[found.level], "assessedOn": _day(found.on), "validUntil": _day(found.until)}
        investor = found and ("专业投资者" if found.professional else "普通投资者")
        yield _json(cif=one.cif, name=one.name, risk=risk, investor=investor)


def clients(part: Part) -> Iterator[Individual]:
    """Whoever was assessed or holds a position."""
    holders = {holder.who for agreement in part.agreements(Silo.WEALTH) for holder in agreement.holders}
    return (one for one in part.individuals("wealth") if one.assessment or one.key in holders)


def _positions(part: Part) -> Iterator[str]:
    for one in part.agreements(Silo.WEALTH):
        value = part.ledger.closing[one.number]
        yield _json(
            position=one.number, cif=part.cif(one.holders[0].who), product=one.offering, quantity=one.quantity,
            value=f"{value // 100}.{value % 100:02d}", currency=one.currency, valuedOn=_day(part.on), opened=_day(one.opened),
            closed=_day(one.closed), state=STATES[one.status], branch=one.unit, settlementAccount=one.settles,
        )  # fmt: skip


def _json(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


SHEETS = (Sheet("products.jsonl", _products), Sheet("clients.jsonl", _clients), Sheet("positions.jsonl", _positions))
