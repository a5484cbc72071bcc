from enum import Enum
from pathlib import Path
from typing import Any, cast

import pytest
import strawberry
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLScalarType
from strawberry.scalars import JSON

from schema.assembled import serving
from schema.check import check
from schema.field import computed, edge, node, prop
from schema.node import Node

ROOT = Path(__file__).parent.parent.parent
TYPES: dict[str, Any] = {
    name: type_ for name, type_ in cast(dict[str, Any], serving()._schema.type_map).items() if not name.startswith("__")
}


def test_the_committed_schema_is_the_printed_one():
    assert (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8") == serving().as_str() + "\n"


def test_every_type_field_and_argument_is_described():
    standard = {"String", "Int", "Float", "Boolean", "ID"}
    silent = [name for name, type_ in TYPES.items() if not type_.description and name not in standard]
    for name, type_ in TYPES.items():
        if isinstance(type_, GraphQLEnumType | GraphQLScalarType):
            continue
        for field, made in getattr(type_, "fields", {}).items():
            silent += [] if made.description else [f"{name}.{field}"]
            if not isinstance(type_, GraphQLInputObjectType):
                silent += [f"{name}.{field}({a}:)" for a, argument in made.args.items() if not argument.description]
    assert silent == []


def test_every_connection_pages_both_ways():
    for name, type_ in TYPES.items():
        for field, made in getattr(type_, "fields", {}).items():
            if str(made.type).strip("!").endswith("Connection"):
                assert {"first", "after", "last", "before"} <= set(made.args), f"{name}.{field}"


@node("Unscoped")
class Unscoped(Node):
    """Counts what its caller may not see."""

    count: int = computed("COUNT { MATCH (this)-[:HOLDS]->(_a:Account) }")
    """How many."""


@node("Untagged")
class Untagged(Node):
    """Tells by another name what is withheld."""

    balance: int | None = prop(tag="secret")
    """Withheld."""
    more: int | None = computed("this.balance + 1")
    """Not withheld."""


@node("Required")
class Required(Node):
    """Promises what may be withheld."""

    balance: int = prop(tag="secret")
    """Withheld."""


@node("Promised")
class Promised(Node):
    """Promises a node that may be out of sight."""

    other: Required = edge("-[:OF]->")
    """Somebody else's."""


@strawberry.enum(description="An order that no page can be told by.")
class Several(Enum):
    BY_WORDS = "words ASC"


@strawberry.enum(description="An order by what there is not.")
class Absent(Enum):
    BY_NOTHING = "words2 ASC"


@node("Wordy")
class Wordy(Node):
    """Has values that no cursor tells."""

    words: JSON
    """No value that a cursor tells."""
    more: list["Wordy"] = edge("-[:OF]->", order=Several)
    """Sorted by them."""


@node("Lost")
class Lost(Node):
    """Sorts by what there is not."""

    more: list["Lost"] = edge("-[:OF]->", order=Absent)
    """Sorted so."""


@node("Told")
class Told(Node):
    """Tests what no line says."""

    more: list["Told"] = edge("-[:OF]->", told={"role": "role"})
    """Tested so."""


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        (Unscoped, "Unscoped.count: .*without scope"),
        (Untagged, "Untagged.more reads what is withheld as secret"),
        (Required, "Required.balance: what may be withheld must be nullable"),
        (Promised, "Promised.other: what its caller may not see must be nullable"),
        (Wordy, "Wordy.more: pages cannot be sorted by words"),
        (Lost, "Lost.more: There is no filtering or sorting by words2"),
        (Told, "Told.more: There is no filtering or sorting by edge.role"),
    ],
)
def test_a_declaration_that_could_leak_stops_the_start(declared: type, says: str):
    query = strawberry.type(type("Query", (), {"__annotations__": {"leak": declared}}))
    with pytest.raises(ValueError, match=says):
        check(strawberry.Schema(query))
