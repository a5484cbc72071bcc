import pytest

from runtime.errors import NotConfigured
from runtime.settings import Settings, table


def test_without_an_environment_every_setting_has_its_default():
    settings = Settings.from_env({})
    assert (settings.port, settings.timezone, settings.neo4j_line) == (8000, "Asia/Shanghai", "5.26")


def test_an_empty_value_counts_as_not_set():
    assert Settings.from_env({"C360_PORT": ""}).port == 8000


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("C360_PORT", "eighty", "integer"),
        ("C360_PORT", "70000", "65535"),
        ("C360_TIMEZONE", "Shanghai", "time zone"),
        ("C360_NEO4J_LINE", "4.4", "5.26 or 2026.05"),
        ("C360_LOG_LEVEL", "LOUD", "DEBUG"),
        ("C360_MATCH_ON", "there", "here, or a master of Spark"),
    ],
)
def test_a_wrong_setting_is_named_with_its_reason_and_without_its_value(name: str, value: str, says: str):
    with pytest.raises(NotConfigured, match=f"{name} is wrong: .*{says}") as fault:
        Settings.from_env({name: value})
    assert value not in str(fault.value)


def test_a_password_is_not_shown():
    settings = Settings.from_env({"NEO4J_PASSWORD": "hunter2hunter2", "REDIS_URL": "redis://:hunter2@x"})
    assert "hunter2" not in repr(settings)


def test_the_table_names_every_setting():
    assert all(f"`{field.alias}`" in table() for field in Settings.model_fields.values())
