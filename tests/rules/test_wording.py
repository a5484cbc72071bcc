"""What must not be said is found, however it is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.wording import _SIMPLE, PHRASES, Sort, forbidden

ALL = [(sort, phrase) for sort, phrases in PHRASES.items() for phrase in phrases]
BACK = {new: old for old, new in _SIMPLE.items()}


def wide(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def traditional(text: str) -> str:
    return "".join(chr(BACK.get(ord(each), ord(each))) for each in text)


@settings(deadline=None)
@given(st.sampled_from(ALL), st.sampled_from(["", " ", "\u200b", "-", "·", "*", "\u00a0", "\n"]), st.booleans(), st.booleans(), st.booleans())
def test_every_phrase_is_found_through_blanks_signs_width_capitals_and_traditional_characters(
    known: tuple[Sort, str], between: str, full: bool, old: bool, capitals: bool
):
    sort, phrase = known
    said = between.join(phrase)
    said = traditional(said) if old else said
    said = said.upper() if capitals else said
    said = wide(said) if full else said
    assert sort in {each.sort for each in forbidden(f"本产品：{said}。 Ask.")}, said


@pytest.mark.parametrize("text", [
    "理财产品有风险，投资须谨慎。", "是否办理由您自行决定，不影响您在本行的其他业务。", "投保本行代销的家居险", "履约保函", "担保本行的债务",
    "Investments carry risk; their value may fall.", "Performance guarantee", "The casino risks nothing of ours", "A refactored plan",
])  # fmt: skip
def test_what_may_be_said_is_not_found(text: str):
    assert forbidden(text) == ()


@pytest.mark.parametrize(("text", "sort"), [
    ("保本保收益，放心买", Sort.GUARANTEE), ("穩賺不賠", Sort.GUARANTEE), ("買理財，零 風 險", Sort.NO_RISK), ("装修分期须购买家居险方可放款", Sort.TYING),
    ("Home insurance is a condition of your mortgage.", Sort.TYING), ("ＲＩＳＫ－ＦＲＥＥ", Sort.NO_RISK), ("跟存款一样安全", Sort.DISGUISE),
])  # fmt: skip
def test_why_it_must_not_be_said_is_told(text: str, sort: Sort):
    assert sort in {each.sort for each in forbidden(text)}


def test_a_bank_adds_phrases_of_its_own():
    assert forbidden("Our Gold Moment", ["gold moment"])[0].phrase == "gold moment"
    assert forbidden("Our Golden Moment", ["gold moment"]) == ()
