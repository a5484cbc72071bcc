"""One pass as a person reads it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest.outlook import is_dead, outlook

STAGES = ("Extract", "Read", "Files", "Import", "Match", "Load", "Sweep", "Derive")
LOADED = ("new", "changed", "ended", "unchanged", "older", "missing")
KINDS = {True: ", a whole delivery", False: ", a delivery of changes", None: ""}
COLOURS = {"COMPLETE": "green", "RUNNING": "blue", "INTERRUPTED": "yellow", "ABANDONED": "yellow", "REFUSED": "red"}


def print_pass(one: Mapping[str, Any], zone: ZoneInfo, out: Console) -> None:
    """State, times by the bank's clock, rows by table, records by class, what is in quarantine, and what it waits for."""
    state = "DEAD" if is_dead(one) else one["state"]
    colour = COLOURS.get(state, "red")
    day = f"as of {one['effectiveOn']}{KINDS[one['whole']]}"
    _say(out, f"[bold]{one['id']}[/bold] {one['source']} [{colour}]{state}[/{colour}], {day}")
    _say(out, _when(one, zone))
    if stages := _stages(one):
        _say(out, f"{stages}{', since it was resumed' if one['resumedAt'] else ''}")
    if rows := _rows(one):
        _say(out, rows)
    _print_lines("table", one["tables"], ("read", "accepted", "quarantined"), out)
    _print_lines("record", one["loaded"], LOADED, out)
    for each in one["quarantine"]:
        place = ".".join(part for part in (each["table"], each["field"]) if part)
        _say(out, f"[yellow]{each['state'].lower()}[/yellow] in quarantine {each['rows']:,} × {escape(place)} {each['reason']}")
    if one["batches"]:
        _say(out, f"{one['batches']:,} batch{'es' * (one['batches'] > 1)} in its ledger")
    _say(out, escape(outlook(one)))


def _say(out: Console, line: str) -> None:
    out.print(line, soft_wrap=not out.is_terminal, highlight=False)


def _when(one: Mapping[str, Any], zone: ZoneInfo) -> str:
    parts = [f"began {_clock(one['startedAt'], zone)}"]
    parts += [f"resumed {_clock(one['resumedAt'], zone)}"] if one["resumedAt"] else []
    parts += [f"ended {_clock(one['endedAt'], zone)}"] if one["endedAt"] else []
    return f"{', '.join(parts)} ({zone.key}), {'' if one['endedAt'] else 'so far '}{one['seconds']:,} s"


def _clock(instant: str, zone: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(instant).astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _stages(one: Mapping[str, Any]) -> str:
    took = {stage: one[f"seconds{stage}"] for stage in STAGES}
    return ", ".join(f"{stage.lower()} {seconds:.1f} s" for stage, seconds in took.items() if seconds is not None)


def _rows(one: Mapping[str, Any]) -> str:
    if one["rowsRead"] is None:
        return ""
    parts = (f"{one[f'rows{word.capitalize()}']:,} {word}" for word in ("accepted", "quarantined", "refused"))
    driven = f"; {one['redrives']:,} of them driven again" if one["redrives"] else ""
    return f"{one['rowsRead']:,} rows read = {' + '.join(parts)}{driven}"


def _print_lines(title: str, lines: Mapping[str, Mapping[str, int]], columns: Sequence[str], out: Console) -> None:
    """Columns that hold nothing but zeros are left out, so that a table fits a narrow terminal."""
    shown = [name for name in columns if any(line[name] for line in lines.values())]
    if not lines or not shown:
        return
    table = Table(title, *shown, box=SIMPLE_HEAD)
    table.columns[0].overflow = "fold"
    for column in table.columns[1:]:
        column.justify, column.no_wrap = "right", True
    for name, line in lines.items():
        table.add_row(escape(name), *(f"{line[each]:,}" if line[each] else "" for each in shown))
    out.print(table)
