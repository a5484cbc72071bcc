from hypothesis import given
from hypothesis import strategies as st

from graph.identity import global_id, named


@given(st.sampled_from(["Person", "Account"]), st.text(min_size=1))
def test_a_global_id_names_its_type_and_key_again(type_: str, key: str):
    assert named(global_id(f"{type_}:", key)) == (type_, key)


def test_a_plain_key_has_no_type():
    assert named("P01M8071KGEP5G7YWZK58FPT9GE") == (None, "P01M8071KGEP5G7YWZK58FPT9GE")
    assert named("core:4711") == (None, "core:4711")
    assert named("") == (None, "")
