"""The bank's own lines: read from its file, or refused by the name of what makes no sense."""

import re
from pathlib import Path

import pytest

from rules.offer_lines import OfferLines
from rules.standing_lines import StandingLines
from rules.thresholds import Thresholds, read
from runtime.errors import NotConfigured

WARNINGS, OFFERS, STANDINGS = (
    Path(__file__).parents[3] / "docs" / name for name in ("early-warnings.md", "offers.md", "standings.md")
)
IN_WORDS = {
    "approved": "all", "consent_needed": "false", "forbidden": "none", "products": "by name",
    "tier_floors": "`{HIGH_NET_WORTH = 600000000, REGULAR = 5000000}`",
    "company_tier_floors": "`{STRATEGIC = 10000000000, KEY = 1000000000, BASIC = 50000000}`",
}  # fmt: skip
"""Defaults that the page tells otherwise than Python does."""


def test_what_a_file_leaves_out_has_its_default(tmp_path: Path):
    (own := tmp_path / "rules.toml").write_text("left_share = 0.6\nquiet_days = 60\n")
    assert read(own) == Thresholds(left_share=0.6, quiet_days=60)
    assert read(None) == Thresholds()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("left_share = 1.5", "left_share"), ("quiet_days = -1", "quiet_days"), ("sureness = 3", "sureness"), ("quiet_days = ", "no TOML"),
        ("quiet_days = 200\nlapsed_days = 100", "lapsed_days"), ("trend_months = 'three'", "trend_months"),
        ("contact_most = 0", "contact_most"), ("forbidden = ['!']", "forbidden"), ("tier_floors = {GOLD = -1}", "tier_floors"),
    ],
)  # fmt: skip
def test_a_line_that_makes_no_sense_is_named(tmp_path: Path, text: str, told: str):
    (own := tmp_path / "rules.toml").write_text(text)
    with pytest.raises(NotConfigured, match=told):
        read(own)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(NotConfigured, match=r"none\.toml"):
        read(tmp_path / "none.toml")


def test_the_pages_tell_every_line_with_its_default():
    lines, of_offers, stands = Thresholds.model_fields, OfferLines.model_fields, StandingLines.model_fields
    of = ((WARNINGS, lines.keys() - of_offers.keys()), (OFFERS, of_offers.keys() - stands.keys()), (STANDINGS, stands.keys()))
    for page, own in of:
        told = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", page.read_text("utf-8"), re.M)
        rows = [row for row in told if row[0] in lines]
        known = {name: each for name, each in lines.items() if name in own}
        assert rows == [(name, IN_WORDS.get(name, str(each.default)), each.description) for name, each in known.items()]
