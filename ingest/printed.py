"""A pass's report as a person reads it."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest.catalogue import Silo
from ingest.report import Report

WIDE_ENOUGH = 140  # columns
ROWS = {"rowsRead": "read", "rowsAccepted": "accepted", "rowsQuarantined": "quarantined", "rowsRefused": "refused"}


def print_report(report: Report, out: Console) -> None:
    """Rows by table, what became of the records, what was refused and why, and the time of each stage."""
    title = f"{report.source}, as of {report.effective_on}"
    rows = Table("table", "read", "accepted", "quarantined", title=title, title_justify="left")
    _numeric(rows)
    for name, counts in report.tables.items():
        rows.add_row(name, *(f"{number:,}" for number in (counts.read, counts.accepted, counts.quarantined)))
    loaded = Table("record", "new", "changed", "ended", "unchanged", "older", "missing an end")
    _numeric(loaded)
    for name, each in report.loaded.items():
        numbers = (each.new, each.changed, each.ended, each.unchanged, each.older, each.missing)
        loaded.add_row(name, *(f"{number:,}" if number else "" for number in numbers))
    out.print(rows, loaded)
    for reason, times in report.refused:
        out.print(f"[yellow]quarantined[/yellow] {times:,} × {' '.join(str(part) for part in reason if part)}", highlight=False)
    if report.quarantine:
        out.print(f"The refused rows are kept: see `c360 quarantine {report.pass_id}`.", soft_wrap=True)
    seconds = ", ".join(f"{stage} {time:.1f} s" for stage, time in report.seconds.items())
    resumed = " (resumed)" if report.resumed else ""
    out.print(f"{report.parties:,} parties; {seconds}; pass {report.pass_id}{resumed}", soft_wrap=True, highlight=False)


def print_passes(passes: Sequence[Mapping[str, Any]], out: Console) -> None:
    """What each did to the rows it was given; read = accepted + quarantined + refused. Two lines each where a table is too wide."""
    if not passes:
        out.print("No pass has run: load something, as with `c360 ingest`.")
    elif out.width < WIDE_ENOUGH:
        for each in passes:
            _print_pass(each, out)
    else:
        out.print(_table_of(passes))
    for each in passes:
        if each["refusedWhy"]:
            out.print(f"[red]refused[/red] {each['id']}: {escape(each['refusedWhy'])}", soft_wrap=True, highlight=False)


def _table_of(passes: Sequence[Mapping[str, Any]]) -> Table:
    table = Table("pass", "source", "state", "as of", *ROWS.values(), "new", "changed", "ended", "s", box=SIMPLE_HEAD)
    _numeric(table, 4)
    for each in passes:
        numbers = (each[name] for name in (*ROWS, "new", "changed", "ended", "seconds"))
        texts = (each["id"], each["source"], f"{each['state']}{_far(each)}", each["effectiveOn"])
        table.add_row(*texts, *("" if number is None else f"{number:,}" for number in numbers))
    return table


def _print_pass(each: Mapping[str, Any], out: Console) -> None:
    rows = {word: f"{each[name] or 0:,} {word}" for name, word in ROWS.items()}
    did = ", ".join(f"{each[name]:,} {name}" for name in ("new", "changed", "ended") if each[name])
    out.print(
        f"[bold]{each['id']}[/bold] {each['source']} {each['state']}{_far(each)}, as of {each['effectiveOn']}, {each['seconds']} s",
        highlight=False,
    )
    out.print(
        f"  {rows['read']} = {rows['accepted']} + {rows['quarantined']} + {rows['refused']}{did and '; '}{did}", highlight=False
    )


def _far(each: Mapping[str, Any]) -> str:
    """How far one is that runs."""
    if each["state"] != "RUNNING" or not each["stageTotal"]:
        return ""
    return f" {each['stage']} {each['stageDone']:,}/{each['stageTotal']:,}"


def print_refused(refused: Sequence[Mapping[str, Any]], out: Console) -> None:
    """Where each stands and why, none of its values."""
    table = Table("row", "source", "table", "line", "field", "reason", "state", box=SIMPLE_HEAD)
    _whole(table)
    for each in refused:
        table.add_row(
            each["id"], each["source"], each["table"], f"{each['line']:,}", each["field"] or "", each["reason"], each["state"]
        )
    out.print(table if refused else "Nothing is in quarantine.")


def print_sources(silos: Sequence[Silo], out: Console) -> None:
    """What each is and whose, and whether what it last said is still fresh."""
    table = Table("source", "what it is, whose, its tables", "from", "due every", "spoke of", show_lines=True)
    table.columns[1].overflow = "fold"
    for silo in silos:
        one, day = silo.source, silo.spoke_of.isoformat() if silo.spoke_of else ""
        about = escape("\n".join((one.title, one.owner, ", ".join(each.name for each in one.tables))))
        name = one.name if one.system == one.name else f"{one.name}\n[dim]{one.system}:[/dim]"
        table.add_row(name, about, silo.comes_from, silo.every, f"{day}\n[red]overdue[/red]" if silo.overdue else day)
    out.print(table)


def _whole(table: Table) -> None:
    """The first column is what other commands take: it is never cut."""
    table.columns[0].no_wrap = True
    for column in table.columns[1:]:
        column.overflow = "fold"


def _numeric(table: Table, first: int = 1) -> None:
    for column in table.columns[first:]:
        column.justify = "right"
