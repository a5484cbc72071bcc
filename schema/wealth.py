"""What a party or a household has and owes, summed; every account counted once."""

from schema.field import told
from schema.product import Product
from schema.scalars import Currency, Decimal


@told
class Balance:
    """The sum of balances in one currency."""

    currency: Currency
    """The currency."""
    assets: Decimal
    """What is there."""
    liabilities: Decimal
    """What is owed, as a positive amount."""
    accounts: int
    """How many accounts that is."""
    unknown: int
    """Of how many of them no silo says a balance; they are not in the sums."""


@told
class ProductHolding:
    """What is held of one product, in one currency."""

    product: Product
    """The product."""
    currency: Currency
    """The currency."""
    accounts: int
    """How many accounts of it."""
    unknown: int
    """Of how many of them no silo says a balance; they are not in the sum."""
    balance: Decimal
    """Their balances together; what is owed is negative."""
