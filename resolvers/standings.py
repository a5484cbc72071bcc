"""What a standing rests on, and what banks call it, as it was written."""

from typing import Any

from resolvers.grounds import CELLS, Ground
from rules.vocabularies import Alias, Stage, called

GROUNDS = f"[{CELLS}]"
VALUE = "CASE this.rule WHEN 'STAGE' THEN this.standing END"


def grounds(near: list[list[Any]]) -> list[Ground]:
    """What it rests on."""
    return [Ground(*each) for each in zip(*near, strict=True)]


def names(near: str) -> list[Alias]:
    """What each vocabulary calls a stage; nobody asks of other standings."""
    return called(Stage(near))
