"""Products: what the bank sells."""

from enum import Enum

import strawberry

from graph.mapping import PUBLIC
from schema.enums import AccountKind, RiskLevel
from schema.field import computed, cursor, filter_, itself, node, prop, rows
from schema.filters import AccountKindFilter, BooleanFilter, TextFilter
from schema.node import Node


@node("Product", key="code", scope=PUBLIC)
class Product(Node):
    """What the bank sells, its own or another's."""

    code: str
    """The bank's code for it."""
    name: str
    """Its name, in Chinese at a Chinese bank."""
    name_en: str | None
    """Its English name."""
    family: AccountKind
    """The kind of agreement it opens."""
    issuer: str | None
    """Who issues it, where that is not the bank."""
    is_own: bool = prop("own")
    """The bank's own (自营), not distributed for another (代销)."""
    risk_level: RiskLevel | None
    """The higher of the issuer's and the bank's own rating."""
    min_tier: str | None
    """The tier a customer must have reached."""
    holder_count: int = computed(
        "COUNT { MATCH (this)<-[_o:OF]-(_a:Account)<-[_h:HOLDS]-(_p:Party) "
        "WHERE scoped(_a) AND scoped(_p) AND current(_o) AND current(_h) RETURN DISTINCT _p }"
    )
    """How many parties hold it, as far as the caller may see them."""


@filter_
class ProductWhere:
    """Which products."""

    code: TextFilter | None
    name: TextFilter | None
    family: AccountKindFilter | None
    is_own: BooleanFilter | None
    any: list["ProductWhere"] | None
    """At least one of these holds."""
    all: list["ProductWhere"] | None
    """All of these hold."""
    not_: "ProductWhere | None"
    """This does not hold."""


@strawberry.enum(description="The order of products.")
class ProductOrder(Enum):
    CODE = "code ASC"
    NAME = "name ASC"
    FAMILY = strawberry.enum_value("family ASC, name ASC", description="By family, in each by name.")


@rows
class ProductEdge:
    """A line of a list of products."""

    node: Product = itself()
    """The product."""
    cursor: str = cursor()
    """Its place in the list."""
