"""The bank's own people and places."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from graph.mapping import PUBLIC
from schema.enums import CoverageFunction, UnitLevel
from schema.field import edge, itself, node, on_edge, rows
from schema.node import Node, Origin, edge_origin
from schema.scalars import Date

if TYPE_CHECKING:
    from schema.party import Party



@node("OrgUnit", scope=PUBLIC)
class OrgUnit(Node):
    """Head office, a branch or a sub-branch."""

    name: str
    """Its name."""
    name_en: str | None
    """Its English name."""
    level: UnitLevel
    """Where it stands."""
    path: str
    """Its place in the organisation, as `HQ/SUZHOU/CHANGMEN`."""
    parent: "OrgUnit | None" = edge("-[:PART_OF]->")
    """The unit above it."""
    units: list["OrgUnit"] = edge("<-[:PART_OF]-", by="name ASC", most=500)
    """The units right below it."""


@node("Employee", scope=PUBLIC)
class Employee(Node):
    """Someone who works for the bank."""

    name: str
    """The name."""
    name_en: str | None
    """The English name."""
    function: CoverageFunction | None
    """What they do."""
    unit: OrgUnit | None = edge("-[:WORKS_IN]->")
    """Where they work."""
    until: Date | None
    """The first day on which their silo no longer told them; null while it does."""
    covers: list["Covered"] = edge("-[:COVERS]->", by="sortName ASC", most=500, ties="edge.function")
    """The customers they are responsible for, as far as the caller may see them."""


@rows
class Coverage:
    """An employee's responsibility for a customer."""

    employee: Employee = itself()
    """Who."""
    function: CoverageFunction = on_edge("function")
    """What for."""
    share: float | None = on_edge("share")
    """The part of the customer's results that is theirs, 0–1."""
    since: Date | None = on_edge("validFrom")
    """From when."""
    origin: Origin | None = edge_origin()
    """Who says so."""


@rows
class Covered:
    """A customer an employee is responsible for."""

    party: Annotated["Party", strawberry.lazy("schema.party")] = itself()
    """The customer."""
    function: CoverageFunction = on_edge("function")
    """What for."""
    share: float | None = on_edge("share")
    """The part of the customer's results that is theirs, 0–1."""
