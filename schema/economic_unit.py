"""The whole economic unit around a party, in one question."""

from enum import Enum
from typing import Any

import strawberry

from graph import mapping
from resolvers import economic_unit as judge
from schema.account import Account
from schema.field import Arguments, start_judged, told, told_list
from schema.party import Party
from schema.wealth import Balance

OF = {"of": mapping.Node("Party", formerly="RetiredParty")}


@strawberry.enum(description="How a party belongs to an economic unit, from the inside out.")
class UnitRole(Enum):
    CENTRE = strawberry.enum_value("CENTRE", description="It is asked about.")
    COMPANY = strawberry.enum_value("COMPANY", description="A company of its customer group, or one that most of it is held of.")
    OWNER = strawberry.enum_value("OWNER", description="A person who controls it: of its customer group, or with most of it.")
    HOUSEHOLD = strawberry.enum_value("HOUSEHOLD", description="Somebody who lives with an owner.")
    KIN = strawberry.enum_value("KIN", description="A spouse, parent or child of an owner, wherever they live.")
    GUARANTOR = strawberry.enum_value("GUARANTOR", description="Whoever answers for debts of owners or companies.")
    PAYROLL = strawberry.enum_value("PAYROLL", description="Whom its companies pay wages through the bank (代发工资).")


@told
class EconomicUnit:
    """A party with all that belongs to it, as far as the caller may see: every account counted once."""

    centre: Party
    """Who is asked about."""
    member_count: int
    """How many parties that is, with the centre."""
    account_count: int
    """How many accounts they own, each counted once."""
    is_whole: bool
    """Whether all of it was read; false where there are more than five thousand parties, or people on payrolls."""
    balances: list[Balance]
    """What all of them have and owe, by currency."""
    rings: list["UnitRing"] = told_list("rings", 7)
    """The same from the inside out; together they are the whole, for an account counts in one of them."""
    members: list["UnitMember"]
    """Who, from the inside out."""
    accounts: list["UnitAccount"]
    """Which accounts, from the inside out, each once."""


@told
class UnitRing:
    """What belongs to an economic unit in one way, and in none further inside."""

    role: UnitRole
    """In which."""
    parties: int
    """How many parties."""
    customers: int
    """How many of them own an account that the caller may see."""
    balances: list[Balance]
    """What they have and owe, without what somebody further inside owns, too."""


@told
class UnitMember:
    """A party in an economic unit."""

    party: Party
    """Who."""
    roles: list[UnitRole]
    """In which ways, the innermost first."""
    is_customer: bool
    """Whether it owns an account that the caller may see."""


@told
class UnitAccount:
    """An account in an economic unit."""

    account: Account
    """Which."""
    role: UnitRole
    """How the innermost of its owners belongs to the unit."""


def economic_unit() -> Any:
    """`economicUnit(of:, first:)`."""
    first: Arguments = {"first": (int, 100, f"how many members and accounts are listed, at most {judge.MOST_MEMBERS}")}
    return start_judged(judge.economic_unit, judge.NEAR, OF, first, judge.MOST_MEMBERS, tag="money")
