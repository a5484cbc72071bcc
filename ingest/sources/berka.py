"""Berka: a Czech bank of the nineties, published for the PKDD'99 challenge; eight tables, no names."""

from collections.abc import Iterator
from datetime import date

from graph.model import (
    Account,
    AccountKind,
    AccountStatus,
    Address,
    Gender,
    Holds,
    Initiator,
    Institution,
    OrgUnit,
    Person,
    Product,
    Record,
    ResidesAt,
    Role,
    StandingOrder,
    Transaction,
    TransactionKind,
    UnitLevel,
)
from ingest.contract import Seen, Source, Table
from ingest.field import Field
from ingest.formats import Delimited
from ingest.row import Row

SEMICOLONS = Delimited(";")
CURRENCY = "CZK"
DAY = "%y%m%d"
HEAD = "berka:HQ"

ROLES = {"OWNER": Role.OWNER, "DISPONENT": Role.AUTHORISED}
FREQUENCIES = {"POPLATEK MESICNE": "MONTHLY", "POPLATEK TYDNE": "WEEKLY", "POPLATEK PO OBRATU": "AFTER_TRANSACTION"}
# A and B are finished contracts, B with a loan that was not paid; C and D run, D in debt.
LOAN_STATUS = {"A": AccountStatus.CLOSED, "B": AccountStatus.CLOSED, "C": AccountStatus.OPEN, "D": AccountStatus.IN_ARREARS}
CARDS = {"junior": "berka:CARD_JUNIOR", "classic": "berka:CARD_CLASSIC", "gold": "berka:CARD_GOLD"}
CURRENT, LOAN = "berka:CURRENT", "berka:LOAN"
PRODUCTS = (
    Product(CURRENT, "活期账户", AccountKind.DEPOSIT, "Current account"),
    Product(LOAN, "个人贷款", AccountKind.LOAN, "Personal loan"),
    Product("berka:CARD_JUNIOR", "青年卡", AccountKind.CARD, "Junior card"),
    Product("berka:CARD_CLASSIC", "普卡", AccountKind.CARD, "Classic card"),
    Product("berka:CARD_GOLD", "金卡", AccountKind.CARD, "Gold card"),
)
PURPOSES = {
    "": None, "SIPO": "HOUSEHOLD_PAYMENT", "POJISTNE": "INSURANCE_PAYMENT", "LEASING": "LEASING", "UVER": "LOAN_PAYMENT",
    "UROK": "INTEREST", "SLUZBY": "STATEMENT_FEE", "SANKC. UROK": "PENALTY_INTEREST", "DUCHOD": "PENSION",
}  # fmt: skip
SIGNS = {"PRIJEM": 1, "VYDAJ": -1, "VYBER": -1}
OPERATIONS = {
    "": TransactionKind.OTHER,
    "VKLAD": TransactionKind.CASH_IN,
    "VYBER": TransactionKind.CASH_OUT,
    "VYBER KARTOU": TransactionKind.CARD,
    "PREVOD Z UCTU": TransactionKind.TRANSFER_IN,
    "PREVOD NA UCET": TransactionKind.TRANSFER_OUT,
}
# What a movement was for says more than how it was made.
KINDS = {
    "UROK": TransactionKind.INTEREST,
    "SLUZBY": TransactionKind.FEE,
    "SANKC. UROK": TransactionKind.PENALTY,
    "UVER": TransactionKind.LOAN_PAYMENT,
}
INITIATORS = {
    **dict.fromkeys(("UROK", "SLUZBY", "SANKC. UROK"), Initiator.BANK),
    **dict.fromkeys(("SIPO", "POJISTNE", "UVER"), Initiator.SYSTEM),
}
STATISTICS = tuple(f"A{number}" for number in range(4, 17))


def districts(row: Row, seen: Seen) -> Iterator[Record]:
    """A district is where a branch stands, and all that is known of where clients live."""
    if seen.find("bank", "products") is None:
        seen.note("bank", "products", "told")
        yield OrgUnit(HEAD, "Berka 银行总行", UnitLevel.HQ, "BERKA", "Berka Bank, head office")
        yield from PRODUCTS
    number, name, region = row.text("A1"), row.text("A2"), row.text("A3")
    yield OrgUnit(row.key("A1"), name, UnitLevel.BRANCH, f"BERKA/{number}", name, parent=HEAD)
    yield Address(row.key("A1", "district"), f"{name}, {region}", "CZ", region, name)
    row.ignore(*STATISTICS)


