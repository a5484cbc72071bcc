"""The words the story's movements are written in; without dates they run through the fourteen months delivered."""

from datetime import date

from graph.model import Initiator, TransactionKind
from ingest.lakeside.cast import Flow

FIRST = date(2025, 9, 1)
AS_OF = date(2026, 10, 31)  # the day the story is told

CLIENT, SYSTEM, BANK = Initiator


def wage(amount: int, payer: str, *, first: date = FIRST, last: date = AS_OF, day: int = 10, purpose: str = "代发工资") -> Flow:
    """What an employer or the social security pays each month."""
    return Flow(amount, amount, TransactionKind.SALARY, first, last, SYSTEM, day=day, purpose=purpose, other=payer)


def buys(times: int, low: int, high: int, *, first: date = FIRST, last: date = AS_OF, purpose: str = "消费") -> Flow:
    """Purchases with the debit or credit card on days of chance."""
    return Flow(-high, -low, TransactionKind.CARD, first, last, CLIENT, times=times, purpose=purpose)


def cash(times: int, low: int, high: int, *, first: date = FIRST, last: date = AS_OF) -> Flow:
    """Notes from the counter or the machine."""
    return Flow(-high, -low, TransactionKind.CASH_OUT, first, last, CLIENT, times=times, purpose="取现")


def pays(
    amount: int, whom: str, purpose: str, *, day: int = 5, first: date = FIRST, last: date = AS_OF, every: int = 1,
    bank: str | None = None, account: str | None = None, spread: int = 0,
) -> Flow:  # fmt: skip
    """A transfer to someone outside the bank, each month or every so many."""
    return Flow(
        -amount - spread, -amount + spread, TransactionKind.TRANSFER_OUT, first, last, CLIENT, day=day, every=every,
        purpose=purpose, other=whom, other_bank=bank, other_account=account,
    )  # fmt: skip


def gets(
    amount: int, whom: str, purpose: str, *, day: int = 8, first: date = FIRST, last: date = AS_OF, every: int = 1,
    bank: str | None = None, spread: int = 0,
) -> Flow:  # fmt: skip
    """A transfer from outside the bank."""
    return Flow(
        amount - spread, amount + spread, TransactionKind.TRANSFER_IN, first, last, SYSTEM, day=day, every=every,
        purpose=purpose, other=whom, other_bank=bank,
    )  # fmt: skip


def moves(amount: int, into: str, purpose: str, *, day: int = 12, first: date = FIRST, last: date = AS_OF, every: int = 1) -> Flow:
    """A transfer to an account of this bank, which shows on both."""
    return Flow(
        -amount, -amount, TransactionKind.TRANSFER_OUT, first, last, CLIENT, day=day, every=every, purpose=purpose, into=into
    )


def repays(amount: int, loan: str, *, first: date = FIRST, last: date = AS_OF, day: int = 20) -> Flow:
    """The instalment of a loan, drawn by the bank's order."""
    return Flow(-amount, -amount, TransactionKind.LOAN_PAYMENT, first, last, SYSTEM, day=day, purpose="贷款还款", into=loan)


def settles_card(amount: int, card: str) -> Flow:
    """What the card's bill takes from the current account each month."""
    return Flow(-amount, -amount, TransactionKind.TRANSFER_OUT, FIRST, AS_OF, SYSTEM, day=18, purpose="信用卡还款", into=card)


def charges(amount: int, purpose: str, *, first: date = FIRST, last: date = AS_OF, every: int = 3, day: int = 25) -> Flow:
    """A fee of the bank's."""
    return Flow(-amount, -amount, TransactionKind.FEE, first, last, BANK, day=day, every=every, purpose=purpose)


def once(flow: Flow, on: date) -> Flow:
    """The same, on one day only."""
    return Flow(
        flow.low, flow.high, flow.kind, on, on, flow.initiator, day=on.day, purpose=flow.purpose, other=flow.other,
        other_bank=flow.other_bank, other_account=flow.other_account, into=flow.into,
    )  # fmt: skip
