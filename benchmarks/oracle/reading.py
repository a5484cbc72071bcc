"""Reads the eight tables of the published PKDD'99 extract."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from benchmarks.oracle.bank import Account, Bank, Client, District, Holding, Movement, Order, Product, Unit

SYSTEM = "berka"
HEAD = Unit("berka:HQ", "Berka 银行总行", "Berka Bank, head office", "HQ", "BERKA")
SOLD = {
    "CURRENT": ("活期账户", "Current account", "DEPOSIT"),
    "LOAN": ("个人贷款", "Personal loan", "LOAN"),
    "CARD_JUNIOR": ("青年卡", "Junior card", "CARD"),
    "CARD_CLASSIC": ("普卡", "Classic card", "CARD"),
    "CARD_GOLD": ("金卡", "Gold card", "CARD"),
}
ROLES = {"OWNER": "OWNER", "DISPONENT": "AUTHORISED"}
STATUS_OF_LOAN = {"A": "CLOSED", "B": "CLOSED", "C": "OPEN", "D": "IN_ARREARS"}
OPERATIONS = {
    "": "OTHER", "VKLAD": "CASH_IN", "VYBER": "CASH_OUT", "VYBER KARTOU": "CARD",
    "PREVOD Z UCTU": "TRANSFER_IN", "PREVOD NA UCET": "TRANSFER_OUT",
}  # fmt: skip
# symbol → what it was for, the kind it makes of the movement whatever the operation, who set it off
SYMBOLS: dict[str, tuple[str | None, str | None, str]] = {
    "": (None, None, "CLIENT"),
    "DUCHOD": ("PENSION", None, "CLIENT"),
    "LEASING": ("LEASING", None, "CLIENT"),
    "SIPO": ("HOUSEHOLD_PAYMENT", None, "SYSTEM"),
    "POJISTNE": ("INSURANCE_PAYMENT", None, "SYSTEM"),
    "UVER": ("LOAN_PAYMENT", "LOAN_PAYMENT", "SYSTEM"),
    "UROK": ("INTEREST", "INTEREST", "BANK"),
    "SLUZBY": ("STATEMENT_FEE", "FEE", "BANK"),
    "SANKC. UROK": ("PENALTY_INTEREST", "PENALTY", "BANK"),
}


def read(folder: Path) -> Bank:
    """The whole bank."""
    products = {f"{SYSTEM}:{word}": Product(f"{SYSTEM}:{word}", *told) for word, told in SOLD.items()}
    head = Unit(HEAD.key, HEAD.name, HEAD.name_en, HEAD.level, HEAD.path)
    bank = Bank({head.key: head}, products, {}, {}, {}, {}, {})
    _Reading(folder, bank, head).all()
    return bank


def rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    with (folder / f"{table}.asc").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            yield {name: value.strip() for name, value in row.items()}


def day(text: str) -> date:
    """`930131` is 1993-01-31: all of it happened before 2000."""
    return date(1900 + int(text[:2]), int(text[2:4]), int(text[4:6]))


def key(number: str, kind: str = "") -> str:
    return ":".join(part for part in (SYSTEM, kind, number) if part)


class _Reading:
    """One reading of one folder, table by table."""

    def __init__(self, folder: Path, bank: Bank, head: Unit) -> None:
        self.folder, self.bank, self.head = folder, bank, head
        self.units, self.districts = {head.key: head}, dict[str, District]()
        self.clients, self.accounts = dict[str, Client](), dict[str, Account]()
        self.dispositions = dict[str, Holding]()

    def all(self) -> None:
        for row in rows(self.folder, "district"):
            self.district(row)
        for row in rows(self.folder, "client"):
            self.client(row)
        for row in rows(self.folder, "account"):
            number, unit = row["account_id"], self.units[key(row["district_id"])]
            self.account(number, "", "DEPOSIT", "OPEN", "CURRENT", unit, row["date"]).number = number
        for row in rows(self.folder, "disp"):
            account = self.accounts[key(row["account_id"])]
            client = self.clients[key(row["client_id"])]
            self.dispositions[row["disp_id"]] = held(client, account, ROLES[row["type"]])
        for row in rows(self.folder, "loan"):
            self.loan(row)
        for row in rows(self.folder, "card"):
            self.card(row)
        self.bank.units, self.bank.districts = self.units, self.districts
        self.bank.clients, self.bank.accounts = self.clients, self.accounts
        self.bank.orders = {key(row["order_id"]): self.order(row) for row in rows(self.folder, "order")}
        self.bank.movements = {key(row["trans_id"]): self.movement(row) for row in rows(self.folder, "trans")}

    def district(self, row: dict[str, str]) -> None:
        number, name = row["A1"], row["A2"]
        unit = Unit(key(number), name, name, "BRANCH", f"{self.head.path}/{number}", self.head)
        self.head.units.append(unit)
        self.units[unit.key] = unit
        self.districts[number] = District(key(number, "district"), name, row["A3"])

    def client(self, row: dict[str, str]) -> None:
        number = row["birth_number"]
        month = int(number[2:4])
        gender, born = ("FEMALE", f"{number[:2]}{month - 50:02}{number[4:]}") if month > 50 else ("MALE", number)
        made = Client(key(row["client_id"]), gender, day(born), self.districts[row["district_id"]])
        made.district.residents.append(made)
        self.clients[made.key] = made

    def account(self, number: str, kind: str, family: str, status: str, product: str, unit: Unit, opened: str) -> Account:
        sold = self.bank.products[f"{SYSTEM}:{product}"]
        made = Account(key(number, kind), family, status, sold, unit, day(opened))
        sold.accounts.append(made)
        self.accounts[made.key] = made
        return made

    def loan(self, row: dict[str, str]) -> None:
        deposit = self.accounts[key(row["account_id"])]
        made = self.account(row["loan_id"], "loan", "LOAN", STATUS_OF_LOAN[row["status"]], "LOAN", deposit.unit, row["date"])
        made.settles_by, made.term_months = deposit, int(row["duration"])
        made.principal, made.instalment = Decimal(row["amount"]), Decimal(row["payments"])
        for holding in [each for each in deposit.holdings if each.role == "OWNER"]:
            held(holding.client, made, "OWNER")

    def card(self, row: dict[str, str]) -> None:
        disposition = self.dispositions[row["disp_id"]]
        deposit = disposition.account
        made = self.account(row["card_id"], "card", "CARD", "OPEN", f"CARD_{row['type'].upper()}", deposit.unit, row["issued"])
        made.settles_by = deposit
        held(disposition.client, made, "OWNER")

    def order(self, row: dict[str, str]) -> Order:
        account = self.accounts[key(row["account_id"])]
        made = Order(key(row["order_id"]), account, Decimal(row["amount"]), SYMBOLS[row["k_symbol"]][0], row["account_to"])
        account.orders.append(made)
        return made

    def movement(self, row: dict[str, str]) -> Movement:
        account, amount = self.accounts[key(row["account_id"])], Decimal(row["amount"])
        purpose, kind, initiator = SYMBOLS[row["k_symbol"]]
        made = Movement(
            key(row["trans_id"]), account, day(row["date"]), amount if row["type"] == "PRIJEM" else -amount,
            Decimal(row["balance"]), kind or OPERATIONS[row["operation"]], initiator, purpose, row["bank"] or None,
        )  # fmt: skip
        account.movements.append(made)
        return made


def held(client: Client, account: Account, role: str) -> Holding:
    """Since the account was opened."""
    made = Holding(client, account, role, account.opened)
    client.holdings.append(made)
    account.holdings.append(made)
    return made
