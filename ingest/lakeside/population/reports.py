"""The reports that the bank asked the credit bureau for: what its own customers owe to it, and to other banks."""

from collections import defaultdict
from datetime import date

from ingest.lakeside.cast import Agreement, CreditReport, Debt, Elsewhere, Individual
from ingest.lakeside.population.days import OTHER_BANKS
from ingest.lakeside.population.draft import Draft
from ingest.lakeside.population.people import age

BORROWERS, LEAVERS, OTHERS = 0.5, 0.5, 0.04
"""Shares of people a report was asked for: who borrow, who leave, others. Of companies with a line: all."""
INDEBTED, INDEBTED_COMPANIES, TOLD = 0.3, 0.4, 0.5
"""Shares: of people and of companies that owe something to another bank; of such companies, of which the CRM knows it."""
LATE = 0.06
_FORMS = {"ML01": "个人住房贷款", "LN01": "流动资金贷款", "LN02": "个人经营贷款", "LN03": "个人消费贷款", "LN04": "个人消费贷款"}
_ASKED = date(2026, 8, 3), date(2026, 10, 20)


def ask(draft: Draft) -> None:
    borrowing = {one.who for one in draft.lines}
    leaving, ours, known = {one.who for one in draft.departures}, _ours(draft), _known(draft)
    for one in draft.present:
        share = LEAVERS if one.key in leaving else BORROWERS if one.key in borrowing else OTHERS
        if age(one.born) >= 18 and draft.chance.random() < share:
            _person(draft, one, ours[one.key], known[one.key])
    for one in draft.organisations.values():
        if one.key in borrowing:
            _company(draft, one.key, ours[one.key])


def _ours(draft: Draft) -> dict[str, list[Debt]]:
    """What is owed to this bank, as it stood when the movements began."""
    found = defaultdict[str, list[Debt]](list)
    for each in draft.agreements:
        if each.offering in _FORMS:
            found[each.holders[0].who].append(_debt(each))
    return found


def _debt(each: Agreement) -> Debt:
    return Debt("LAKESIDE", _FORMS[each.offering], each.principal or 0, -each.opening, each.opened)


def _known(draft: Draft) -> dict[str, list[str]]:
    """At which banks the CRM knows someone to be."""
    found = defaultdict[str, list[str]](list)
    for each in draft.elsewhere:
        found[each.who].append(each.bank)
    return found


def _person(draft: Draft, one: Individual, ours: list[Debt], known: list[str]) -> None:
    """Whoever the CRM knows at another bank owes something there, and nowhere else."""
    banks = known or [draft.chance.choice(OTHER_BANKS)[0]] * (draft.chance.random() < INDEBTED)
    overdue = draft.chance.randint(1, 6) if draft.chance.random() < LATE else 0
    debts = [*ours, *(_theirs(draft, bank, ("贷记卡", "个人消费贷款"), 10_000, overdue) for bank in banks)]
    score = draft.chance.randint(620, 880) - (40 * overdue if banks else 0)
    draft.credit_reports.append(CreditReport(one.key, _on(draft, one.since), tuple(debts), score))


def _on(draft: Draft, since: date | None) -> date:
    first = max(since or _ASKED[0], _ASKED[0])
    return draft.day(first, max(first, _ASKED[1]))


def _theirs(draft: Draft, bank: str, forms: tuple[str, ...], scale: int, overdue: int = 0) -> Debt:
    granted = draft.chance.randint(1, 30) * scale
    owed = granted * draft.chance.randint(5, 95) // 100
    return Debt(bank, draft.chance.choice(forms), granted, owed, draft.day(date(2023, 2, 1), date(2026, 7, 20)), overdue)


def _company(draft: Draft, key: str, ours: list[Debt]) -> None:
    theirs = list[Debt]()
    if draft.chance.random() < INDEBTED_COMPANIES:
        bank = draft.chance.choice(OTHER_BANKS)[0]
        theirs.append(_theirs(draft, bank, ("流动资金贷款", "银行承兑汇票"), 1_000_000))
        if draft.chance.random() < TOLD:
            draft.elsewhere.append(Elsewhere(key, bank, draft.chance.randint(1, 12) / 20, "征信报告授信占比"))
    draft.credit_reports.append(CreditReport(key, _on(draft, draft.organisations[key].since), (*ours, *theirs)))
