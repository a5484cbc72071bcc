"""Random questions over the whole schema: aliases, fragments, directives, variables, arguments, nesting."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,  # pyright: ignore[reportUnknownVariableType]
    is_required_argument,
    is_required_input_field,
)

DEEPEST = 3
MOST = 30
"""Fields, unless told: what is larger finds no other faults, and takes the database seconds to plan."""
ANY_TYPE = ("node", "nodes")
LEVEL = ("totals", "groups")
"""What is asked of a list without going down it."""
WORDS = ("王", "wang", "li", "Harbour", "湖", "钢铁", "Müller", "zhang wei", "الهاشمي", '"*) OR', "")
DAYS = ["1993-06-01", "1994-01-31", "2024-05-01", "2026-03-15", "2026-12-31"]
CURRENCIES = ("CNY", "CZK", "USD")
AMOUNTS = ("0", "1000.00", "-250.5", "12e3", "890")


@dataclass(frozen=True, slots=True)
class Pools:
    """Real ids, keys and cursors to ask with, and some that are none."""

    ids: Sequence[str]
    keys: Mapping[str, Sequence[str]]
    cursors: Mapping[str, Sequence[str]]  # by the name of the list they come from
    texts: Sequence[str] = WORDS
    companies: Sequence[str] = ("none",)


class Enum:
    """An enum's value as a literal."""

    def __init__(self, name: str) -> None:
        self.name = name


