"""What banks call a stage, of a standing as it was written."""

from rules.vocabularies import Alias, Stage, called

VALUE = "CASE this.rule WHEN 'STAGE' THEN this.standing END"


def names(near: str) -> list[Alias]:
    """What each vocabulary calls a stage; nobody asks of other standings."""
    return called(Stage(near))
