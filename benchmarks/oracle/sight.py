"""Who asks, on which day, and what of the bank they may see."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from benchmarks.oracle.bank import Account, Bank, Client, Holding
from benchmarks.oracle.pages import Place


@dataclass(frozen=True, slots=True)
class Caller:
    """A banker or a partner; `units` are theirs, and `whole` says that no unit is hidden from them."""

    subject: str
    partner: bool
    whole: bool
    units: frozenset[str]
    org: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Sight:
    """What one question is answered from."""

    bank: Bank
    caller: Caller
    today: date
    parties: Mapping[str, str]  # a record's id → its party's, which only the platform knows
    places: Mapping[str, Place]  # the cursors given out so far

    def sees(self, account: Account) -> bool:
        """An account is seen where it is booked."""
        return self.caller.whole or account.unit.key in self.caller.units

    def meets(self, client: Client) -> bool:
        """A party is seen where it holds an account."""
        return self.caller.whole or any(self.sees(holding.account) for holding in client.holdings)

    def held(self, client: Client, on: date | None = None) -> list[Holding]:
        """The accounts of a party that this caller sees, as on a day."""
        return [each for each in client.holdings if each.since <= (on or self.today) and self.sees(each.account)]

    def holders(self, account: Account, on: date | None = None) -> list[Holding]:
        return [each for each in account.holdings if each.since <= (on or self.today) and self.meets(each.client)]

    def masked(self, text: str | None, shown: int) -> str | None:
        """Partners see the end of it."""
        return f"…{text[-shown:]}" if text is not None and self.caller.partner else text


def global_id(type_: str, key: str) -> str:
    return urlsafe_b64encode(f"{type_}:{key}".encode()).decode().rstrip("=")


def named(told: str) -> tuple[str, str] | None:
    """The type and the key of a global id; None for what is none."""
    try:
        text = urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode()
    except ValueError:
        return None
    type_, colon, key = text.partition(":")
    return (type_, key) if colon and type_.isidentifier() else None
