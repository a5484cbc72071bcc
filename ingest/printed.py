"""A pass's report as a person reads it."""

from rich.console import Console
from rich.table import Table

from ingest.report import Report


def print_report(report: Report, out: Console) -> None:
    """Rows by table, what became of the records, what was refused and why, and the time of each stage."""
    title = f"{report.source}, as of {report.effective_on}"
    rows = Table("table", "read", "accepted", "quarantined", title=title, title_justify="left")
    _numeric(rows)
    for name, counts in report.tables.items():
        rows.add_row(name, *(f"{number:,}" for number in (counts.read, counts.accepted, counts.quarantined)))
    loaded = Table("record", "new", "changed", "unchanged", "older", "missing an end")
    _numeric(loaded)
    for name, each in report.loaded.items():
        numbers = (each.new, each.changed, each.unchanged, each.older, each.missing)
        loaded.add_row(name, *(f"{number:,}" if number else "" for number in numbers))
    out.print(rows, loaded)
    for reason, times in report.refused:
        out.print(f"[yellow]quarantined[/yellow] {times:,} × {' '.join(str(part) for part in reason if part)}", highlight=False)
    if report.quarantine:
        out.print(f"The refused rows are kept in {report.quarantine}.", soft_wrap=True)
    seconds = ", ".join(f"{stage} {time:.1f} s" for stage, time in report.seconds.items())
    resumed = " (resumed)" if report.resumed else ""
    out.print(f"{report.parties:,} parties; {seconds}; pass {report.pass_id}{resumed}", highlight=False)


def _numeric(table: Table) -> None:
    for column in table.columns[1:]:
        column.justify = "right"
