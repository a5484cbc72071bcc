"""Neighbourhoods out of rows that the graph gives."""

from datetime import date
from typing import Any

from graph.model import (
    AccountKind,
    AccountStatus,
    Channel,
    ConsentState,
    Direction,
    EventKind,
    Evidence,
    OutcomeKind,
    Purpose,
    RequestKind,
    RiskLevel,
    RiskTolerance,
    Role,
)
from graph.neighbourhoods import MOST
from rules.neighbourhood import (
    Consent,
    Contact,
    Elsewhere,
    Event,
    Holding,
    Month,
    Movement,
    Near,
    Neighbourhood,
    Opportunity,
    Outcome,
    Product,
    Request,
    Survey,
)

LISTS = (
    "holdings", "months", "movements", "events", "contacts", "requests", "outcomes", "consents", "opportunities", "elsewhere",
    "surveys", "near",
)  # fmt: skip


def neighbourhood(row: dict[str, Any]) -> Neighbourhood:
    """One party's; what moves between its own accounts is no movement."""
    numbers = {each[13] for each in row["holdings"] if each[13]}
    tolerance = row["riskTolerance"]
    latest = dict[tuple[str, ...], Consent]()
    for id_, on, purpose, state, record in row["consents"]:
        given = Consent(id=id_, label="Consent", on=_day(on), purpose=Purpose(purpose), state=ConsentState(state), record_id=record)
        latest.setdefault((purpose,), given)
    return Neighbourhood(
        party=row["party"], is_person=row["person"], name=row["name"] or "", born=_day(row["born"]), founded=_day(row["founded"]),
        listed=row["listed"], category=row["category"], size=row["size"], occupation=row["occupation"],
        risk_tolerance=RiskTolerance(tolerance) if tolerance else None, risk_assessed_on=_day(row["riskAssessedOn"]),
        risk_valid_until=_day(row["riskValidUntil"]), investor_type=row["investorType"], last_moved=_day(row["lastMoved"]),
        left=_day(row["left"]),
        holdings=tuple(map(_holding, row["holdings"])),
        months=tuple(map(_month, row["months"])),
        movements=tuple(_movement(each) for each in row["movements"] if each[8] not in numbers),
        events=tuple(map(_event, row["events"])),
        contacts=tuple(map(_contact, row["contacts"])),
        requests=tuple(
            Request(id=id_, label="ServiceRequest", on=_day(on), kind=RequestKind(kind), topic=topic, due_on=_day(due),
                    answered_on=_day(answered), closed_on=_day(closed), record_id=record)
            for id_, on, kind, topic, due, answered, closed, record in row["requests"]
        ),
        outcomes=tuple(
            Outcome(id=id_, label="Outcome", on=_day(on), subject=subject, outcome=OutcomeKind(kind), reason=reason,
                    product=product, record_id=record)
            for id_, on, subject, kind, reason, product, record in row["outcomes"]
        ),
        consents=tuple(latest.values()),
        opportunities=tuple(
            Opportunity(id=id_, label="Opportunity", on=_day(on), name=name, stage=stage, record_id=record)
            for id_, on, name, stage, record in row["opportunities"]
        ),
        elsewhere=tuple(
            Elsewhere(id=id_, label="Institution", name=name, share_of_wallet=share, record_id=record)
            for id_, name, share, record in row["elsewhere"]
        ),
        surveys=tuple(
            Survey(id=id_, label="Survey", on=_day(on), score=score, best=best, record_id=record)
            for id_, on, score, best, record in row["surveys"]
        ),
        near=tuple(map(_near, row["near"])),
        cut=frozenset(name for name in LISTS if len(row[name]) == MOST),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def product_of(row: list[Any]) -> Product:
    """One of the catalogue."""
    code, name, name_en, family, risk, own, issuer, tier = row
    return Product(
        code=code, name=name, family=AccountKind(family), name_en=name_en, risk_level=RiskLevel(risk) if risk else None, own=own,
        issuer=issuer, min_tier=tier,
    )  # fmt: skip


def _event(row: list[Any]) -> Event:
    id_, on, kind, text, evidence, record = row
    return Event(
        id=id_, label="Event", on=_day(on), kind=EventKind(kind), text=text, inferred=evidence == Evidence.INFERRED,
        record_id=record,
    )  # fmt: skip


def _holding(row: list[Any]) -> Holding:
    (id_, kind, status, role, currency, balance, on, opened, closed, principal, limit, term, record, _,
     *of) = row  # fmt: skip
    product = product_of(of) if of[0] else None
    return Holding(
        id=id_, label="Account", on=_day(on), record_id=record, kind=AccountKind(kind), status=AccountStatus(status),
        role=Role(role), currency=currency, balance=balance, balance_on=_day(on), opened=_day(opened), closed=_day(closed),
        product=product,
        principal=principal, credit_limit=limit, term_months=term,
    )  # fmt: skip


def _month(row: list[Any]) -> Month:
    id_, first, account, currency, in_, out, client_in, client_out, count, closing, average = row
    return Month(
        id=id_, label="MonthlyFlow", on=_day(first), account=account, currency=currency, in_=in_, out=out, client_in=client_in,
        client_out=client_out, client_count=count, closing=closing, average=average,
    )  # fmt: skip


def _movement(row: list[Any]) -> Movement:
    id_, on, account, currency, amount, purpose, name, bank, _ = row
    return Movement(
        id=id_, label="Transaction", on=_day(on), account=account, currency=currency, amount=amount, purpose=purpose,
        counterparty=name, bank=bank,
    )  # fmt: skip


def _contact(row: list[Any]) -> Contact:
    id_, on, channel, topic, summary, direction, record = row
    return Contact(
        id=id_, label="Interaction", on=_day(on), channel=Channel(channel), topic=topic, summary=summary,
        direction=Direction(direction) if direction else None, record_id=record,
    )  # fmt: skip


def _near(row: list[Any]) -> Near:
    id_, how, as_, since, until, share, person, name, born, listed, record, kinds, founded, outward, events = row
    return Near(
        id=id_, label="Party", how=how, as_=as_, since=_day(since), until=_day(until), share=share, is_person=person, name=name,
        born=_day(born), listed=listed, record_id=record, families=frozenset(map(AccountKind, kinds)), is_customer=bool(kinds),
        founded=_day(founded), outward=outward, events=tuple(map(_event, events)),
    )  # fmt: skip
