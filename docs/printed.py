"""Prints into the documents what the code knows better: settings, checks, vocabulary, errors.

`python -m docs.printed` rewrites what stands between `<!-- printed: NAME -->` and `<!-- end -->`;
`--check` fails when that would change anything.
"""

import inspect
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from doctor import examination
from graph import model
from graph.vocabulary import META, NodeMeta, RecordMeta, RelationshipMeta
from ingest import catalogue
from resolvers import limits
from rules import customer_groups as group_rules
from rules import households as household_rules
from runtime import errors, metrics, settings, telemetry

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"(<!-- printed: (\w+) -->\n).*?(<!-- end -->)", re.S)
NAMES = ("vocabulary", "errors", "limits", "sources", "operate", "households", "customer-groups")
PAGES = ("README.md", *(f"docs/{name}.md" for name in NAMES))


def vocabulary() -> str:
    parts: list[str] = []
    chapters = (("What a silo says of a party", model.RECORDS), ("Nodes", model.NODES), ("Relationships", model.RELATIONSHIPS))
    for title, records in chapters:
        parts += [f"## {title}", "", "| word | means | carries |", "|---|---|---|"]
        for record in records:
            meta = META[record]
            about = " ".join((inspect.getdoc(record) or "").split())
            parts.append(f"| {_word(meta)} | {about} | {', '.join(f'`{name}`' for name in meta.properties.values())} |")
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _word(meta: NodeMeta | RelationshipMeta | RecordMeta) -> str:
    match meta:
        case RelationshipMeta():
            return f"`{meta.start.label}` → `{meta.type}` → `{meta.end.label}`"
        case NodeMeta():
            links = "".join(f"<br>→ `{link.type}` → `{link.label}`" for link in meta.links.values())
            return f"`{meta.label}`{links}"
        case RecordMeta():
            return f"`SourceRecord` of a `{meta.label}`"


def codes() -> str:
    lines = ["| code | when | exit code |", "|---|---|---|"]
    tree = [found for _, found in inspect.getmembers(errors, inspect.isclass) if issubclass(found, errors.PlatformError)]
    for found in sorted(tree, key=lambda error: (error.exit, error.code)):
        lines.append(f"| `{found.code}` | {_meaning(found)} | {found.exit} |")
    return "\n".join(lines) + "\n"


def _meaning(error: type[errors.PlatformError]) -> str:
    """What the tree drawn on top of the module says of it."""
    drawn = re.search(rf"^[│├└─ ]*{error.__name__} +(\S.*)$", errors.__doc__ or "", re.M)
    return drawn[1] if drawn else ""


def silos() -> str:
    lines = ["| name | what it is | owner | comes from | due every | tables (fields) |", "|---|---|---|---|---|---|"]
    for silo in catalogue.silos({}, datetime.now(UTC)):
        one = silo.source
        tables = ", ".join(f"{table.name} ({len(table.fields)})" for table in one.tables)
        lines.append(f"| `{one.name}` | {one.title} | {one.owner} | {silo.comes_from} | {silo.every} | {tables} |")
    return "\n".join(lines) + "\n"


def checks() -> str:
    lines = ["| check | what is looked at |", "|---|---|"]
    lines += [f"| {name} | {about} |" for name, about in examination.ABOUT]
    return "\n".join(lines) + "\n"


def households() -> str:
    lines = ["| rule | version | confidence | what it says | binds one to at most |", "|---|---|---|---|---|"]
    for rule in household_rules.TABLE:
        most = f"{rule.most} others" if rule.most else ""
        lines.append(f"| `{rule.name}` | {rule.version} | {rule.confidence} | {rule.words} | {most} |")
    return "\n".join(lines) + "\n"


def groups() -> str:
    lines = ["| rule | version | what it says |", "|---|---|---|"]
    lines += [f"| `{rule.name}` | {rule.version} | {rule.words} |" for rule in group_rules.TABLE]
    return "\n".join(lines) + "\n"


PRINT: dict[str, Callable[[], str]] = {
    "settings": lambda: settings.table() + "\n",
    "vocabulary": vocabulary,
    "errors": codes,
    "bounds": lambda: limits.BOUNDS.table() + "\n",
    "sources": silos,
    "checks": checks,
    "households": households,
    "groups": groups,
    "metrics": lambda: metrics.table() + "\n",
    "spans": lambda: telemetry.spans() + "\n",
}


def main(check: bool) -> int:
    stale: list[str] = []
    for page in PAGES:
        path = ROOT / page
        text = path.read_text(encoding="utf-8")
        printed = BLOCK.sub(lambda found: found[1] + PRINT[found[2]]() + found[3], text)
        if printed != text:
            stale.append(page)
            if not check:
                path.write_text(printed, encoding="utf-8")
    if check and stale:
        sys.stderr.write(f"{', '.join(stale)} lag behind the code: run `make docs`.\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
