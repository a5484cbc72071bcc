from pathlib import Path
from typing import Any, cast

import pytest
import strawberry
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLScalarType

from schema.assembled import serving
from schema.check import check
from schema.field import computed, node, prop
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


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        (Unscoped, "Unscoped.count: .*without scope"),
        (Untagged, "Untagged.more reads what is withheld as secret"),
        (Required, "Required.balance: what may be withheld must be nullable"),
    ],
)
def test_a_declaration_that_could_leak_stops_the_start(declared: type, says: str):
    query = strawberry.type(type("Query", (), {"__annotations__": {"leak": declared}}))
    with pytest.raises(ValueError, match=says):
        check(strawberry.Schema(query))
