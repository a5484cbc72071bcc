import json
from urllib.parse import urlencode

import pytest

from runtime.errors import BadQuestion
from runtime.wire.question import of_parameters, question

HASH = "sha256:" + "0" * 64


def test_a_question_is_its_text_or_the_id_of_one():
    assert question(b'{"query": "{ a }"}').query == "{ a }"
    assert question(json.dumps({"documentId": HASH}).encode()).document == HASH
    assert question(b'{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "abc"}}}').document == "abc"


@pytest.mark.parametrize("id_", [HASH, "family", "0123abcd", "x-bank:family.1~2"])
def test_ids_are_written_as_the_standard_says(id_: str):
    assert question(json.dumps({"documentId": id_}).encode()).document == id_


@pytest.mark.parametrize("id_", ["", "sha256:abc", HASH.upper(), "md5:abc", "a b", "../secret", "x" * 201, "x-:a", 7])
def test_what_is_no_id_is_refused(id_: object):
    with pytest.raises(BadQuestion, match="documentId"):
        question(json.dumps({"documentId": id_}).encode())


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"query": ""}, {"query": "{ a }", "documentId": "family"}, {"query": "{ a }", "extensions": []},
        {"extensions": {"persistedQuery": {"sha256Hash": 7}}}, {"extensions": {"persistedQuery": 7}},
    ],
)  # fmt: skip
def test_a_question_with_neither_or_both_is_refused(sent: object):
    with pytest.raises(BadQuestion):
        question(json.dumps(sent).encode())


def test_an_address_may_hold_a_question():
    sent = {"documentId": "family", "operationName": "", "variables": '{"id":"é"}', "extensions": "{}", "utm": "x"}
    asked = of_parameters(urlencode(sent).encode())
    assert (asked.document, asked.operation, asked.variables, asked.extensions) == ("family", None, {"id": "é"}, {})


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"documentId=", b"documentId=a&variables={", b"documentId=a&variables=[]", b"documentId=a&variables=%FF", b"documentId=\xff",
        b"documentId=a&variables=" + b"[" * 100_000, b"&".join(b"a%d=1" % n for n in range(50)),
    ],
)  # fmt: skip
def test_an_address_that_asks_nothing_is_refused(sent: bytes):
    with pytest.raises(BadQuestion):
        of_parameters(sent)
