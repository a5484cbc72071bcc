"""Settings that are wrong are findings; the rest is checked all the same."""

import pytest

from doctor import settings
from doctor.finding import State
from runtime.settings import Settings


@pytest.mark.parametrize(
    ("env", "says"),
    [
        ({"C360_PORT": "eighty"}, "C360_PORT is wrong"),
        ({"NEO4J_URI": "graph.bank.example:7687"}, "NEO4J_URI is wrong: must be an address as bolt://host:7687"),
        ({"NEO4J_URI": "bolt://graph:many"}, "NEO4J_URI is wrong: has a port that is none"),
        ({"C360_TIMEZONE": "Asia/Nowhere"}, "C360_TIMEZONE is wrong"),
        ({"C360_TOKEN_SECRET": "short"}, "C360_TOKEN_SECRET is too short"),
    ],
)
def test_a_setting_that_is_wrong_is_told_by_its_name(env: dict[str, str], says: str):
    (found,) = settings.look(env)
    assert (found.state, found.exit, says in found.found) == (State.WRONG, 2, True)
    assert found.do


def test_every_wrong_setting_is_told_and_the_right_ones_count():
    env = {"C360_PORT": "eighty", "C360_NEO4J_LINE": "4.4", "C360_IN_FLIGHT": "3"}
    assert len(settings.look(env)) == 2
    kept, wrong = Settings.as_far_as_right(env)
    assert (kept.in_flight, kept.port, set(wrong)) == (3, 8000, {"C360_PORT", "C360_NEO4J_LINE"})


def test_a_name_that_is_no_setting_is_told_with_the_one_that_may_be_meant():
    (near, strange) = settings.look({"C360_HOEM": "x", "C360_QQQQQQ": "x"})
    assert (near.state, near.do, strange.do) == (State.WARNING, "Is C360_HOME meant?", "`c360 settings` lists them.")


def test_a_silo_that_nobody_reads_is_told():
    (found,) = settings.look({"C360_SILO_NOBODY_TOKEN": "x", "C360_SILO_LAKESIDE_LOANS": "x"})
    assert (found.state, "C360_SILO_NOBODY_TOKEN" in found.found) == (State.WARNING, True)


def test_what_is_set_is_told_by_name_and_never_by_value():
    (found,) = settings.look({"NEO4J_PASSWORD": "sesame", "PATH": "x"})
    assert (found.state, found.found) == (State.OK, "NEO4J_PASSWORD are set, the others are as they come.")
    assert settings.look({})[0].found == "None is set."


def test_the_bank_s_zone_is_told():
    (found,) = settings.zone(Settings.from_env({}), {})
    assert (found.state, "Asia/Shanghai, which nobody has set" in found.found) == (State.OK, True)
