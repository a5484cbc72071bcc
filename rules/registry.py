"""A folder is the registry: the rules in it, found, checked at import, and judged by one after the other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from importlib import import_module
from inspect import cleandoc
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from rules.neighbourhood import Fact, Neighbourhood
from rules.thresholds import Thresholds

MEMBERS = frozenset(each.name for each in fields(Neighbourhood))


class BadRule(ValueError):
    """What a module lacks that is to be a rule."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a judgement rests on, in words of both languages, and how much it adds."""

    fact: Fact
    zh: str
    en: str
    contribution: float = 1.0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as far as what is known tells: the higher its score, the likelier."""

    kind: str
    score: float
    zh: str
    en: str
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule believes: about what (the party itself where that is empty), how grave, why (the likelier reasons
    first), and until when where that is known."""

    level: str
    score: float
    zh: str
    en: str
    grounds: tuple[Ground, ...]
    about: str = ""
    since: date | None = None
    reasons: tuple[Reason, ...] = ()
    action_zh: str = ""
    action_en: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its docstring is the reason that a banker reads, `zh` the same in Chinese; `needs` are members of a
    neighbourhood."""

    name: str
    version: str
    en: str
    zh: str
    needs: frozenset[str]
    judge: Callable[[Neighbourhood, date, Thresholds], Iterable[Judgement]]


@dataclass(frozen=True, slots=True)
class Judged:
    rule: Rule
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that raised: of which kind, and never with what values."""

    rule: str
    party: str
    kind: str


def found(package: ModuleType) -> tuple[Rule, ...]:
    """The rules of a folder, by their names. Raises BadRule."""
    rules = [_rule(import_module(f"{package.__name__}.{each.name}")) for each in iter_modules(package.__path__)]
    names = [rule.name for rule in rules]
    if twice := {name for name in names if names.count(name) > 1}:
        raise BadRule(f"{package.__name__}: {min(twice)} is the name of two rules")
    return tuple(sorted(rules, key=lambda rule: rule.name))


def judged(
    rules: Sequence[Rule], neighbourhood: Neighbourhood, day: date, thresholds: Thresholds
) -> tuple[list[Judged], list[Fault]]:
    """What all rules believe of a party; one that raises is named, and the others go on."""
    judgements, faults = list[Judged](), list[Fault]()
    for rule in rules:
        try:
            judgements += [Judged(rule, each) for each in rule.judge(neighbourhood, day, thresholds)]
        except Exception as fault:
            faults.append(Fault(rule.name, neighbourhood.party, type(fault).__name__))
    return judgements, faults


def _rule(module: ModuleType) -> Rule:
    if lacks := [*_lacking(module)]:
        raise BadRule(f"{module.__name__} is no rule: it lacks {', '.join(lacks)}")
    one: Any = module
    return Rule(one.NAME, one.VERSION, cleandoc(one.__doc__), one.ZH, frozenset(one.NEEDS), one.judge)


def _lacking(module: ModuleType) -> Iterator[str]:
    for name in ("NAME", "VERSION", "ZH"):
        if not isinstance(getattr(module, name, None), str) or not getattr(module, name):
            yield name
    if not module.__doc__:
        yield "a docstring"
    if not callable(getattr(module, "judge", None)):
        yield "judge"
    needs = getattr(module, "NEEDS", None)
    if not needs or not MEMBERS.issuperset(needs):
        yield "NEEDS, of members of a neighbourhood"
