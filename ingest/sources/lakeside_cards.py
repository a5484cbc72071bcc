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
from ingest.formats import FixedWidth
from ingest.row import Row

DAY = "%Y%m%d"
SECOND = "%Y%m%d%H%M%S"
CURRENCIES = {"156": "CNY", "840": "USD", "344": "HKD"}
STATES = {"A": AccountStatus.OPEN, "X": AccountStatus.CLOSED, "B": AccountStatus.FROZEN}
SIGNS = {"+": -1, "-": 1}  # the card system counts what is owed
ROLES = {"P": Role.OWNER, "S": Role.SUPPLEMENTARY}
AMOUNT_SIGNS = {"D": -1, "C": 1}
KINDS = {"05": TransactionKind.CARD, "20": TransactionKind.TRANSFER_IN}
ORIGINS = {"05": Initiator.CLIENT, "20": Initiator.SYSTEM}

PRODUCT_COLUMNS = (("PROD", 4), ("NAME", 30), ("NAME_EN", 40), ("MIN_TIER", 20))
CARD_COLUMNS = (
    ("ACCT", 10), ("CARD", 16), ("PS", 1), ("CIF", 10), ("EMBOSSED", 26), ("PROD", 4), ("ISSUED", 8), ("EXPIRY", 4),
    ("CCY", 3), ("LIMIT", 13), ("OWED", 13), ("SIGN", 1), ("SETTLES", 16), ("UNIT", 8), ("STATE", 1), ("MOBILE", 11),
)  # fmt: skip
MOVEMENT_COLUMNS = (
    ("TXN", 16), ("ACCT", 10), ("TIME", 14), ("SEQ", 3), ("DC", 1), ("AMT", 13), ("CCY", 3), ("KIND", 2), ("MERCHANT", 24),
    ("FROM", 16),
)  # fmt: skip


def products(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Product(row.key("PROD"), row.text("NAME"), AccountKind.CARD, row.text("NAME_EN"), min_tier=row.optional.text("MIN_TIER"))


def cards(row: Row, _seen: Seen) -> Iterator[Record]:
    person = Person(row.key("CIF"), row.text("EMBOSSED"), row.text("CIF"))
    yield person
    yield from _mobile(row, person.id)
    issued, role = row.date("ISSUED", DAY), row.code("PS", ROLES)
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
    yield Transaction(
        row.key("TXN"), row.key("ACCT"), row.date("TIME", SECOND), row.code("DC", AMOUNT_SIGNS) * row.whole("AMT"),
        row.code("CCY", CURRENCIES), row.code("KIND", KINDS), row.code("KIND", ORIGINS), row.whole("SEQ"),
        row.instant("TIME", SECOND), counterparty_name=row.optional.text("MERCHANT"),
        counterparty_account=row.optional.text("FROM"),
    )  # fmt: skip


SOURCE = Source(
    name="lakeside-cards",
    system="cards",
    title="湖畔银行信用卡系统 · Lakeside Bank cards",
    owner="信用卡中心 · card centre",
    effective=date(2026, 10, 31),
    tables=(
        Table("products", "CRDPRD.DAT", FixedWidth(PRODUCT_COLUMNS), products),
        Table("cards", "CRDHLD.DAT", FixedWidth(CARD_COLUMNS), cards),
        Table("movements", "CRDTXN.DAT", FixedWidth(MOVEMENT_COLUMNS), movements),
    ),
)
