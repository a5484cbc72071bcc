"""A bookmark is the caller's own, and unaltered."""

import pytest

from access import bookmark
from runtime.errors import BadQuestion


def test_what_was_given_to_a_caller_is_read_of_it():
    assert bookmark.read(bookmark.given({"FB:1", "FB:2"}, "ada", "secret"), "ada", "secret") == {"FB:1", "FB:2"}


@pytest.mark.parametrize("sent", ["", "junk", "é", 7, None, ["x"], "A" * 5_000, bookmark.given({"FB:1"}, "eve", "secret")])
def test_what_was_not_given_to_a_caller_is_refused(sent: object):
    with pytest.raises(BadQuestion, match=r"extensions\.bookmark"):
        bookmark.read(sent, "ada", "secret")


def test_one_that_was_altered_is_refused():
    told = bookmark.given({"FB:1"}, "ada", "secret")
    with pytest.raises(BadQuestion):
        bookmark.read(told[:-4] + "AAAA", "ada", "secret")


def test_one_that_is_too_old_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    told = bookmark.given({"FB:1"}, "ada", "secret")
    monkeypatch.setattr(bookmark, "SECONDS", 0.0)
    assert bookmark.read(told, "ada", "secret") == frozenset()
