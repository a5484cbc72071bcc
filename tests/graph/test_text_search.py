import pytest

from graph.text_search import folded, lucene


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("王", "(name:王*)"),
        ("王伟", '(name:"王伟")'),
        ("Wang Wei", "(name:wang*) AND (name:wei*)"),
        ("Müller", "(name:muller*)"),
        ("港湾 steel", '(name:"港湾") AND (name:steel*)'),
        ("ＡＢＣ", "(name:abc*)"),
        ('") OR *:* //', "(name:or*)"),
        ("", '""'),
        ("*?~^", '""'),
        ("محمد", "(name:محمد*)"),
        ("Bank of the West", "(name:bank*) AND (name:west*)"),
        ("To", "(name:to*)"),
    ],
)
def test_what_is_typed_becomes_a_query_without_syntax_of_its_own(typed: str, query: str):
    assert lucene(typed, ["name"]) == query


def test_each_word_may_stand_in_another_property():
    assert lucene("Ada 王伟", ["name", "other"]) == '(name:ada* OR other:ada*) AND (name:"王伟" OR other:"王伟")'


def test_folding_takes_case_accents_and_width_away():
    assert folded("Ｍüller É") == "muller e"
