"""Lakeside Bank's cards: lines of fixed width, one for each plastic; money in fen with leading zeros.

A supplementary card is a role on the principal's account, not an account. Of a card's number the first six and last
four digits are kept: nothing here needs the rest.
"""

from collections.abc import Iterator
from datetime import date

from graph.model import (
    Account,
    AccountKind,
    AccountStatus,
    Holds,
    Initiator,
    Person,
    Product,
    ReachedAt,
    Record,
    Role,
    Transaction,
    TransactionKind,
)
from ingest.contract import Seen, Source, Table
from ingest.evidence import phone
from ingest.field import Field
from ingest.formats import FixedWidth
from ingest.row import Row

DAY = "%Y%m%d"
SECOND = "%Y%m%d%H%M%S"
CURRENCIES = {"156": "CNY", "840": "USD", "344": "HKD"}
STATES = {"A": AccountStatus.OPEN, "X": AccountStatus.CLOSED, "B": AccountStatus.FROZEN}
SIGNS = {"+": -1, "-": 1}  # the card system counts what is owed
ROLES = {"P": Role.OWNER, "S": Role.SUPPLEMENTARY}
AMOUNT_SIGNS = {"D": -1, "C": 1}
KINDS = {"05": (TransactionKind.CARD, Initiator.CLIENT), "20": (TransactionKind.TRANSFER_IN, Initiator.SYSTEM)}


def products(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Product(row.key("PROD"), row.text("NAME"), AccountKind.CARD, row.text("NAME_EN"), min_tier=row.optional.text("MIN_TIER"))


def cards(row: Row, _seen: Seen) -> Iterator[Record]:
    person = Person(row.key("CIF"), row.text("EMBOSSED"), row.text("CIF"))
    yield person
    yield from _mobile(row, person.id)
    issued, role = row.date("ISSUED"), row.code("PS", ROLES)
    if role is Role.OWNER:
        yield _account(row, issued)
    yield Holds(person.id, row.key("ACCT"), role, issued)
    row.ignore("CARD", "PROD", "UNIT", "SETTLES", "STATE", "CCY", "OWED", "SIGN", "LIMIT", "EXPIRY")


def _account(row: Row, opened: date) -> Account:
    currency = row.code("CCY", CURRENCIES)
    return Account(
        row.key("ACCT"), AccountKind.CARD, row.code("STATE", STATES), currency, row.key("PROD"),
        row.key("UNIT", system="core"), row.optional.key("SETTLES", system="core"), row.parsed("CARD", _shortened),
        balance=row.code("SIGN", SIGNS) * row.whole("OWED"), balance_on=SOURCE.effective, credit_limit=row.whole("LIMIT"),
        opened=opened,
    )  # fmt: skip


def _mobile(row: Row, record: str) -> Iterator[Record]:
    contact = row.optional.parsed("MOBILE", phone)
    if contact:
        yield contact
        yield ReachedAt(record, contact.id, "MOBILE")


def _shortened(number: str) -> str:
    return f"{number[:6]}******{number[-4:]}"


def movements(row: Row, _seen: Seen) -> Iterator[Record]:
    kind, initiator = row.code("KIND", KINDS)
    yield Transaction(
        row.key("TXN"), row.key("ACCT"), row.date("TIME"), row.code("DC", AMOUNT_SIGNS) * row.whole("AMT"),
        row.code("CCY", CURRENCIES), kind, initiator, row.whole("SEQ"),
        row.instant("TIME"), counterparty_name=row.optional.text("MERCHANT"),
        counterparty_account=row.optional.text("FROM"),
    )  # fmt: skip


SOURCE = Source(
    name="lakeside-cards",
    system="cards",
    title="湖畔银行信用卡系统 · Lakeside Bank cards",
    owner="信用卡中心 · card centre",
    effective=date(2026, 10, 31),
    tables=(
        Table(
            "products",
            "CRDPRD.DAT",
            FixedWidth(),
            products,
            (
                Field("PROD", key=True, width=4, about="card product"),
                Field("NAME", width=30, about="name"),
                Field("NAME_EN", width=40, about="English name"),
                Field("MIN_TIER", required=False, width=20, about="tier it begins at"),
            ),
        ),
        Table(
            "cards",
            "CRDHLD.DAT",
            FixedWidth(),
            cards,
            (
                Field("ACCT", width=10, about="card account"),
                Field("CARD", key=True, width=16, about="card number"),
                Field("PS", codes=ROLES, width=1, about="principal or supplementary"),
                Field("CIF", width=10, about="the bank's customer number"),
                Field("EMBOSSED", personal=True, width=26, about="name on the plastic"),
                Field("PROD", width=4, about="card product"),
                Field("ISSUED", "date", form=DAY, width=8, about="day of issue"),
                Field("EXPIRY", required=False, width=4, about="MMYY"),
                Field("CCY", codes=CURRENCIES, width=3, about="ISO 4217 numeric"),
                Field("LIMIT", "integer", width=13, about="credit limit in fen"),
                Field("OWED", "integer", width=13, about="balance in fen"),
                Field("SIGN", codes=SIGNS, width=1, about="+ is owed"),
                Field("SETTLES", required=False, width=16, about="account it is paid from"),
                Field("UNIT", width=8, about="issuing unit"),
                Field("STATE", codes=STATES, width=1, about="state of the account"),
                Field("MOBILE", required=False, personal=True, width=11, about="telephone for messages"),
            ),
        ),
        Table(
            "movements",
            "CRDTXN.DAT",
            FixedWidth(),
            movements,
            (
                Field("TXN", key=True, width=16, about="number of the movement"),
                Field("ACCT", width=10, about="card account"),
                Field("TIME", "timestamp", form=SECOND, width=14, about="booked at"),
                Field("SEQ", "integer", width=3, about="order within a day"),
                Field("DC", codes=AMOUNT_SIGNS, width=1, about="D adds to what is owed"),
                Field("AMT", "integer", width=13, about="amount in fen"),
                Field("CCY", codes=CURRENCIES, width=3, about="ISO 4217 numeric"),
                Field("KIND", codes=KINDS, width=2, about="what moved it"),
                Field("MERCHANT", required=False, width=24, about="shop"),
                Field("FROM", required=False, width=16, about="paying account"),
            ),
        ),
    ),
)
