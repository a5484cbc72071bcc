"""What lists can be narrowed by: one input for each kind of value."""


from schema.enums import (
    AccountKind,
    AccountStatus,
    Channel,
    CompanyCategory,
    EventKind,
    HoldingRole,
    Initiator,
    RelationKind,
    TransactionKind,
)
from schema.field import filter_
from schema.scalars import Currency, Date, DateTime, Decimal


@filter_
class TextFilter:
    """Tests on a text; all that are given must hold."""

    eq: str | None
    """Is this; null: is not known."""
    in_: list[str] | None
    """Is one of these."""
    contains: str | None
    """Has this in it."""
    starts_with: str | None
    """Begins with this."""


@filter_
class DateFilter:
    """Tests on a day; all that are given must hold."""

    eq: Date | None
    """Is this; null: is not known."""
    gte: Date | None
    """Is this or later."""
    gt: Date | None
    """Is later."""
    lte: Date | None
    """Is this or earlier."""
    lt: Date | None
    """Is earlier."""


@filter_
class DateTimeFilter:
    """Tests on an instant; all that are given must hold."""

    gte: DateTime | None
    """Is this or later."""
    gt: DateTime | None
    """Is later."""
    lte: DateTime | None
    """Is this or earlier."""
    lt: DateTime | None
    """Is earlier."""


@filter_
class MoneyFilter:
    """Tests on an amount in one currency; what is in another passes none."""

    currency: Currency
    """The currency of the amounts below."""
    eq: Decimal | None
    """Is this; null: is not known."""
    gte: Decimal | None
    """Is this or more."""
    gt: Decimal | None
    """Is more."""
    lte: Decimal | None
    """Is this or less."""
    lt: Decimal | None
    """Is less."""


@filter_
class BooleanFilter:
    """A test on a yes or no."""

    eq: bool | None
    """Is this; null: is not known."""


@filter_
class AccountKindFilter:
    """Tests on the kind of an account."""

    eq: AccountKind | None
    """Is this; null: is not known."""
    in_: list[AccountKind] | None
    """Is one of these."""


@filter_
class AccountStatusFilter:
    """Tests on the status of an account."""

    eq: AccountStatus | None
    """Is this; null: is not known."""
    in_: list[AccountStatus] | None
    """Is one of these."""


@filter_
class HoldingRoleFilter:
    """Tests on the role in which an account is held."""

    eq: HoldingRole | None
    """Is this; null: is not known."""
    in_: list[HoldingRole] | None
    """Is one of these."""


@filter_
class RelationKindFilter:
    """Tests on what one person is to another."""

    eq: RelationKind | None
    """Is this; null: is not known."""
    in_: list[RelationKind] | None
    """Is one of these."""


@filter_
class TransactionKindFilter:
    """Tests on the kind of a movement."""

    eq: TransactionKind | None
    """Is this; null: is not known."""
    in_: list[TransactionKind] | None
    """Is one of these."""


@filter_
class InitiatorFilter:
    """Tests on who set a movement off."""

    eq: Initiator | None
    """Is this; null: is not known."""
    in_: list[Initiator] | None
    """Is one of these."""


@filter_
class ChannelFilter:
    """Tests on how bank and customer met."""

    eq: Channel | None
    """Is this; null: is not known."""
    in_: list[Channel] | None
    """Is one of these."""


@filter_
class EventKindFilter:
    """Tests on what happened."""

    eq: EventKind | None
    """Is this; null: is not known."""
    in_: list[EventKind] | None
    """Is one of these."""


@filter_
class CompanyCategoryFilter:
    """Tests on what kind of organisation a company is."""

    eq: CompanyCategory | None
    """Is this; null: is not known."""
    in_: list[CompanyCategory] | None
    """Is one of these."""
