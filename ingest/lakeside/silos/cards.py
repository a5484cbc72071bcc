"""Cards: lines of fixed width in GB18030, money in fen with leading zeros, currencies by number, names as embossed."""

from collections.abc import Iterator
from datetime import date

from graph.model import Role
from ingest.lakeside.cast import Individual, Silo
from ingest.lakeside.part import Part, Sheet

CURRENCIES = {"CNY": "156", "USD": "840", "HKD": "344"}
MERCHANTS = ("沃家超市", "Lakeview Coffee", "东方书局", "城际铁路", "青禾生鲜", "Orchard Books", "云上酒店", "南山药房")


def _padded(text: str, width: int) -> str:
    """To a width in bytes, as the card system counts."""
    return text + " " * (width - len(text.encode("gb18030")))


def _products(part: Part) -> Iterator[str]:
    for one in part.chapter.offerings:
        if one.silo is Silo.CARDS:
            yield one.code + _padded(one.name, 30) + _padded(one.name_en, 40) + _padded(one.min_tier or "", 20)


def _cards(part: Part) -> Iterator[str]:
    for account in part.agreements(Silo.CARDS):
        owed = -part.ledger.closing[account.number]
        for holder in account.holders:
            who = part.person("cards", holder.who)
            principal = holder.role is Role.OWNER
            yield "".join((
                account.number, holder.card or "", "P" if principal else "S", part.cif(holder.who), _padded(_embossed(who), 26),
                account.offering, f"{holder.since or account.opened:%Y%m%d}", _expiry(holder.since or account.opened),
                CURRENCIES[account.currency], f"{(account.limit or 0) * 100:013d}", f"{abs(owed):013d}", "-" if owed < 0 else "+",
                account.settles or " " * 16, _padded(account.unit, 8), "A", _padded(who.phone or "", 11),
            ))  # fmt: skip


def _embossed(who: Individual) -> str:
    return (who.called_en or who.name_en).upper()[:26]


def _expiry(issued: date) -> str:
    """Month and year, five or ten years on: always after the delivery."""
    return f"{issued.month:02d}{(issued.year - 2020) % 5 + 2027 - 2000:02d}"


def _movements(part: Part) -> Iterator[str]:
    counts: dict[str, int] = {}
    for one in part.ledger.movements:
        if part.silo_of(one.account) is Silo.CARDS:
            count = counts[one.account] = counts.get(one.account, 0) + 1
            bought = one.amount < 0
            merchant = MERCHANTS[one.amount % len(MERCHANTS)] if bought else ""
            yield "".join((
                f"{one.account}{count:06d}", one.account, f"{one.at:%Y%m%d%H%M%S}", f"{one.sequence:03d}", "D" if bought else "C",
                f"{abs(one.amount):013d}", CURRENCIES[one.currency], "05" if bought else "20", _padded(merchant, 24),
                _padded(one.other_account or "", 16),
            ))  # fmt: skip


SHEETS = (
    Sheet("CRDPRD.DAT", _products, "gb18030"),
    Sheet("CRDHLD.DAT", _cards, "gb18030"),
    Sheet("CRDTXN.DAT", _movements, "gb18030"),
)
