"""Forms of scalars, and somebody to ask about: of whom there is none a named error is told, which Schemathesis takes for a fault.

Schemathesis takes this as its hooks.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import schemathesis
from graphql import EnumValueNode, FieldNode, FloatValueNode, IntValueNode, ListValueNode, StringValueNode, Visitor, visit
from hypothesis import strategies as st
from schemathesis.graphql import nodes

COMPANY = "core:2000000002"
"""Of the demo bank's story."""
SOMEBODY = ("company", "of")
INTRODUCED = "warmPaths"
"""Its `to` names somebody; that of a list is a day."""
IDS = (StringValueNode, IntValueNode)
LEFT_OUT = {
    "opportunity": IDS, "from": IDS, "avoid": (*IDS, ListValueNode), "threshold": (IntValueNode, FloatValueNode), "rule": (EnumValueNode,),
}  # fmt: skip
RULES = ("CN", "EU", "CUSTOM")
"""An opportunity is that company's own, a threshold goes with one rule alone, who introduces or is avoided is somebody; what is not of
their type is there to be refused."""
DEEPEST, FARTHEST, MOST, MOST_WAYS = 5, 4, 100, 10
LARGEST = 2**31
"""What is larger is no Int."""

DAYS = st.dates(date(1990, 1, 1), date(2026, 1, 1)).map(lambda day: day.isoformat())
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2026, 1, 1)).map(lambda at: f"{at.isoformat()}Z")
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str)
for name, form in (("Date", DAYS), ("DateTime", INSTANTS), ("Decimal", AMOUNTS), ("Currency", st.sampled_from(["CNY", "EUR"]))):
    schemathesis.graphql.scalar(name, form.map(nodes.String))


class Somebody(Visitor):
    """Asks about a company that there is, wherever a root names one."""

    def leave_field(self, node: FieldNode, *_: Any) -> FieldNode:
        said = {argument.name.value: argument for argument in node.arguments}
        introduced = node.name.value == INTRODUCED
        who = next((name for name in (("to",) if introduced else SOMEBODY) if name in said), None)
        if who is None or not isinstance(said[who].value, (StringValueNode, IntValueNode)):
            return node
        said[who] = replace(said[who], value=nodes.String(COMPANY))
        for name, most in (("depth", DEEPEST), ("within", FARTHEST), ("first", MOST_WAYS if introduced else MOST)):
            value = said[name].value if name in said else None
            if isinstance(value, IntValueNode) and -LARGEST <= int(value.value) < LARGEST:
                said[name] = replace(said[name], value=IntValueNode(value=str(int(value.value) % most + 1)))
        return replace(node, arguments=tuple(one for name, one in said.items() if not _left_out(name, one.value)))


def _left_out(name: str, value: Any) -> bool:
    return isinstance(value, LEFT_OUT.get(name, ())) and (not isinstance(value, EnumValueNode) or value.value in RULES)


def asked_of_somebody(body: Any) -> Any:
    return visit(body, Somebody())


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    return asked_of_somebody(body)
