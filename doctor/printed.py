"""Findings as an operator reads them: a line each, as wide as the terminal is."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from doctor.finding import Finding, State

COLOURS = {State.OK: "green", State.WARNING: "yellow", State.WRONG: "red", State.NOT_CHECKED: "dim"}
NARROW = 90  # columns
WIDEST = 140


def exit_code(findings: Sequence[Finding]) -> int:
    """0 where nothing is wrong; 2 where someone must change something; 3 where all that is wrong may be well later."""
    codes = {each.exit for each in findings if each.state is State.WRONG}
    return 0 if not codes else 3 if codes == {3} else 2


def as_dict(findings: Sequence[Finding]) -> dict[str, Any]:
    """For `--json`."""
    counts = {state.value: sum(each.state is state for each in findings) for state in State}
    return {"exit": exit_code(findings), "counts": counts, "findings": [each.as_dict() for each in findings]}


def print_findings(findings: Sequence[Finding], out: Console) -> None:
    """On a terminal in columns, or below each other where it is narrow; elsewhere one plain line a finding."""
    if not out.is_terminal:
        for each in findings:
            out.print(_line(each), soft_wrap=True, highlight=False, markup=False)
    elif out.width < NARROW:
        _print_narrow(findings, out)
    else:
        out.print(_table(findings, min(out.width, WIDEST)))
    out.print(Text(summary(findings)), soft_wrap=not out.is_terminal, highlight=False)


def summary(findings: Sequence[Finding]) -> str:
    """`2 are wrong, 1 warning: begin with database.`"""
    wrong = [each for each in findings if each.state is State.WRONG]
    warnings = sum(each.state is State.WARNING for each in findings)
    unknown = sum(each.state is State.NOT_CHECKED for each in findings)
    parts = [f"{len(wrong)} wrong" if wrong else "Nothing is wrong"]
    parts += [f"{warnings} warning{'s' * (warnings > 1)}"] if warnings else []
    parts += [f"{unknown} not checked"] if unknown else []
    return ", ".join(parts) + (f": begin with {wrong[0].check}." if wrong else ".")


def _line(each: Finding) -> str:
    do = f" → {each.do}" if each.do else ""
    return f"{each.state.value:<11}  {each.check:<18}  {each.found}{do}"


def _print_narrow(findings: Sequence[Finding], out: Console) -> None:
    for each in findings:
        out.print(Text.assemble((each.state.value, COLOURS[each.state]), f" {each.check}"))
        out.print(Padding(_said(each), (0, 0, 0, 2)), highlight=False)


def _table(findings: Sequence[Finding], width: int) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.width = width
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for each in findings:
        table.add_row(Text(each.state.value, COLOURS[each.state]), each.check, _said(each))
    return table


def _said(each: Finding) -> Text:
    return Text.assemble(each.found, *((("\n→ " + each.do, "bold"),) if each.do else ()))
