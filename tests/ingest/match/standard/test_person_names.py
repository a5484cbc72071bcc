"""Names taken apart, in the scripts that they are written in."""

import numpy as np
import pytest

from ingest.match.standard.person_names import Reading, parsed, person_name
from ingest.match.tokens import SOUND, Tokens


@pytest.mark.parametrize(
    ("full", "reading"),
    [
        ("Ada Bell", Reading("ada", "bell")),
        ("Mrs. Ada  BELL", Reading("ada", "bell")),
        ("Bell, Ada", Reading("ada", "bell")),
        ("Ada Mary O'Neill", Reading("ada", "oneill", ("mary",))),
        ("charles cochrane, 2nd baron lamington", Reading("charles", "cochrane", ("baron", "lamington"))),
        ("edward godwin (1833-1886)", Reading("edward", "godwin")),
        ("Bell", Reading("", "bell")),
        ("王伟先生", Reading("伟", "王")),
        ("欧阳娜娜", Reading("娜娜", "欧阳")),
        ("Lin Guo Dong", Reading("guodong", "lin")),
        ("GUODONG LIN", Reading("guodong", "lin")),
        ("محمد الهاشمي", Reading("محمد", "الهاشمي")),
        ("Mohammed bin Rashid Al Maktoum", Reading("mohammed", "maktoum", ("rashid",))),
    ],
)
def test_a_name_is_tokens_with_roles(full: str, reading: Reading) -> None:
    assert parsed(person_name(full, None, None, None) or "") == (reading,)


def test_a_name_in_two_scripts_has_two_readings() -> None:
    assert parsed(person_name("林国栋", None, None, "Lin Guodong") or "") == (Reading("guodong", "lin"), Reading("国栋", "林"))


@pytest.mark.parametrize("nothing", ["", " ", "!!", None])
def test_nothing_is_no_name(nothing: str | None) -> None:
    assert person_name(nothing, nothing, nothing, nothing) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("王", "wang"), ("王", "wong"), ("陈", "chan"), ("陈", "tan"), ("李", "lee"), ("chen", "chan"), ("国栋", "guodong"), ("单", "shan"),
     ("萧", "hsiao"), ("محمد", "mohammed"), ("الهاشمي", "alhashimi"), ("王玮"[1], "伟")],
)  # fmt: skip
def test_regional_spellings_and_scripts_sound_the_same(one: str, other: str) -> None:
    tokens = Tokens(sorted({one, other}))
    assert int(tokens.levels(np.array([0]), np.array([1]))[0]) == SOUND


@pytest.mark.parametrize(("one", "other"), [("王", "li"), ("ada", "bell"), ("chen", "smith"), ("محمد", "layla")])
def test_others_do_not(one: str, other: str) -> None:
    tokens = Tokens(sorted({one, other}))
    assert int(tokens.levels(np.array([0]), np.array([1]))[0]) != SOUND