def accounts(row: Row, seen: Seen) -> Iterator[Record]:
    opened = row.date("date")
    seen.note("account branch", row.text("account_id"), row.key("district_id"))
    seen.note("account opened", row.text("account_id"), opened.isoformat())
    yield Account(
        row.key("account_id"),
        AccountKind.DEPOSIT,
        AccountStatus.OPEN,
        CURRENCY,
        CURRENT,
        row.key("district_id"),
        number=row.text("account_id"),
        statement_frequency=row.code("frequency", FREQUENCIES),
        opened=opened,
    )


def clients(row: Row, seen: Seen) -> Iterator[Record]:
    gender, born = row.parsed("birth_number", birth)
    key = row.key("client_id")
    yield Person(key, bank_key=key, gender=gender, birth_date=born)
    yield ResidesAt(key, row.key("district_id", "district"))


def dispositions(row: Row, seen: Seen) -> Iterator[Record]:
    account, role = row.text("account_id"), row.code("type", ROLES)
    client = row.key("client_id")
    opened = seen.need("account opened", account, "account_id")
    seen.note("disposition client", row.text("disp_id"), client)
    seen.note("disposition account", row.text("disp_id"), account)
    if role is Role.OWNER:
        seen.note("owner", account, client)
    yield Holds(client, row.key("account_id"), role, date.fromisoformat(opened))


def orders(row: Row, seen: Seen) -> Iterator[Record]:
    bank = row.key("bank_to")
    yield Institution(bank, row.text("bank_to"))
    yield StandingOrder(
        row.key("order_id"),
        row.key("account_id"),
        row.money("amount", CURRENCY),
        CURRENCY,
        bank,
        row.text("account_to"),
        row.code("k_symbol", PURPOSES),
    )


def loans(row: Row, seen: Seen) -> Iterator[Record]:
    account, key, granted = row.text("account_id"), row.key("loan_id", "loan"), row.date("date")
    yield Account(
        key,
        AccountKind.LOAN,
        row.code("status", LOAN_STATUS),
        CURRENCY,
        LOAN,
        seen.need("account branch", account, "account_id"),
        settles=row.key("account_id"),
        principal=row.money("amount", CURRENCY),
        instalment=row.money("payments", CURRENCY),
        term_months=row.whole("duration"),
        opened=granted,
    )
    yield Holds(seen.need("owner", account, "account_id"), key, Role.OWNER, granted)


def cards(row: Row, seen: Seen) -> Iterator[Record]:
    disposition, key, issued = row.text("disp_id"), row.key("card_id", "card"), row.date("issued")
    account = seen.need("disposition account", disposition, "disp_id")
    yield Account(
        key,
        AccountKind.CARD,
        AccountStatus.OPEN,
        CURRENCY,
        row.code("type", CARDS),
        seen.need("account branch", account, "disp_id"),
        settles=f"berka:{account}",
        opened=issued,
    )
    yield Holds(seen.need("disposition client", disposition, "disp_id"), key, Role.OWNER, issued)


def transactions(row: Row, seen: Seen) -> Iterator[Record]:
    symbol = row.optional.text("k_symbol") or ""
    operation = row.code("operation", OPERATIONS)
    yield Transaction(
        row.key("trans_id"),
        row.key("account_id"),
        row.date("date"),
        row.code("type", SIGNS) * row.money("amount", CURRENCY),
        CURRENCY,
        KINDS.get(symbol, operation),
        INITIATORS.get(symbol, Initiator.CLIENT),
        balance_after=row.money("balance", CURRENCY),
        purpose=row.code("k_symbol", PURPOSES),
        counterparty_bank=row.optional.text("bank"),
        counterparty_account=row.optional.text("account"),
    )


