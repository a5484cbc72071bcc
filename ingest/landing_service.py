"""A list of a service as dlt reads it, page by page: every record as the text that it was sent as."""

import json
from collections.abc import Callable, Iterator
from typing import Any, cast

import requests
from dlt.common import jsonpath
from dlt.sources.helpers.requests import Client
from dlt.sources.rest_api import rest_api_source

from ingest.contract import Source, Table
from ingest.cursors import Cursor, cursor_of_field
from ingest.delivery import check_forbidden
from ingest.landing_state import advance
from ingest.origin import Pages
from runtime.errors import ContractBroken

ANSWER_SECONDS, MOST_WAIT = 60, 60  # for one answer; between two tries
ROW = "row"  # the one column that a record is landed in


def session(tries: int) -> requests.Session:
    return Client(
        request_timeout=ANSWER_SECONDS, request_max_attempts=tries, request_max_retry_delay=MOST_WAIT, raise_for_status=False
    ).session


def service(
    name: str,
    source: Source,
    pages: list[tuple[Table, Pages]],
    address: str,
    token: str | None,
    session: requests.Session,
    lasts: dict[str, Any],
    count: Callable[[int], None],
) -> Any:
    client = {"base_url": address, "session": session} | ({"auth": {"type": "bearer", "token": token}} if token else {})
    resources = [_resource(source, table, origin, lasts.get(table.name)) for table, origin in pages]
    service = rest_api_source(
        {"client": client, "resources": resources},  # pyright: ignore[reportArgumentType]
        name=name,
    )
    for table, origin in pages:
        cursor = cursor_of_field(table, origin.cursor) if origin.cursor else None
        service.resources[table.name].add_map(_packed(table, cursor, count))
    return service


def _resource(source: Source, table: Table, origin: Pages, last: Any) -> dict[str, Any]:
    """What the service answers is what is landed: nothing is left out here, whatever it is asked for."""
    endpoint: dict[str, Any] = {
        "path": origin.path,
        "data_selector": origin.records,
        "paginator": dict(origin.next),
        "params": {origin.since: origin.first if last is None else last} if origin.since else {},
        "response_actions": [_exact(source, origin)],
    }
    return {"name": table.name, "endpoint": endpoint}


def _exact(source: Source, origin: Pages) -> Callable[..., None]:
    """Numbers stay as they are written, for money is not a float; an answer without its list is not an empty one."""

    def exact(response: requests.Response, *_: Any, **__: Any) -> None:
        text = response.content.decode("utf-8", "surrogateescape")
        response.json = lambda **_: _json(text)
        if response.ok:
            found = jsonpath.find_values(origin.records, response.json())
            if not found or found == [None]:
                raise ContractBroken(f"{source.name} answers {origin.path} without {origin.records}: nothing was loaded.")

    return exact


def _json(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_pairs)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice is told by a field that no contract has."""
    found = dict(pairs)
    return found if len(found) == len(pairs) else {**found, "a name twice": ""}


def _packed(table: Table, cursor: Cursor | None, count: Callable[[int], None]) -> Callable[[Any], dict[str, Any]]:
    """A record as one text, so that nothing of it is renamed, parted or turned into another type."""
    checked = set[str]()

    def packed(record: Any) -> dict[str, Any]:
        count(1)
        names = set(_names(record)) - checked
        check_forbidden(table, names)
        checked.update(names)
        if cursor and isinstance(record, dict):
            advance(table.name, cursor, [cast(dict[str, Any], record).get(cursor.name)])
        return {ROW: json.dumps(record)}  # in ASCII: halves of characters have no bytes of their own

    return packed


def _names(value: Any) -> Iterator[str]:
    """Of the fields of an object and of all within it."""
    if isinstance(value, dict):
        for name, inner in cast(dict[str, Any], value).items():
            yield name
            yield from _names(inner)
    elif isinstance(value, list):
        for one in cast(list[Any], value):
            yield from _names(one)
