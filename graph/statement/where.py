"""Filters → tests. To filter or sort by a secret is to read it, so that needs the same permission."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from graph.mapping import Expression, Inline, Itself, Reach
from graph.money import minor_units
from graph.statement.parameters import Parameters, View
from graph.statement.scope import visible
from graph.statement.template import conjoined, dated, fill
from graph.wanted import Landing, Parameter
from runtime.errors import BadQuestion, NotPermitted

COMPARE = {
    "eq": "{} = {}", "in": "{} IN {}", "gt": "{} > {}", "gte": "{} >= {}", "lt": "{} < {}", "lte": "{} <= {}",
    "contains": "{} CONTAINS {}", "startsWith": "{} STARTS WITH {}",
}  # fmt: skip
FARTHEST = 3
LINE = "edge."
"""Before the name of what a line says of the relationship, and not of the node it leads to."""
LONGEST = 30
"""Digits of an amount, and more than any has."""


@dataclass(frozen=True, slots=True)
class Tested:
    """What a filter tests: a node, of which kind, the day on which its relationships hold, and whether that was asked for; with the
    relationship that led to it, and the words that test that."""

    that: str
    landing: Landing
    day: str = "$today"
    asked: bool = False
    steps: int = 0  # relationships that led to it
    edge: str = ""
    told: Mapping[str, str] = field(default_factory=dict[str, str])

    def end(self, name: str, source: Reach) -> "Tested":
        that = f"{self.that}x"
        return Tested(that, self.landing.ends[name](), self.day, self.asked, self.steps + 1, f"{that}e", source.told)


def tests(where: dict[str, Any], at: Tested, params: Parameters, view: View) -> list[str]:
    """Each a Cypher predicate; all must hold."""
    found: list[str] = []
    for name, test in where.items():
        if test is None:
            continue
        if name in ("any", "all"):
            found.append(combined(name, test, at, params, view))
        elif name == "not":
            found.append(f"NOT coalesce({together(test, at, params, view)}, false)")
        else:
            found += tests_on(name, test, at, params, view)
    return found


def together(where: dict[str, Any], at: Tested, params: Parameters, view: View) -> str:
    return " AND ".join(tests(where, at, params, view)) or "true"


def combined(word: str, each: list[Any], at: Tested, params: Parameters, view: View) -> str:
    joined = (" OR " if word == "any" else " AND ").join(f"({together(one, at, params, view)})" for one in each)
    return f"({joined})" if each else "false" if word == "any" else "true"


def tests_on(name: str, test: dict[str, Any], at: Tested, params: Parameters, view: View) -> list[str]:
    if name in at.told:
        return tests_on_line(at.told[name], test, at, params, view)
    match at.landing.sources.get(name):
        case Reach() as source, kind:
            ways = test if kind.items or kind.name.endswith("Connection") else {"some": test}
            return [related(source, word, where, at, name, params, view) for word, where in ways.items() if where is not None]
        case Inline() as source, _:
            return amounts(name, source, test, at, params, view)
        case _:
            return compared(name, test, at, params, view)


def tests_on_line(name: str, test: dict[str, Any], at: Tested, params: Parameters, view: View) -> list[str]:
    """On what a line says of the relationship; or on the node that it leads to."""
    if isinstance(at.landing.line[name][0], Itself):
        return tests(test, replace(at, told={}), params, view)
    return compared(f"{LINE}{name}", test, at, params, view)


def compared(name: str, test: dict[str, Any], at: Tested, params: Parameters, view: View) -> list[str]:
    left, _ = valued(name, at, view)
    return [compare(left, op, to, params) for op, to in test.items()]


def compare(left: str, op: str, to: Any, params: Parameters) -> str:
    if to is None:
        return f"{left} IS NULL" if op == "eq" else "true"
    return COMPARE[op].format(left, f"${params.name(to)}")


# ---- across a relationship


def related(source: Reach, word: str, where: dict[str, Any], at: Tested, name: str, params: Parameters, view: View) -> str:
    """On what the caller sees at the far end, as of the list's own day: some, none or all of it passes."""
    if at.steps == FARTHEST:
        raise BadQuestion(f"A filter follows at most {FARTHEST} relationships, one behind the other.")
    permit_day(source, at.asked, view)
    far = at.end(name, source)
    edge = far.edge
    match = f"MATCH ({at.that}){source.arrow.replace('[:', f'[{edge}:')}({far.that}:{far.landing.node.label})"
    there = [dated(edge, at.day)] if source.dated else []
    there += visible(far.landing.node, far.that, view, arrow=source.arrow)
    there += [fill(source.test, far.that, 100 + far.steps, edge, whole=view.whole)] if source.test else []
    passing = tests(where, far, params, view)
    if source.once and any(f"{edge}." in test for test in passing):  # of several relationships to one node one is told
        there.append(first_edge(source, at.that, far.that, edge, f"{edge}f", at.day))
    if word == "all":
        failing = f"NOT coalesce({' AND '.join(passing) or 'true'}, false)"
        return f"NOT EXISTS {{ {conjoined(match, [*there, failing])} }}"
    exists = f"EXISTS {{ {conjoined(match, [*there, *passing])} }}"
    return exists if word == "some" else f"NOT {exists}"


