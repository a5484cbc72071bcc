"""Names as they are sorted and typed."""

import pytest

from rules.names import search_text, sort_name


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("王伟", "wang wei"),
        ("单雄信", "shan xiong xin"),
        ("曾小贤", "zeng xiao xian"),
        ("解缙", "xie jin"),
        ("仇英", "qiu ying"),
        ("欧阳娜娜", "ou yang na na"),
        ("尉迟恭", "yu chi gong"),
        ("Łukasz Müller", "lukasz muller"),
        ("ＡＤＡ  Bell", "ada bell"),
        ("محمد الهاشمي", "محمد الهاشمي"),
    ],
)
def test_people_sort_by_pinyin_family_names_by_their_own_reading(name: str, sorted_as: str) -> None:
    assert sort_name(name, True) == sorted_as


def test_a_companys_first_character_is_no_family_name() -> None:
    assert sort_name("单位钢铁有限公司", False) == "dan wei gang tie you xian gong si"


def test_without_a_name_there_is_nothing_to_sort_or_search_by() -> None:
    assert (sort_name(None, True), sort_name("  ", True), search_text([], True)) == (None, None, None)


def test_a_name_is_found_by_characters_pinyin_with_and_without_blanks_and_initials() -> None:
    assert search_text(["陈美玲", "Meiling Chén"], True) == ("Meiling Chén meiling chen 陈美玲 chen mei ling chenmeiling cml 玲")