class Questions:
    """A seeded stream of questions; `allowed` narrows the fields that are asked for."""

    def __init__(
        self,
        schema: GraphQLSchema,
        seed: int,
        pools: Pools,
        allowed: Callable[[str, str], bool] = lambda type_, field: True,
        most: int = MOST,
    ) -> None:
        self.random = random.Random(seed)
        self.schema = schema
        self.pools = pools
        self.allowed = allowed
        self.most = most

    def make(self) -> tuple[str, dict[str, Any]]:
        """A text and its variables."""
        self.variables: dict[str, tuple[str, Any]] = {"yes": ("Boolean!", self.chance(0.5))}
        self.fragments: list[str] = []
        self.left = self.most
        body = self.selection(self.schema.query_type, 0)
        declared = ", ".join(f"${name}: {type_}" for name, (type_, _) in self.variables.items())
        text = f"query Q({declared}) {body} {' '.join(self.fragments)}"
        return text, {name: value for name, (_, value) in self.variables.items() if value is not ...}

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    # ---- selections

    def selection(self, type_: Any, depth: int) -> str:
        fields: dict[str, GraphQLField] = getattr(type_, "fields", {})
        names = [name for name in fields if self.allowed(type_.name, name)]
        if not depth:  # what may be of any type is planned for each: a fifth of the time gives the others their turn
            # What a federated graph asks is told of no bank.
            names = [name for name in names if name[0] != "_" and (name not in ANY_TYPE or self.chance(0.2))]
        most = self.random.randint(1, 3) if depth else 1 + self.chance(0.3)
        picked = self.random.sample(names, min(len(names), most, max(self.left, 0)))
        parts = [text for name in picked if (text := self.field(name, fields[name], depth))]
        if is_abstract_type(type_):
            possible = list(self.schema.get_possible_types(type_))
            for one in self.random.sample(possible, min(2, len(possible))):
                parts.append(f"... on {one.name}{self.directive()} {self.selection(one, depth + 1)}")
        if self.chance(0.2) or not parts:
            parts.append(self.random.choice(["__typename", "t: __typename"]))
        if depth and self.chance(0.12):
            name = f"F{len(self.fragments)}"
            self.fragments.append("")
            self.fragments[int(name[1:])] = f"fragment {name} on {type_.name} {self.selection(type_, depth + 1)}"
            parts.append(f"...{name}{self.directive()}")
        if depth and self.chance(0.08):
            parts.append(f"...{self.directive()} {self.selection(type_, depth + 2)}")
        return "{ " + " ".join(parts) + " }"

    def directive(self) -> str:
        choices = [" @include(if: $yes)", " @skip(if: $yes)", " @include(if: true)"]
        return self.random.choice(choices) if self.chance(0.15) else ""

    def field(self, name: str, field: GraphQLField, depth: int) -> str:
        named = cast(Any, get_named_type)(cast(Any, field).type)
        if not is_leaf_type(named) and depth >= DEEPEST:
            return ""
        self.list = name
        self.left -= 1
        alias = f"{self.random.choice('abc')}{self.random.randint(0, 9)}: " if self.chance(0.2) else ""
        arguments = self.arguments(field)
        below = "" if is_leaf_type(named) else " " + self.selection(named, depth if name in LEVEL else depth + 1)
        return f"{alias}{name}{arguments}{self.directive()}{below}"

    # ---- arguments

    def arguments(self, field: GraphQLField) -> str:
        turn = self.random.choice(["first", "first", "last", "none", "none"] if self.chance(0.98) else ["both"])
        texts: list[str] = []
        for name, argument in field.args.items():
            if name in ("first", "last") and turn not in (name, "both"):
                continue
            share = 0.8 if name in ("after", "before") else 0.55
            if not is_required_argument(argument) and name not in ("first", "last") and self.chance(share):
                continue
            if name == "orderBy" and any(text.startswith(("after", "before")) for text in texts) and self.chance(0.7):
                continue  # most cursors are of the order that a list has by itself
            value = self.value(name, cast(Any, argument).type)
            texts.append(f"{name}: {self.sent(value, cast(Any, argument).type)}")
        return f"({', '.join(texts)})" if texts else ""

    def sent(self, value: Any, type_: Any) -> str:
        """As a literal, or as a variable."""
        if self.chance(0.5):
            return literal(value)
        name = f"v{len(self.variables)}"
        self.variables[name] = (str(type_), plain(value))
        return f"${name}"

    def value(self, name: str, type_: Any) -> Any:
        nullable: Any = type_.of_type if str(type_).endswith("!") else type_
        if nullable is type_ and self.chance(0.05):
            return None
        keys = cast(Any, get_named_type)(nullable)
        if name == "by" and isinstance(keys, GraphQLEnumType):  # each once
            return [Enum(each) for each in self.random.sample(list(keys.values), min(len(keys.values), self.random.randint(0, 3)))]
        if is_list_type(nullable):
            return [self.value(name, cast(Any, nullable).of_type) for _ in range(self.random.randint(0, 3))]
        match nullable:
            case GraphQLEnumType():
                return Enum(self.random.choice(list(nullable.values)))
            case GraphQLInputObjectType() if nullable.is_one_of:
                key = self.random.choice(list(self.pools.keys))
                return {key: self.random.choice(self.pools.keys[key])}
            case GraphQLInputObjectType():
                return self.filter(nullable)
            case _:
                return self.scalar(name, nullable.name)

    def filter(self, type_: GraphQLInputObjectType, depth: int = 0) -> dict[str, Any]:
        """Any of its tests and all that it cannot do without; what holds other filters only so deep."""
        chosen = self.random.sample(list(type_.fields), min(len(type_.fields), self.random.randint(0, 2)))
        needed = [name for name, one in type_.fields.items() if is_required_input_field(one)]
        found: dict[str, Any] = {}
        for name in dict.fromkeys([*chosen, *needed]):
            inner: Any = type_.fields[name].type
            below = cast(Any, get_named_type)(inner)
            if not isinstance(below, GraphQLInputObjectType):
                found[name] = self.value(name, inner)
            elif is_list_type(inner):
                if depth < 2:
                    found[name] = [self.filter(below, depth + 1) for _ in range(self.random.randint(0, 2))]
            elif depth < 2 or not any(map(is_filter, below.fields.values())):
                found[name] = self.filter(below, depth + 1)
        return found

    def scalar(self, name: str, type_: str) -> Any:
        pick = self.random.choice
        match type_:
            case "ID" if name == "company":
                return pick(self.pools.companies)
            case "ID":
                return pick(self.pools.ids)
            case "Int":
                return pick([0, 1, 2, 3, 5, 5, 10]) if self.chance(0.97) else pick([-1, 1000])
            case "Float":
                return pick([0.1, 0.25, 0.5, 1.5])
            case "Boolean":
                return self.chance(0.5)
            case "Date":
                return pick(DAYS)
            case "DateTime":
                return f"{pick(DAYS)}T12:00:00Z"
            case "Currency":
                return pick(CURRENCIES)
            case "Decimal":
                return pick(AMOUNTS)
            case "String" if name in ("after", "before"):
                return pick(self.pools.cursors.get(self.list, ["junk"])) if self.chance(0.95) else "junk"
            case "String" if name in ("from", "to"):
                return pick(["1993-05", "1994-01", "2025-11"])
            case "String" if name == "fields":
                return pick(["name", "birthDate", "nothing"])
            case _:
                return pick(self.pools.texts)


def is_filter(field: GraphQLInputField) -> bool:
    """Whether a field of an input is an input itself."""
    return isinstance(cast(Any, get_named_type)(cast(Any, field).type), GraphQLInputObjectType)


def literal(value: Any) -> str:
    match value:
        case Enum():
            return value.name
        case dict():
            return "{" + ", ".join(f"{key}: {literal(one)}" for key, one in cast(dict[str, Any], value).items()) + "}"
        case list():
            return "[" + ", ".join(literal(one) for one in cast(list[Any], value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.name
        case dict():
            return {key: plain(one) for key, one in cast(dict[str, Any], value).items()}
        case list():
            return [plain(one) for one in cast(list[Any], value)]
        case _:
            return value