def first_edge(source: Reach, this: str, that: str, edge: str, other: str, day: str) -> str:
    """No other such relationship to the same node comes before this one."""
    mine, its = (source.once.replace("edge", name) for name in (edge, other))
    holds = f"{dated(other, day)} AND " if source.dated else ""
    pattern = f"({this}){source.arrow.replace('[:', f'[{other}:')}({that})"
    return f"NOT EXISTS {{ MATCH {pattern} WHERE {holds}{its} < {mine} }}"


def permit_day(source: Reach, asked: bool, view: View) -> None:
    """Raises NotPermitted for a day asked for by who may not read such days."""
    if source.days and asked and view.decide(source.days) != "show":
        raise NotPermitted("You may not ask for this as of a day: the days on which it began and ended are withheld from you.")


# ---- amounts of money


def amounts(name: str, source: Inline, test: dict[str, Any], at: Tested, params: Parameters, view: View) -> list[str]:
    """In one currency: amounts of others do not compare."""
    if "minor" not in source.cells:
        raise BadQuestion(f"There is no filtering by {name}.")
    if view.decide(source.tag) != "show":
        raise NotPermitted(f"You may not filter by {name}: its values are withheld from you.")
    minor, currency = (fill(source.cells[cell], at.that, 100 + at.steps, whole=view.whole) for cell in ("minor", "currency"))
    found = [f"{currency} = ${params.name(test['currency'])}"]
    for op, to in test.items():
        if op == "currency" or (to is None and op != "eq"):
            continue
        if to is None:
            found.append(f"{minor} IS NULL")
        else:
            found.append(COMPARE[op].format(minor, f"${minor_parameter(to, test['currency'], params)}"))
    return found


def minor_parameter(amount: Any, currency: Any, params: Parameters) -> str:
    """The parameter that has an amount in minor units; made on each request where the caller sends either part."""
    if not isinstance(amount, Parameter) and not isinstance(currency, Parameter):
        return params.name(in_minor(amount, currency))
    sent_amount = amount.name if isinstance(amount, Parameter) else params.name(str(amount))
    sent_currency = params.name(currency)
    name = f"{sent_amount}_{sent_currency}_minor"

    def work_out(sent: dict[str, Any]) -> None:
        sent[name] = in_minor(Decimal(sent[sent_amount]), sent[sent_currency])

    params.prepare.append(work_out)
    return name


def in_minor(amount: Decimal, currency: str) -> int:
    if amount.is_finite() and abs(amount.adjusted()) < LONGEST:
        try:
            return minor_units(f"{amount:f}", currency)
        except ValueError:
            pass
    raise BadQuestion("That is no amount of that currency.")


# ---- fields


def valued(name: str, at: Tested, view: View) -> tuple[str, str]:
    """The Cypher of a field's value, and its scalar, for those who may read it. Raises BadQuestion, NotPermitted."""
    if name in at.landing.node.sortable:
        return f"{at.that}.{name}", at.landing.node.sortable[name]
    fields = at.landing.line if name.startswith(LINE) else at.landing.sources
    match fields.get(name.removeprefix(LINE)):
        case Expression(read=None) as source, kind if not kind.items:
            cypher, scalar = source.cypher, "String" if kind.values else kind.leaf
        case Inline(cells={"minor": minor}) as source, _:
            cypher, scalar = minor, "Int"
        case _:
            raise BadQuestion(f"There is no filtering or sorting by {name}.")
    if view.decide(source.tag) != "show":
        raise NotPermitted(f"You may not filter or sort by {name}: its values are withheld from you.")
    return fill(cypher, at.that, 100 + at.steps, at.edge, whole=view.whole), scalar
