"""Where a question begins at named nodes: which keys go to which type, worked out for each request."""

from datetime import date
from typing import Any, cast

from graph.identity import named
from graph.mapping import Many, Node, Reach
from graph.statement.parameters import Parameters
from graph.wanted import Block, Column
from runtime.errors import BadQuestion, DateOutOfRange

FIRST_DAY = date(1900, 1, 1)


def each_type(blocks: list[Block]) -> list[tuple[int, Block, Node]]:
    return [(n, block, block.node) for n, block in enumerate(blocks) if block.node]


def one(source: Reach, column: Column, params: Parameters) -> tuple[str, list[str]]:
    """MATCH and tests for the one node that an id, or another key, names."""
    if "by" in column.args:
        ((key, value),) = column.args["by"].items()
        name = params.name(value)
        if key in ("id", "partyId"):
            return _by_id(name, column, params)
        return source.keys[key].replace("$key", f"${name}"), []
    return _by_id(params.name(column.args["id"]), column, params)


def _by_id(name: str, column: Column, params: Parameters) -> tuple[str, list[str]]:
    node, types = column.landing.node, {block.name for block in column.blocks}

    def split(sent: dict[str, Any]) -> None:
        type_, key = named(str(sent[name]))
        sent[f"{name}_key"] = key if type_ is None or type_ in types else None
        sent[f"{name}_type"] = type_

    params.prepare.append(split)
    match, test = node.found("this", f"${name}_key")
    if len(types) > 1:  # an id of one type must not open a node of another
        return match, [test, f"(${name}_type IS NULL OR ${name}_type IN labels(this))"]
    return match, [test]


def _own(told: str) -> str:
    """The own id that a name is or holds: a silo's has a colon, which no global id has."""
    return told if ":" in told else named(told)[1]


def named_by(argument: str, node: Node, that: str, column: Column, params: Parameters) -> tuple[str, str]:
    """MATCH and test for the one party that an argument names: by its global id, its own, or a silo's for it, as `register:4711`.

    The id of one of another type names none.
    """
    name, type_ = params.name(column.args[argument]), node.label.rpartition(":")[2]
    types = {None, "Person", "Company"} if type_ == "Party" else {None, type_}

    def split(sent: dict[str, Any]) -> None:
        text = str(sent[name])
        type_told, key = (None, None) if ":" in text else named(text)
        sent[f"{name}_record"] = text if ":" in text else None
        sent[f"{name}_key"] = key if type_told in types else None

    params.prepare.append(split)
    said, was = f"said_{that}", f"was_{that}"
    match = (
        f"OPTIONAL MATCH (:SourceRecord {{id: ${name}_record}})-[:DESCRIBES]->({said}) "
        f"OPTIONAL MATCH ({was}:{node.formerly} {{id: ${name}_key}}) MATCH ({that}:{node.label})"
    )
    return match, f"{that}.{node.key} = coalesce({said}.{node.key}, {was}.into, ${name}_key)"


def given(argument: str, column: Column, params: Parameters) -> str:
    """The parameter that holds what an argument says, of global ids the own ones; null where it says nothing."""
    if column.args.get(argument) is None:
        return "null"
    name = params.name(column.args[argument])

    def own(sent: dict[str, Any]) -> None:
        told = sent[name]
        several = [_own(each) for each in cast(list[str], told)] if isinstance(told, list) else told
        sent[f"{name}_given"] = _own(told) if isinstance(told, str) else several

    params.prepare.append(own)
    return f"${name}_given"


def day(argument: str, column: Column, params: Parameters) -> str:
    """The parameter that holds a day, nothing where none is asked for; one of which nothing can be known is refused."""
    if column.args.get(argument) is None:
        return ""
    name, where = params.name(column.args[argument]), ".".join(column.path)

    def check(sent: dict[str, Any]) -> None:
        if not FIRST_DAY <= sent[name] <= sent["today"]:
            raise DateOutOfRange(f"{argument} must lie between {FIRST_DAY} and {sent['today']} at {where}.")

    params.prepare.append(check)
    return f"${name}"


def by_type(column: Column, blocks: list[Block], params: Parameters) -> str:
    """A parameter for each type; all but the one the id names are null."""
    name = params.name(column.args["id"])

    def split(sent: dict[str, Any]) -> None:
        type_, key = named(str(sent[name]))
        for block in blocks:
            sent[f"{name}_{block.name}"] = key if type_ == block.name else None

    params.prepare.append(split)
    return name


def many_by_type(source: Many, column: Column, blocks: list[Block], params: Parameters) -> str:
    """For each type the places and keys of the ids that name it."""
    name = column.count = params.name(column.args["representations" if source.represented else "ids"])
    read = _represented if source.represented else named

    def split(sent: dict[str, Any]) -> None:
        _bounded(sent[name], source, column)
        found = [(place, *read(told)) for place, told in enumerate(sent[name])]
        for block in blocks:
            sent[f"{name}_{block.name}"] = [[place, key] for place, type_, key in found if type_ == block.name]

    params.prepare.append(split)
    return name


def _represented(told: Any) -> tuple[str | None, str]:
    """Of a representation; an id of one type names nothing of another. Raises BadQuestion where it is none."""
    type_, id_ = told.get("__typename"), told.get("id")
    if not isinstance(type_, str) or not isinstance(id_, str):
        raise BadQuestion("A representation says __typename and id, both as text.")
    own, key = named(id_)
    return (own if own == type_ else None), key


def by_key(source: Many, column: Column, params: Parameters) -> str:
    """For each way to name a node the places and keys of those so named."""
    name = column.count = params.name(column.args["by"])
    types = {block.name for block in column.blocks}

    def split(sent: dict[str, Any]) -> None:
        _bounded(sent[name], source, column)
        for key in source.keys:
            sent[f"{name}_{key}"] = []
        for place, told in enumerate(sent[name]):
            ((key, value),) = told.items()
            type_, raw = named(str(value)) if key in ("id", "partyId") else (None, value)
            if type_ is None or type_ in types:
                sent[f"{name}_{key}"].append([place, raw])

    params.prepare.append(split)
    return name


def _bounded(told: list[Any], source: Many, column: Column) -> None:
    if len(told) > source.most:
        raise BadQuestion(f"At most {source.most} can be asked for at once at {'.'.join(column.path)}.")
