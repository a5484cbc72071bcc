"""What whoever runs a command is told of what follows it."""

import pytest

from ingest.command import told_when_unresolved
from runtime.errors import HomeInUse


def test_where_a_resolution_fails_it_is_told_that_all_is_loaded_and_what_completes_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(HomeInUse), told_when_unresolved():
        raise HomeInUse("Another process works here.")
    told = capsys.readouterr().err
    assert "is loaded" in told and "`c360 resolve`" in told and "`c360 work`" in told
