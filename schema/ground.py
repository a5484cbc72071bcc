"""Grounds: what a recommendation or a standing rests on."""

from schema.field import told


@told
class Ground:
    """What something believed rests on."""

    words: str
    """What it says."""
    words_zh: str
    """The same in Chinese."""
    contribution: float
    """How much it adds."""
    label: str
    """What it is, as Event, Account or MonthlyFlow."""
    subject_id: str
    """Its own id."""
    system: str
    """The silo that says it."""
