"""One line a finding, whatever the terminal is."""

from io import StringIO

import pytest
from rich.console import Console

from doctor.finding import Finding, ok, sized, split, warning, wrong
from doctor.printed import as_dict, exit_code, print_findings, summary
from runtime.errors import GraphUnavailable

FINDINGS = [
    ok("home", "It is there."),
    warning(
        "landing",
        "2 of lakeside-loans wait for their pass, the oldest since 2026-01-01 10:15 UTC.",
        "Run `c360 ingest lakeside-loans`.",
    ),
    wrong("database", "It can't be reached: nothing listens [there].", "Check that it runs.", GraphUnavailable),
]


def printed(findings: list[Finding], width: int, *, terminal: bool) -> list[str]:
    out = Console(file=StringIO(), width=width, force_terminal=terminal, no_color=True, color_system=None)
    print_findings(findings, out)
    assert isinstance(out.file, StringIO)
    return out.file.getvalue().splitlines()


def test_elsewhere_than_on_a_terminal_a_finding_is_one_line():
    lines = printed(FINDINGS, 40, terminal=False)
    assert len(lines) == 4
    assert lines[2].split() == "wrong database It can't be reached: nothing listens [there]. → Check that it runs.".split()
    assert lines[3] == "1 wrong, 1 warning: begin with database."


@pytest.mark.parametrize("width", [40, 60, 89, 90, 140, 250])
def test_on_a_terminal_nothing_is_wider_than_it_is_and_nothing_is_lost(width: int):
    lines = printed(FINDINGS, width, terminal=True)
    assert max(len(line) for line in lines) <= width
    words = " ".join(" ".join(lines).split())
    for each in FINDINGS:
        assert each.check in words and each.found.split()[-1] in words and all(word in words for word in each.do.split())


def test_nothing_wrong_is_said_and_is_code_0():
    assert (summary([FINDINGS[0]]), exit_code([FINDINGS[0]])) == ("Nothing is wrong.", 0)
    assert (exit_code(FINDINGS[:2]), exit_code(FINDINGS), exit_code([*FINDINGS, wrong("home", "x", "y")])) == (0, 3, 2)


def test_for_programs_it_is_data():
    told = as_dict(FINDINGS)
    assert told["counts"] == {"ok": 1, "warning": 1, "wrong": 1, "not checked": 0}
    assert (told["exit"], told["findings"][0]) == (3, {"check": "home", "state": "ok", "found": "It is there.", "do": None})


def test_words_and_sizes_are_taken_apart_as_people_read_them():
    assert split("The folder x is held: stop it.") == ("The folder x is held.", "Stop it.")
    assert [sized(size) for size in (999, 1_000, 2_500_000, 3_200_000_000)] == ["999 bytes", "1 KB", "2 MB", "3.2 GB"]
