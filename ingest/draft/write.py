"""A source as text of Python: readers, code tables and fields of every table."""

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields, replace
from typing import Any

from ingest.draft.layout import called, checked, cut, listed, quoted
from ingest.draft.meaning import AS_TEXT, Meaning, is_personal, meaning, named_otherwise
from ingest.draft.names import identifier
from ingest.draft.plan import Plan
from ingest.draft.profile import Kind, Profile
from ingest.draft.reader import Reader, coded
from ingest.formats import Format


def written(name: str, sample: str, plans: Sequence[Plan]) -> str:
    """The module; tables stand in the order they must be read."""
    tables = _Tables(plans)
    parts = [
        _docstring(sample, plans, tables),
        _imports(plans, tables),
        *(["", *constants] if (constants := list(tables.constants())) else ()),
        *(f"\n\n{text}" for text in tables.readers),
        _source(name, plans, tables),
    ]
    return "\n".join(parts).rstrip() + "\n"


CONSTANTS: dict[Meaning | None, str] = {Meaning.GENDER: "GENDERS", Meaning.CURRENCY: "CURRENCIES"}


class _Tables:
    """Readers and code tables with names that nothing else has."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.names, self.readers, self.models, self.evidence = list[str](), list[str](), {"Record"}, set[str]()
        self.left, self._codes, self.of = list[list[str]](), dict[str, dict[str, str]](), list[dict[str, str]]()
        for plan in plans:
            self.names.append(identifier(plan.sample.name, self.names))
        for name, plan in zip(self.names, plans, strict=True):
            reader = Reader(plan, self._shared(name, plan))
            self.readers.append(reader.text(name))
            self.models |= reader.models
            self.evidence |= reader.evidence
            self.left.append([*plan.left, *reader.left])
        if any("Gender." in value for codes in self._codes.values() for value in codes.values()):
            self.models.add("Gender")

    def _shared(self, table: str, plan: Plan) -> dict[str, str]:
        """The code table of each column that has one; tables with the same codes share it."""
        found = dict[str, str]()
        for column in plan.sample.columns:
            codes = coded(plan, column)
            if codes:
                plain = CONSTANTS.get(plan.means.get(column)) or f"{identifier(column, ()).upper()}_CODES"
                choices = (plain, f"{table.upper()}_{plain}", *(f"{plain}_{n}" for n in range(2, 10**4)))
                found[column] = next(each for each in choices if self._codes.setdefault(each, codes) == codes)
        self.of.append(found)
        return found

    def constants(self) -> Iterator[str]:
        for name, codes in self._codes.items():
            pairs = [f"{quoted(code)}: {value}" for code, value in codes.items()]
            typed = f"{name}: dict[str, Gender | None]" if any("Gender." in one for one in codes.values()) else name
            yield "\n".join(listed(f"{typed} = {{", pairs, "}"))


def _docstring(sample: str, plans: Sequence[Plan], tables: _Tables) -> str:
    lines = [f'"""Drafted from {cut(sample)}: say here whose silo this is and what it holds.'.replace('"""', "", 1)]
    for name, plan, left in zip(tables.names, plans, tables.left, strict=True):
        rows = len(plan.sample.rows)
        lines += ["", f"{name}, {rows:,} row{'s' if rows != 1 else ''} of {plan.sample.about}; shapes, not values:"]
        lines += [f"    {_about(profile, plan)}" for profile in plan.profiles.values()]
        unmet = [f"{each} is called like a {meant.words}, its values are none." for each, meant in _unmet(plan)]
        lines += [f"- {text}" for text in (*left, *unmet)]
    return "\n".join([f'"""{cut(lines[0])}', *map(cut, lines[1:]), '"""', ""])


def _about(profile: Profile, plan: Plan) -> str:
    meant = plan.means.get(profile.name)
    words = f"; {meant.words}" if meant else ""
    values = "" if profile.nested else f", {len(profile.distinct):,} different, most like {profile.shape or 'nothing'}"
    return f"{profile.name}: {profile.filled:,} filled{values}{words}"


def _unmet(plan: Plan) -> Iterator[tuple[str, Any]]:
    for profile in plan.profiles.values():
        found = None if profile.nested else named_otherwise(profile)
        if found:
            yield profile.name, found


def _imports(plans: Sequence[Plan], tables: _Tables) -> str:
    formats = sorted({type(plan.sample.format).__name__ for plan in plans})
    imported = [
        *listed_import("graph.model", sorted(tables.models)),
        "from ingest.contract import Seen, Source, Table",
        *(listed_import("ingest.evidence", sorted(tables.evidence)) if tables.evidence else ()),
        "from ingest.field import Field",
        f"from ingest.formats import {', '.join(formats)}",
        *(["from ingest.origin import Select"] if any(plan.sample.origin for plan in plans) else ()),
        "from ingest.row import Row",
    ]
    return "\n".join(["from collections.abc import Iterator", "from datetime import timedelta", "", *imported])


def listed_import(module: str, names: Sequence[str]) -> list[str]:
    line = f"from {module} import {', '.join(names)}"
    return [line] if len(line) <= 132 else [f"from {module} import (", *(f"    {name}," for name in names), ")"]


def _source(name: str, plans: Sequence[Plan], tables: _Tables) -> str:
    lines = [
        "",
        "",
        "SOURCE = Source(",
        f"    name={quoted(name)},",
        f"    system={quoted(name)},",
        f"    title={quoted(name)},",
        '    owner="to be named",',
        "    fresh=timedelta(days=1),  # ask its owner how long after one delivery the next is due",
        "    tables=(",
    ]
    for place, plan in enumerate(plans):
        lines += _table(tables.names[place], plan, tables.of[place])
    return "\n".join([*lines, "    ),", ")"])


def _table(name: str, plan: Plan, codes: dict[str, str]) -> list[str]:
    sample = plan.sample
    lines = [f"            {text}," for text in (quoted(name), quoted(sample.file), _format(sample.format), name)]
    columns = [line for profile in plan.profiles.values() for line in _field(profile, plan, codes)]
    lines += ["            (", *columns, "            ),"]
    lines.append(f"            (1, None),  # the sample has {len(sample.rows):,}; bounds refuse a delivery that is not whole")
    if sample.origin:
        lines.append("            # a column that only grows, as second argument, reads only what changed since")
        lines.append(f"            origin=Select({quoted(sample.origin.table)}),")
    return ["        Table(", *map(checked, lines), "        ),"]


def _format(form: Format) -> str:
    """As a person would write it: what is as always is left out."""
    plain: Any = form
    said: list[str] = []
    for each in fields(plain):
        value = getattr(plain, each.name)
        if value != each.default or each.default is MISSING:
            said.append(f"{each.name}={quoted(value) if isinstance(value, str) else value}")
    return f"{type(form).__name__}({', '.join(said)})"


def _field(profile: Profile, plan: Plan, codes: dict[str, str]) -> list[str]:
    meant = plan.means.get(profile.name)
    text = plan.personal(profile)
    more = [f"codes={codes[profile.name]}"] if profile.name in codes else []
    more += [] if profile.required else ["required=False"]
    more += ["key=True"] if profile.name in plan.key else []
    more += ["personal=True"] if text else []
    more += [f"about={quoted(meant.words)}"] if meant else []
    return _as_field(replace(profile, kind=Kind("string")) if meant in AS_TEXT else profile, more, 16)


def _as_field(profile: Profile, more: Sequence[str], margin: int) -> list[str]:
    type_, form, unsure = profile.kind
    said = [quoted(profile.name)] + ([quoted(type_)] if type_ != "string" and not any(m.startswith("codes") for m in more) else [])
    said += [f"form={quoted(form)}"] if form and not any(m.startswith("codes") for m in more) else []
    said += more
    start = " " * margin
    if profile.inside:
        inner = [line for each in profile.inside for line in _as_field(each, _inner(each), margin + 8)]
        outer = [checked(f"{start}    {each},") for each in said]
        return [f"{start}Field(", *outer, f"{start}    fields=(", *inner, f"{start}    ),", f"{start}),"]
    lines = called(start, "Field", said, ",")
    if unsure:
        lines[-1] += "  # or %m/%d/%Y: no day tells"
    return [checked(line) for line in lines] if len(lines) == 1 else lines


def _inner(profile: Profile) -> list[str]:
    personal = not profile.nested and is_personal(profile, meaning(profile), of_company=False)
    return ([] if profile.required else ["required=False"]) + (["personal=True"] if personal else [])
