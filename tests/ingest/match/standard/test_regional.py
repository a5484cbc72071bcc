"""Given names as Hong Kong and Singapore spell them."""

import numpy as np
import pytest

from ingest.match.standard.person_names import parsed, person_name
from ingest.match.standard.regional import in_pinyin
from ingest.match.tokens import OTHER, SOUND, Tokens


@pytest.mark.parametrize(
    ("characters", "spelt"),
    [
        ("陈大文", "Chan Tai Man"), ("黄洁莹", "Wong Kit Ying"), ("李志强", "Lee Chi Keung"), ("林伟明", "LAM, Wai Ming"),
        ("陈文福", "Tan Boon Hock"), ("郭德华", "Kwok Tak Wah"), ("张嘉欣", "Ka Yan Cheung"),
    ],
)  # fmt: skip
def test_a_given_name_sounds_as_its_regional_spelling(characters: str, spelt: str) -> None:
    one, other = (parsed(name)[0] for text in (characters, spelt) if (name := person_name(text, None, None, None)))
    for role in ("given", "family"):
        texts = sorted({getattr(one, role), getattr(other, role)})
        assert Tokens(texts).levels(np.array([0]), np.array([1])).tolist() == [SOUND], texts


def test_another_given_name_does_not() -> None:
    assert Tokens(["taiman", "志强"]).levels(np.array([0]), np.array([1])).tolist() == [OTHER]


def test_names_of_one_syllable_and_of_other_languages_are_left_alone() -> None:
    assert [in_pinyin(name) for name in ("king", "may", "robert", "dawen", "ada")] == [()] * 5
