"""Which fields a kind of caller is shown, by the tag that stands on the field."""

from dataclasses import dataclass
from datetime import UTC, datetime

from access.caller import Caller, CallerRole
from graph.statement import Decision

HEAD_OFFICE = "HQ"
TAGS = {
    "contact": "telephone numbers, e-mail and postal addresses",
    "account_number": "account, card and policy numbers as printed",
    "identity": "birth dates, identity documents and nationality",
    "money": "balances, amounts and limits",
    "judgement": "what bankers believe of people: stance, influence, evidence",
    "notes": "what was said in a contact",
    "operations": "passes over deliveries, and the rows they refused",
    "risk": "risk, KYC and anti-money-laundering ratings",
}
RULES: dict[CallerRole, dict[str, Decision]] = {
    CallerRole.BANKER: {},
    CallerRole.PARTNER: {
        "contact": "mask", "account_number": "mask", "identity": "mask",
        "money": "deny", "judgement": "deny", "notes": "deny", "risk": "deny",
        "operations": "deny",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """The view of one kind of caller; few values, for every plan is made once for each."""

    role: CallerRole
    whole: bool

    def decide(self, tag: str | None) -> Decision:
        return RULES[self.role].get(tag, "show") if tag else "show"


def policy_of(caller: Caller) -> Policy:
    """Head office's bankers see every unit; a partner never sees the whole bank at once."""
    return Policy(caller.role, caller.org == HEAD_OFFICE and caller.role is CallerRole.BANKER)


def may_look(caller: Caller | None, *, partners: bool) -> bool:
    """Whether a caller is shown what the schema has: the bank's own people are, partners where the bank wants it, nobody else."""
    return caller is not None and (caller.role is not CallerRole.PARTNER or partners)


def views() -> frozenset[Policy]:
    """Every view that some caller has: what is made ready for all is made for each of them."""
    until = datetime.max.replace(tzinfo=UTC)
    places = (HEAD_OFFICE, f"{HEAD_OFFICE}/BELOW")
    return frozenset(policy_of(Caller("", role, org, until)) for role in CallerRole for org in places)
