"""Filters → tests. To filter or sort by a secret is to read it, so that needs the same permission."""

from typing import Any

from graph.mapping import Expression
from graph.statement.parameters import Parameters, View
from graph.wanted import Landing
from runtime.errors import BadQuestion, NotPermitted

COMPARE = {
    "eq": "{} = {}", "in": "{} IN {}", "gt": "{} > {}", "gte": "{} >= {}", "lt": "{} < {}", "lte": "{} <= {}",
    "contains": "{} CONTAINS {}", "startsWith": "{} STARTS WITH {}",
}  # fmt: skip


def tests(where: dict[str, Any], landing: Landing, that: str, params: Parameters, view: View) -> list[str]:
    """Each a Cypher predicate on `that`; all must hold."""
    found: list[str] = []
    for name, test in where.items():
        if test is None:
            continue
        if name in ("any", "all"):
            found.append(combined(name, test, landing, that, params, view))
        elif name == "not":
            inner = " AND ".join(tests(test, landing, that, params, view)) or "true"
            found.append(f"NOT coalesce({inner}, false)")
        else:
            left = f"{that}.{sortable(name, landing, view)[0]}"
            found += [compare(left, op, to, params) for op, to in test.items()]
    return found


def combined(word: str, each: list[Any], landing: Landing, that: str, params: Parameters, view: View) -> str:
    parts = [" AND ".join(tests(one, landing, that, params, view)) or "true" for one in each]
    joined = (" OR " if word == "any" else " AND ").join(f"({part})" for part in parts)
    return f"({joined})" if parts else "false" if word == "any" else "true"


def compare(left: str, op: str, to: Any, params: Parameters) -> str:
    if to is None:
        return f"{left} IS NULL" if op == "eq" else "true"
    return COMPARE[op].format(left, f"${params.name(to)}")


def sortable(name: str, landing: Landing, view: View) -> tuple[str, str]:
    """The property behind a field, and its scalar, for those who may read it."""
    if name in landing.node.sortable:
        return name, landing.node.sortable[name]
    source, kind = landing.sources.get(name, (None, None))
    if not isinstance(source, Expression) or source.name is None or kind is None:
        raise BadQuestion(f"There is no filtering or sorting by {name}.")
    if view.decide(source.tag) != "show":
        raise NotPermitted(f"You may not filter or sort by {name}: its values are withheld from you.")
    return source.name, kind.name
