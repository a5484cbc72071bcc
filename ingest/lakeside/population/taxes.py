"""What the generated companies declared to the tax office, and who answers for them there."""

from datetime import date

from graph.model import CompanyCategory, Office, TaxCreditGrade
from ingest.lakeside.cast import DocumentKind, Individual, Organisation, Situation, TaxReturn, TaxStaff
from ingest.lakeside.population.draft import Draft
from ingest.lakeside.population.people import age

ALLOWED = {CompanyCategory.ENTERPRISE: 0.6, CompanyCategory.SOLE_TRADER: 0.25}
"""Shares of companies that let the tax office tell the bank."""
AGENTS, OWN = 0.7, 0.5
"""Shares: of those with a tax agent; of these, whose agent works for them: the others share one."""
_GRADES, _GRADE_WEIGHTS = tuple(TaxCreditGrade), (25, 75, 90, 98, 100)
_POSTS = (Office.LEGAL_REPRESENTATIVE, Office.FINANCE_HEAD)


def declare(draft: Draft) -> None:
    shared, served = _agent(draft), list[str]()
    for one in draft.organisations.values():
        if one.cif and draft.chance.random() < ALLOWED.get(one.category, 0):
            _years(draft, one)
            _officers(draft, one)
            agent = _agent_of(draft, one, shared)
            if agent:
                first = max(one.founded, date(2015, 1, 5))
                draft.tax_staff.append(TaxStaff(agent.key, one.key, Office.AGENT, draft.day(first, max(first, date(2025, 6, 30)))))
                served += [one.key] if agent is shared else []
    if shared and len(served) > 1:
        why = "One person answers at the tax office for companies that nothing else ties"
        draft.situations.append(Situation(f"same-tax-agent-{draft.number}", why, (shared.key, *served)))


def _years(draft: Draft, one: Organisation) -> None:
    scale = 1 if one.category is CompanyCategory.SOLE_TRADER else 60
    revenue = draft.chance.randint(20, 400) * 5_000 * scale
    for year in (2024, 2025):
        if one.founded.year <= year:
            revenue = revenue * draft.chance.randint(80, 125) // 100
            grade = draft.chance.choices(_GRADES, cum_weights=_GRADE_WEIGHTS)[0]
            draft.tax_returns.append(TaxReturn(one.key, year, revenue, revenue * draft.chance.randint(10, 45) // 1_000, grade))


def _officers(draft: Draft, one: Organisation) -> None:
    """Those of the register, since the same day."""
    for each in draft.officers:
        if each.company == one.key and each.office in _POSTS and _citizen(draft.people[each.who]):
            draft.tax_staff.append(TaxStaff(each.who, one.key, each.office, each.since))


def _citizen(one: Individual) -> bool:
    return one.document.kind is DocumentKind.CITIZEN


def _agent(draft: Draft) -> Individual | None:
    """An accountant of the chapter."""
    fit = [one for one in draft.present if _citizen(one) and 28 <= age(one.born) <= 60]
    return draft.chance.choice(fit) if fit else None


def _agent_of(draft: Draft, one: Organisation, shared: Individual | None) -> Individual | None:
    if draft.chance.random() > AGENTS:
        return None
    staff = [draft.people[each.who] for each in draft.wages if each.employer == one.key and each.last is None]
    own = [each for each in staff if _citizen(each)]
    return draft.chance.choice(own) if own and draft.chance.random() < OWN else shared