def birth(number: str) -> tuple[Gender, date]:
    """`706213` is a woman born on 1970-12-13: women's months are 50 higher; all were born before 2000."""
    year, month, day = int(number[:2]), int(number[2:4]), int(number[4:])
    return (Gender.FEMALE if month > 50 else Gender.MALE), date(1900 + year, month - 50 if month > 50 else month, day)


# The published extract does not change, so its counts are exact. Only the transactions are also handed on as a cut by
# date, whose beginning is the fewest to expect; the most is the whole extract.
SOURCE = Source(
    name="berka",
    system="berka",
    title="Berka (PKDD'99)",
    owner="Retail banking",
    timezone="Europe/Prague",
    effective=date(1998, 12, 31),
    tables=(
        Table(
            "districts",
            "district.asc",
            SEMICOLONS,
            districts,
            (
                Field("A1", key=True, about="number of the district"),
                Field("A2", about="name"),
                Field("A3", about="region"),
                *(Field(name, required=False, about="a statistic of the district") for name in STATISTICS),
            ),
            (77, 77),
        ),
        Table(
            "accounts",
            "account.asc",
            SEMICOLONS,
            accounts,
            (
                Field("account_id", key=True, about="number of the account"),
                Field("district_id", about="district of the branch or client"),
                Field("frequency", codes=FREQUENCIES, about="how often statements are issued"),
                Field("date", "date", form=DAY, about="YYMMDD"),
            ),
            (4_500, 4_500),
        ),
        Table(
            "clients",
            "client.asc",
            SEMICOLONS,
            clients,
            (
                Field("client_id", key=True, about="number of the client"),
                Field("birth_number", personal=True, about="YYMMDD, women's month + 50"),
                Field("district_id", about="district of the branch or client"),
            ),
            (5_369, 5_369),
        ),
        Table(
            "dispositions",
            "disp.asc",
            SEMICOLONS,
            dispositions,
            (
                Field("disp_id", key=True, about="number of the disposition"),
                Field("client_id", about="number of the client"),
                Field("account_id", about="number of the account"),
                Field("type", codes=ROLES, about="Czech code"),
            ),
            (5_369, 5_369),
        ),
        Table(
            "orders",
            "order.asc",
            SEMICOLONS,
            orders,
            (
                Field("order_id", key=True, about="number of the order"),
                Field("account_id", about="number of the account"),
                Field("bank_to", about="bank of the payee"),
                Field("account_to", about="account of the payee"),
                Field("amount", "number", about="in crowns"),
                Field("k_symbol", codes=PURPOSES, required=False, about="what it is for"),
            ),
            (6_471, 6_471),
        ),
        Table(
            "loans",
            "loan.asc",
            SEMICOLONS,
            loans,
            (
                Field("loan_id", key=True, about="number of the loan"),
                Field("account_id", about="number of the account"),
                Field("date", "date", form=DAY, about="YYMMDD"),
                Field("amount", "number", about="in crowns"),
                Field("duration", "integer", about="months"),
                Field("payments", "number", about="monthly, in crowns"),
                Field("status", codes=LOAN_STATUS, about="A B finished, C D running"),
            ),
            (682, 682),
        ),
        Table(
            "cards",
            "card.asc",
            SEMICOLONS,
            cards,
            (
                Field("card_id", key=True, about="number of the card"),
                Field("disp_id", about="number of the disposition"),
                Field("type", codes=CARDS, about="Czech code"),
                Field("issued", "date", form="%y%m%d %H:%M:%S", about="day of issue"),
            ),
            (892, 892),
        ),
        Table(
            "transactions",
            "trans.asc",
            SEMICOLONS,
            transactions,
            (
                Field("trans_id", key=True, about="number of the movement"),
                Field("account_id", about="number of the account"),
                Field("date", "date", form=DAY, about="YYMMDD"),
                Field("type", codes=SIGNS, about="Czech code"),
                Field("operation", codes=OPERATIONS, required=False, about="how it was made"),
                Field("amount", "number", about="in crowns"),
                Field("balance", "number", about="after the movement, in crowns"),
                Field("k_symbol", codes=PURPOSES, required=False, about="what it is for"),
                Field("bank", required=False, about="bank of the partner"),
                Field("account", required=False, about="account of the partner"),
            ),
            (49_102, 1_056_320),
        ),
    ),
)
