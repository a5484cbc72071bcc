"""Customer groups (集团客户): who belongs together by control or dependence, what the whole may draw, who answers for whom."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.mapping import Inherited
from resolvers import customer_groups as judge
from rules import customer_groups as rules
from schema.credit import Guarantee
from schema.field import computed, edge, itself, judged, node, on_edge, prop, rows, told
from schema.node import Node
from schema.scalars import Currency, Date, Decimal

if TYPE_CHECKING:
    from schema.party import Party

LazyParty = Annotated["Party", strawberry.lazy("schema.party")]
MEMBERS = "<-[:IN_GROUP]-"
NO_CUSTOMER = "NOT EXISTS { MATCH (this)-[_h:HOLDS]->(_a:Account) WHERE scoped(_a) AND current(_h) }"


@strawberry.enum(description="What makes companies one customer group.")
class GroupRule(Enum):
    CONTROL = strawberry.enum_value("CONTROL", description="One company controls the others.")
    COMMON_CONTROL = strawberry.enum_value("COMMON_CONTROL", description="One person controls several.")
    JOINT_CONTROL = strawberry.enum_value("JOINT_CONTROL", description="Owners who are near kin control several.")
    DEPENDENCE = strawberry.enum_value("DEPENDENCE", description="One sells at least half of what it sells to another.")


@strawberry.enum(description="What a member is to its group.")
class GroupRole(Enum):
    CONTROLLER = strawberry.enum_value("CONTROLLER", description="A person who controls companies of it, alone or with kin.")
    PARENT = strawberry.enum_value("PARENT", description="A company that controls others of it, and that none of them controls.")
    COMPANY = strawberry.enum_value("COMPANY", description="Any other company of it.")
    BRANCH = strawberry.enum_value("BRANCH", description="A branch of a company of it, no legal person of its own.")
    DEPENDENT = strawberry.enum_value("DEPENDENT", description="A company that depends on one of it.")


@node("CustomerGroup", scope=Inherited(MEMBERS, "Party"))
class CustomerGroup(Node):
    """Companies that are one risk, and who controls them, formed by a stated rule."""

    rule: GroupRule
    """The rule without which it would be none."""
    rule_words: str = computed("this.rule", read=rules.words_of)
    """What that rule says."""
    rule_version: str = prop("version")
    """That rule's version."""
    decided_by: str
    """Who decided: `rule`."""
    until: Date | None = prop("validTo")
    """The day on which it was found to be one no more."""
    members: list["GroupMember"] = edge(MEMBERS, by="sortName ASC", most=500, ties="edge.by", as_of=True)
    """Who is of it, as far as the caller may see them."""
    prospects: list["GroupMember"] = edge(MEMBERS, by="sortName ASC", most=500, ties="edge.by", as_of=True, test=NO_CUSTOMER)
    """Those of them who hold no account that the caller may see."""
    why: list["GroupTie"] | None = judged(judge.ties, judge.TIES, tag="identity")
    """The lines between its members that it rests on, as far as the caller may see both ends; at most five hundred."""
    credit: list["GroupCredit"] | None = judged(judge.credit, judge.CREDIT, tag="money")
    """What its members may draw together and have drawn, and for how much they answer, every line and guarantee counted once."""


@rows
class GroupMember:
    """A party in a customer group."""

    party: LazyParty = itself()
    """Who."""
    role: GroupRole = on_edge("role")
    """As what."""
    rule: GroupRule = on_edge("rule")
    """The rule by which it is in it."""
    rule_words: str = computed("edge.rule", read=rules.words_of)
    """What that rule says."""
    rule_version: str = on_edge("version")
    """That rule's version."""
    since: Date | None = on_edge("validFrom")
    """From when what it rests on is so; null where no silo tells."""
    until: Date | None = on_edge("validTo")
    """Up to when."""


@rows
class GroupSeat:
    """A customer group that a party is in."""

    group: CustomerGroup = itself()
    """Which."""
    role: GroupRole = on_edge("role")
    """As what."""
    rule: GroupRule = on_edge("rule")
    """The rule by which it is in it."""
    rule_words: str = computed("edge.rule", read=rules.words_of)
    """What that rule says."""
    rule_version: str = on_edge("version")
    """That rule's version."""
    since: Date | None = on_edge("validFrom")
    """From when what it rests on is so; null where no silo tells."""
    until: Date | None = on_edge("validTo")
    """Up to when."""


@told
class GroupTie:
    """A line between two members that the group rests on."""

    rule: GroupRule
    """The rule that it binds by."""
    words: str
    """What it is, since when, and who says so."""
    one: LazyParty
    """The owner, the parent, the branch, the relative, the seller."""
    other: LazyParty
    """The other."""
    share: float | None
    """Of an interest, at least how much of the other; a fraction of one."""
    since: Date | None
    """From when."""
    system: str
    """The silo that says it."""


@told
class GroupCredit:
    """What a group may draw and answers for in one currency."""

    currency: Currency
    """The currency."""
    lines: int
    """How many lines of credit that is: one within another member's is a part of that one, and not counted."""
    limit: Decimal
    """Up to how much may be drawn; nothing of a line that has expired."""
    used: Decimal
    """How much is drawn."""
    available: Decimal
    """How much may still be drawn."""
    guaranteed_within: Decimal
    """For how much its members answer for each other."""
    guaranteed_for_others: Decimal
    """For how much they answer for others."""
    guaranteed_by_others: Decimal
    """For how much others answer for them."""


@told
class GuaranteeCircle:
    """Parties who answer for each other round about: everyone for everyone, directly or through others (担保圈)."""

    is_mutual: bool
    """Whether they are two, each of whom answers for the other."""
    members: list["CircleMember"]
    """Who, as far as the caller may see them."""
    guarantees: list[Guarantee]
    """Who answers for whom among them."""
    amounts: list["CircleAmount"]
    """For how much they answer for each other, by currency."""


@told
class CircleMember:
    """A party in a guarantee circle."""

    party: LazyParty
    """Who."""
    answers_for: int
    """For how many of the others it answers itself."""


@told
class CircleAmount:
    """Amounts of guarantees in one currency."""

    currency: Currency
    """The currency."""
    amount: Decimal
    """Those that are known together."""
    unknown: int
    """Of how many the amount is not known."""
