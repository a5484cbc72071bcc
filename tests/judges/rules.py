"""What the schema says in words, and a generator of questions that reads types alone does not know.

Schemathesis takes this as its hooks: objects of which one field is to be set, which arguments go together, keys that are new for each
change; besides what `known` has.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import schemathesis
from graphql import (
    ArgumentNode,
    FieldNode,
    GraphQLInputObjectType,
    IntValueNode,
    NameNode,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    get_named_type,
    visit,
)
from known import asked_of_somebody
from schemathesis.graphql import nodes

SCHEMA = build_schema((Path(__file__).parents[2] / "schema" / "schema.graphql").read_text(encoding="utf-8"))
MOST = 10
"""The longest page that is asked for: of long ones within each other an answer may cost more than anybody may ask for."""
CURSORS = ("after", "before")
"""Opaque: none that is made up is a place in a list."""


class Ruled(Visitor):
    """Rewrites a question so that it keeps to the rules."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types

    def leave_object_value(self, node: ObjectValueNode, *_: Any) -> ObjectValueNode:
        type_ = get_named_type(self.types.get_input_type())
        if not (isinstance(type_, GraphQLInputObjectType) and type_.is_one_of):
            return node
        said = [field for field in node.fields if not isinstance(field.value, NullValueNode)]
        return replace(node, fields=tuple((said or [_said(next(iter(type_.fields)))])[:1]))

    def leave_object_field(self, node: ObjectFieldNode, *_: Any) -> ObjectFieldNode:
        return replace(node, value=nodes.String(uuid4().hex)) if node.name.value == "idempotencyKey" else node

    def leave_field(self, node: FieldNode, *_: Any) -> FieldNode:
        said = {argument.name.value: argument for argument in node.arguments if argument.name.value not in CURSORS}
        if "first" in said:
            said.pop("last", None)
        return replace(node, arguments=tuple(_short(argument) for argument in said.values()))


def _said(name: str) -> ObjectFieldNode:
    return ObjectFieldNode(name=NameNode(value=name), value=nodes.String("none"))


def _short(argument: ArgumentNode) -> ArgumentNode:
    """A page of a size that may be asked for."""
    if argument.name.value not in ("first", "last") or not isinstance(argument.value, IntValueNode):
        return argument
    return replace(argument, value=IntValueNode(value=str(int(argument.value.value) % MOST + 1)))


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    types = TypeInfo(SCHEMA)
    return asked_of_somebody(visit(body, TypeInfoVisitor(types, Ruled(types))))
