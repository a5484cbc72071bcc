"""What is to be told of one batch that went through files."""

from dataclasses import dataclass
from typing import Any

from graph.ledger import Outcome


@dataclass(frozen=True, slots=True)
class Told:
    """Of a batch of a class, or of one link of its nodes."""

    cls: type[Any]
    number: int
    field: str
    outcome: Outcome
