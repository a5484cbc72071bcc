"""What is told of something long: how far, how fast, how much longer."""

from typing import Any

import pytest

from runtime import terminal
from runtime.terminal import Step, bar


@pytest.mark.parametrize(
    ("done", "total", "seconds", "says"),
    [
        (0, 0, 0, ""),
        (1, 1, 5, ""),
        (12_000, 99_000, 2, "12,000 of 99,000, 6,000/s, 0:14 left"),
        (600, 60_600, 10, "600 of 60,600, 60/s, 16:40 left"),
        (5_000, 0, 10, "5,000, 500/s"),
        (1, 2, 30, "1 of 2"),
        (5_000, 10_000, 0.5, "5,000 of 10,000"),
        (10_000, 10_000, 10, "10,000 of 10,000, 1,000/s"),
    ],
)
def test_a_step_tells_how_far_how_fast_and_how_much_longer(done: int, total: int, seconds: float, says: str) -> None:
    assert Step("load", 100.0).far(done, total, 100.0 + seconds) == says


def test_a_fetch_is_told_in_megabytes() -> None:
    assert Step("fetch", 0).far(12_000_000, 133_000_000, 1) == "12 of 133 MB"


def test_without_a_terminal_plain_lines_tell_each_step_and_now_and_then_how_far_it_is(
    capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 1000, 4))
    monkeypatch.setattr(terminal, "monotonic", lambda: float(next(clock)))
    monkeypatch.setattr(terminal, "ERR", terminal.Console(stderr=True, force_terminal=False, width=200))
    with bar("core") as told:
        for done in range(0, 7000, 1000):
            told("load", done, 9000)
        told("name", 0, 10)
    assert capsys.readouterr().err.splitlines() == [
        "core: load",
        "core: load 3,000 of 9,000, 250/s, 0:24 left",
        "core: load 6,000 of 9,000, 250/s, 0:12 left",
        "core: name",
    ]
