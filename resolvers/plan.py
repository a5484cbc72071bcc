"""A plan is one statement and the two shapes of its answer, kept for the next request like it."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.statement import Statement, View, write
from graph.wanted import Block
from resolvers.context import Context
from resolvers.shape import Shape, compile_shape
from runtime.errors import Refused

Key = tuple[object, ...]
LONGEST = 30_000


@dataclass(slots=True)
class Plan:
    wanted: Block
    statement: Statement
    shape: Shape | None  # none when Strawberry has fields of its own to resolve
    unchecked: Shape | None = None

    def plain(self, rows: list[Any], sent: dict[str, Any]) -> dict[str, Any]:
        """The rows by response key, for graphql-core to complete; compiled when first needed, which is rarely."""
        self.unchecked = self.unchecked or compile_shape(self.wanted, strict=False)
        return self.unchecked(rows, sent)


def plan(wanted: Block, view: View, *, whole: bool) -> Plan:
    statement = write(wanted, view)
    return Plan(wanted, statement, compile_shape(wanted, strict=True) if whole else None)


class Plans:
    """The plans last used, by everything that decides their text; a refusal is remembered like a plan."""

    def __init__(self, most: int = 1000) -> None:
        self.most = most
        self.kept: OrderedDict[Key, Plan | Refused | None] = OrderedDict()
        self.hits = self.made = 0

    def get(self, key: Key, make: Callable[[], Plan | None]) -> Plan | None:
        """Raises what making it raised, each time. What has a very long key is made anew each time."""
        if key in self.kept:
            self.kept.move_to_end(key)
            self.hits += 1
            return self._found(key)
        self.made += 1
        if sum(len(part) for part in key if isinstance(part, str)) > LONGEST:
            return make()
        self.kept[key] = _made(make)
        if len(self.kept) > self.most:
            self.kept.popitem(last=False)
        return self._found(key)

    def _found(self, key: Key) -> Plan | None:
        found = self.kept[key]
        if isinstance(found, Refused):
            raise type(found)(*found.args)
        return found


def _made(make: Callable[[], Plan | None]) -> Plan | Refused | None:
    try:
        return make()
    except Refused as refusal:
        return refusal.with_traceback(None)


def prepared(plan: Plan, params: dict[str, Any], context: Context) -> dict[str, Any]:
    """Everything a request sends with its statement. Raises BadQuestion for a value that can't be served."""
    sent = {**params, **plan.statement.constants, "scope": context.scope, "today": context.today}
    sent["reverifyDays"] = context.reverify_days
    for prepare in plan.statement.prepare:
        prepare(sent)
    context.withheld |= plan.statement.withheld
    context.statements += 1
    return sent
