"""Bounds of a question: what stands at one is answered, what passes it is refused before it is validated."""

from dataclasses import replace

import pytest
from graphql import parse

from resolvers import limits
from resolvers.known import KNOWN, MOST, REFUSED, known
from resolvers.limits import BOUNDS
from runtime.errors import Refused, TooCostly, TooDeep, TooLong
from tests.asking import SERVING


def looked(text: str, **bounds: int) -> bool:
    few = replace(BOUNDS, **bounds)
    limits.read(text, few)
    return limits.look(parse(text), few)


def many(count: int, each: str = "f{n}") -> str:
    return " ".join(each.replace("{n}", str(n)) for n in range(count))


def chain(links: int) -> str:
    return "{ ...F0 } " + " ".join(f"fragment F{n} on Q {{ x{n} ...F{n + 1} }}" for n in range(links)) + f" fragment F{links} on Q {{ y }}"


def doubling(links: int) -> str:
    doubled = (f"fragment F{n} on Q {{ x {{ ...F{n + 1} }} z {{ ...F{n + 1} }} }}" for n in range(links))
    return "{ ...F0 } " + " ".join(doubled) + f" fragment F{links} on Q {{ y }}"


AT = {
    # a text with n of something, and how many of it are the bound
    "characters": (lambda n: "{a}" + " " * (n - 3), 40, TooLong),
    "tokens": (lambda n: "{ a {" + many(n - 5) + "} }", 40, TooLong),
    "directives": (lambda n: "{ a " + "@include(if: true) " * n + "}", 5, TooCostly),
    "definitions": (lambda n: "{ a } " + many(n - 1, "fragment F{n} on Q { a }"), 5, TooLong),
    "nesting": (lambda n: "{a(b: " + "[" * (n - 2) + "]" * (n - 2) + ")}", 8, TooDeep),
    "depth": (lambda n: "{a" * n + "}" * n, 6, TooDeep),
    "selections": (lambda n: "{ a { ...F } } fragment F on Q { " + many(n - 2) + " }", 20, TooCostly),
    "aliases": (lambda n: "{ ...F } fragment F on Q { " + many(n, "a{n}: b ") + " }", 7, TooCostly),
    "repetitions": (lambda n: "{ " + "a " * (n - 1) + " ... { ...F ...F } } fragment F on Q { a }", 5, TooCostly),
    "roots": (lambda n: "{ " + many(n - 1) + " ... on Q { other } }", 6, TooCostly),
    "items": (lambda n: "{ a(b: [" + "1 " * (n - 1) + "]) ...F } fragment F on Q { c(d: [1]) }", 9, TooCostly),
    "objects": (lambda n: "query($w: W = {a: 1}) { a(b: [" + "{x: 1} " * (n - 1) + "]) }", 9, TooCostly),
}  # fmt: skip


@pytest.mark.parametrize("name", AT)
def test_what_stands_at_a_bound_is_read_and_what_passes_it_is_not(name: str):
    text, bound, fault = AT[name]
    assert looked(text(bound), **{name: bound})
    with pytest.raises(fault) as told:
        looked(text(bound + 1), **{name: bound})
    assert "\n" not in str(told.value) and f"{bound} " in str(told.value)


def test_fragments_are_counted_wherever_they_are_spread():
    assert looked(doubling(3), selections=60)
    with pytest.raises(TooCostly, match="more than 60 fields in the operation"):
        looked(doubling(4), selections=60)
    with pytest.raises(TooCostly):
        looked(doubling(15))


def test_fragments_are_followed_as_deep_as_they_go():
    assert looked(chain(9), nesting=11)
    with pytest.raises(TooDeep, match="Fragments stand more than 11 deep"):
        looked(chain(10), nesting=11)
    with pytest.raises(TooDeep, match="Fields stand more than 20 deep"):
        looked("{ a { b { ...F } } } fragment F on Q " + "{c" * 19 + "}" * 19)


def test_a_fragment_that_was_walked_higher_up_counts_where_it_is_deeper():
    text = "{ ...F a { b { c { ...F } } } } fragment F on Q { x { y } }"
    assert looked(text, depth=5)
    with pytest.raises(TooDeep):
        looked(text, depth=4)


def test_fragments_in_a_circle_are_left_to_validation():
    assert not looked("{ ...A } fragment A on Q { a { ...B } } fragment B on Q { b { ...A } }")
    assert not looked("{ a } fragment A on Q { ...A }")
    (error,) = known(SERVING, "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }").errors
    assert error.message.startswith("Cannot spread fragment 'A' within itself") and error.locations


def test_brackets_and_signs_in_texts_and_comments_are_no_brackets():
    inside = '"{{{[[[(((@@:::" """ \\""" {{{ "quoted" [[[ """ # {{{ "'
    assert looked(f"{{ a(b: [{inside}\n]) }}", nesting=3, directives=1, aliases=1)


def test_many_operations_are_each_looked_at():
    with pytest.raises(TooDeep, match="in the operation B"):
        looked("query A { a } query B " + "{a" * 21 + "}" * 21)
    with pytest.raises(TooCostly, match="in the fragment F"):
        looked("query A { a } fragment F on Q { x { ...G } y { ...G } } fragment G on Q { " + many(30) + " }", selections=50)


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ([["x"] * 1001], TooCostly),
        ([{"any": [{}] * 251}], TooCostly),
        ([{"any": [{"in": ["x"] * 600}, {"in": ["x"] * 600}]}], TooCostly),
    ],
)
def test_variables_are_bounded_as_literals_are(values: list[object], fault: type[Refused]):
    with pytest.raises(fault, match="the variables"):
        limits.look_at(values)


def test_variables_are_nested_so_deep_and_no_deeper():
    value: object = "x"
    for _ in range(49):
        value = {"not": value}
    limits.look_at([value])
    with pytest.raises(TooDeep, match="nested more than 50 deep"):
        limits.look_at([{"not": value}])


def test_a_refused_question_is_remembered_without_its_text():
    REFUSED.clear()
    text = "{ " + "viewer " * 900 + "}"
    refused = known(SERVING, text)
    assert known(SERVING, text) is refused and refused.errors and not refused.tree.definitions
    assert not any(text in key for key in KNOWN)
    (key,) = REFUSED
    assert len(key[1]) == 16


def test_so_many_refusals_are_remembered_and_their_words_cut():
    REFUSED.clear()
    for n in range(MOST + 5):
        known(SERVING, f"{{ nothing{n} }}")
    assert len(REFUSED) == MOST
    long = known(SERVING, "{ " + "x" * 10_000 + " }")
    assert len(long.errors[0].message) <= 301
    assert len(known(SERVING, "{ " + many(19) + "}").errors) <= 11


def test_known_questions_are_kept_by_their_size_as_well_as_their_number(monkeypatch: pytest.MonkeyPatch):
    KNOWN.clear()
    monkeypatch.setattr("resolvers.known.TOKENS", 100)
    for n in range(50):
        assert not known(SERVING, f"query Q{n} {{ viewer {{ org subject }} }}").errors
    assert 5 < len(KNOWN) < 20
    KNOWN.clear()
