"""What a statement is sent with: its constants, and what each request must work out first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal, Protocol, cast

from graph.wanted import Parameter

Decision = Literal["show", "mask", "deny"]
Prepare = Callable[[dict[str, Any]], None]


class View(Protocol):
    """What a kind of caller may read. Hashable and of few values: it is part of a plan's key."""

    @property
    def whole(self) -> bool:
        """Head office: sees all units, so that no statement tests them."""
        ...

    def decide(self, tag: str | None) -> Decision: ...


@dataclass(slots=True)
class Statement:
    """A statement, and what each request must do before it is sent."""

    text: str
    constants: dict[str, Any]
    prepare: list[Prepare]
    withheld: dict[str, str]


@dataclass(slots=True)
class Parameters:
    """Names for values, the same name for the same constant, so that equal subqueries are seen to be equal."""

    constants: dict[str, Any] = field(default_factory=dict[str, Any])
    prepare: list[Prepare] = field(default_factory=list[Prepare])

    def name(self, value: Any) -> str:
        """The parameter that holds what the caller sent or what the document says."""
        if isinstance(value, Parameter):
            return value.name
        value = plain(value)
        if _is_filled(value):
            name = f"l{len(self.prepare)}"
            self.prepare.append(lambda sent: sent.update({name: _filled(value, sent)}))
            return name
        same = (name for name, known in self.constants.items() if known == value and type(known) is type(value))
        name = next(same, f"k{len(self.constants)}")
        self.constants[name] = value
        return name


def _is_filled(value: Any) -> bool:
    """Whether the caller sends some part of it."""
    if isinstance(value, list | dict):
        return any(map(_is_filled, _parts(value)))
    return isinstance(value, Parameter)


def _filled(value: Any, sent: dict[str, Any]) -> Any:
    """With what the caller has sent."""
    if isinstance(value, list):
        return [_filled(item, sent) for item in cast(list[Any], value)]
    if isinstance(value, dict):
        return {name: _filled(item, sent) for name, item in cast(dict[str, Any], value).items()}
    return sent[value.name] if isinstance(value, Parameter) else value


def _parts(value: Any) -> list[Any]:
    return list(cast(dict[str, Any], value).values()) if isinstance(value, dict) else value


def plain(value: Any) -> Any:
    """Without enums, which the driver does not know."""
    if isinstance(value, list):
        return [plain(item) for item in cast(list[Any], value)]
    return value.value if isinstance(value, Enum) else value
