import pytest

from graph.text_search import folded, lucene


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("王", "王*"),
        ("王伟", '"王伟"'),
        ("Wang Wei", "wang* AND wei*"),
        ("Müller", "muller*"),
        ("港湾 steel", '"港湾" AND steel*'),
        ("ＡＢＣ", "abc*"),
        ('") OR *:* //', "or*"),
        ("", '""'),
        ("*?~^", '""'),
        ("محمد", "محمد*"),
        ("Bank of the West", "bank* AND west*"),
        ("To", "to*"),
    ],
)
def test_what_is_typed_becomes_a_query_without_syntax_of_its_own(typed: str, query: str):
    assert lucene(typed) == query


def test_folding_takes_case_accents_and_width_away():
    assert folded("Ｍüller É") == "muller e"
