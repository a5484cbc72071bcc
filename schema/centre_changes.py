"""What bankers change of a buying centre: parts, stances, nearness, ties."""

from typing import Annotated

import strawberry
from strawberry.types import Info

from resolvers.changes.change import Changed
from resolvers.changes.line import Part
from resolvers.changes.set_coverage import set_coverage
from resolvers.changes.set_role import set_role
from resolvers.changes.set_stance import set_stance
from resolvers.changes.tie import Bond, add_tie, end_tie
from resolvers.context import Context
from schema.buying_centre import TieKind
from schema.change import INPUT, UserError, errors, own
from schema.enums import ContactLevel, DecisionRole, Stance
from schema.field import changed, filter_
from schema.party import Company, Person
from schema.scalars import Date

DONE_ONCE = "Why nothing was changed; empty where it was."
ENTRY = "The line that was written: its `lineId`, which `withdrawEntry` takes; null where nothing was changed."


@filter_
class SetRoleInput:
    """A part of a person in a company's decisions; they may play several."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    person: strawberry.ID
    """The person's id, global or its own."""
    company: strawberry.ID
    """The company's id, global or its own."""
    opportunity: strawberry.ID | None
    """The id of the company's opportunity that it is for; without it in general."""
    role: DecisionRole
    """Which part."""
    influence: float | None
    """How much they weigh in it, 0–1."""
    since: Date | None
    """From when; today without it, not in the future."""
    until: Date | None
    """From when on they play it no more; without `since`, what stands ends on that day."""
    evidence: str
    """From what it is known: what was said or seen, when."""
    seen: str | None
    """The `lineId` of what the banker saw of this part; without it they saw none."""


@filter_
class SetStanceInput:
    """Where a person stands towards what the bank proposes to a company."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    person: strawberry.ID
    """The person's id, global or its own."""
    company: strawberry.ID
    """The company's id, global or its own."""
    opportunity: strawberry.ID | None
    """The id of the company's opportunity that it is for; without it in general."""
    stance: Stance
    """Where they stand."""
    influence: float | None
    """How much they weigh, 0–1."""
    since: Date | None
    """From when; today without it, not in the future."""
    evidence: str
    """From what it is known: what was said or seen, when."""
    seen: str | None
    """The `lineId` of the `stanceSaid` that the banker saw; without it they saw none."""


@filter_
class SetCoverageInput:
    """How near the bank is to a person in what concerns a company."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    person: strawberry.ID
    """The person's id, global or its own."""
    company: strawberry.ID
    """The company's id, global or its own."""
    current: ContactLevel
    """How near it is."""
    desired: ContactLevel | None
    """How near it wants to be."""
    since: Date | None
    """From when; today without it, not in the future."""
    evidence: str
    """From what it is known: what was said or seen, when."""
    seen: str | None
    """The `lineId` of the `coverage` that the banker saw; without it they saw none."""


@filter_
class AddTieInput:
    """What ties one person to another."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    kind: TieKind
    """What."""
    from_: strawberry.ID
    """The id of the person it begins at: who reports, influences, referred, knows; global or its own."""
    to: strawberry.ID
    """The id of the other person."""
    company: strawberry.ID | None
    """The id of the company that it holds in; without it wherever they are."""
    strength: float | None
    """How strong, 0–1."""
    since: Date | None
    """From when; today without it, not in the future."""
    until: Date | None
    """From when on it is so no more."""
    evidence: str
    """From what it is known: what was said or seen, when."""
    seen: str | None
    """The `lineId` of the tie that the banker saw; without it they saw none."""


@filter_
class EndTieInput:
    """A tie that is no more."""

    idempotency_key: str
    """Chosen by the caller: the same key with the same input is done once."""
    kind: TieKind
    """What."""
    from_: strawberry.ID
    """The id of the person it begins at, global or its own."""
    to: strawberry.ID
    """The id of the other person."""
    company: strawberry.ID | None
    """The id of the company that it held in, where it was told."""
    on: Date | None
    """From when on it is so no more; today without it, not in the future."""
    evidence: str
    """From what it is known: what was said or seen, when."""
    seen: str | None
    """The `lineId` of the tie that the banker saw."""


@strawberry.type(description="A buying centre of which something was said.")
class BuyingCentrePayload:
    changed_id: strawberry.Private[str | None]
    company: Company | None = changed("The company as it is now; `decisionMakers` tells its buying centre.")
    line_id: str | None = strawberry.field(description=ENTRY)
    user_errors: list[UserError] = strawberry.field(description=DONE_ONCE)


@strawberry.type(description="A person of whose ties something was said.")
class TiePayload:
    changed_id: strawberry.Private[str | None]
    person: Person | None = changed("The person it begins at, as they are now; `ties` tells theirs.")
    line_id: str | None = strawberry.field(description=ENTRY)
    user_errors: list[UserError] = strawberry.field(description=DONE_ONCE)


async def placed(info: Info[Context, None], input: Annotated[SetRoleInput, INPUT]) -> BuyingCentrePayload:
    part = _part(input, own(input.opportunity, "Opportunity") if input.opportunity else None)
    done = await set_role(info.context, input.idempotency_key, part, input.role, _number(input.influence), input.until or None)
    return _centre(part, done)


async def stood(info: Info[Context, None], input: Annotated[SetStanceInput, INPUT]) -> BuyingCentrePayload:
    part = _part(input, own(input.opportunity, "Opportunity") if input.opportunity else None)
    done = await set_stance(info.context, input.idempotency_key, part, input.stance, _number(input.influence))
    return _centre(part, done)


async def covered(info: Info[Context, None], input: Annotated[SetCoverageInput, INPUT]) -> BuyingCentrePayload:
    part = _part(input, None)
    done = await set_coverage(info.context, input.idempotency_key, part, input.current, input.desired or None)
    return _centre(part, done)


async def tied(info: Info[Context, None], input: Annotated[AddTieInput, INPUT]) -> TiePayload:
    bond, strength = _bond(input), _number(input.strength)
    done = await add_tie(info.context, input.idempotency_key, bond, strength, input.since or None, input.until or None)
    return _ties(bond, done)


async def untied(info: Info[Context, None], input: Annotated[EndTieInput, INPUT]) -> TiePayload:
    bond = _bond(input)
    done = await end_tie(info.context, input.idempotency_key, bond, input.on or None)
    return _ties(bond, done)


def _part(input: SetRoleInput | SetStanceInput | SetCoverageInput, opportunity: str | None) -> Part:
    return Part(
        own(input.person, "Person"), own(input.company, "Company"), opportunity, input.since or None, input.evidence.strip(),
        input.seen or None,
    )  # fmt: skip


def _bond(input: AddTieInput | EndTieInput) -> Bond:
    company = own(input.company, "Company") if input.company else None
    start, end = own(input.from_, "Person"), own(input.to, "Person")
    return Bond(input.kind.name, start, end, company, input.evidence.strip(), input.seen or None)


def _centre(part: Part, done: Changed) -> BuyingCentrePayload:
    changed_id = part.company if done.changed else None
    return BuyingCentrePayload(changed_id=changed_id, line_id=done.changed, user_errors=errors(done))


def _ties(bond: Bond, done: Changed) -> TiePayload:
    return TiePayload(changed_id=bond.start if done.changed else None, line_id=done.changed, user_errors=errors(done))


def _number(told: float | None) -> float | None:
    """Zero is said, and nothing is not."""
    return told if isinstance(told, int | float) else None
