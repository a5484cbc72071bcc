"""What can be wrong with a database or a service, in the platform's own words: dlt's and the drivers' may quote rows."""

import json
from collections.abc import Iterator
from typing import NoReturn
from urllib.parse import urlsplit

import requests
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, NoSuchTableError, OperationalError, SQLAlchemyError

from runtime.errors import ContractBroken, NoSpace, PlatformError, SourceUnreadable
from runtime.home import FULL


def refuse(name: str, address: str, tries: int, fault: BaseException) -> NoReturn:
    """The platform's own word for what dlt met; its messages may quote rows and are not repeated."""
    causes = list(_causes(fault))
    for cause in causes:
        match cause:
            case PlatformError():
                raise cause from None
            case OSError() if cause.errno in FULL:
                raise NoSpace(f"The disk is full: {name} was read and not landed; make room, the next run goes on.") from None
            case SQLAlchemyError():
                refuse_database(name, address, cause)
            case requests.HTTPError():
                raise SourceUnreadable(_answered(name, tries, cause)) from None
            case json.JSONDecodeError() | requests.exceptions.JSONDecodeError():
                raise ContractBroken(f"{name} at {place_of(address)} answers with something that is no JSON.") from None
            case requests.RequestException():
                raise SourceUnreadable(
                    f"{name} can't be reached at {place_of(address)} ({type(cause).__name__}): is it running?"
                ) from None
            case _:
                continue
    kind = type(causes[-1]).__name__
    raise SourceUnreadable(f"{name} can't be read from {place_of(address)} ({kind}): nothing was loaded.") from None


def _answered(name: str, tries: int, fault: requests.HTTPError) -> str:
    assert fault.response is not None
    status, path = fault.response.status_code, urlsplit(fault.response.url or "").path
    if status in (401, 403):
        return f"{name} refuses the token ({status} for {path}): set the one that may read it."
    if status == 404:
        return f"{name} has no {path}: is the address of the service right?"
    return f"{name} answered {status} to {path}, {tries} times: nothing was loaded; the next run reads it again."


def refuse_database(name: str, address: str, fault: Exception) -> NoReturn:
    """A driver's words are told of connecting only, before any row was asked for."""
    place = place_of(address)
    match fault:
        case NoSuchTableError():
            raise ContractBroken(f"{name} at {place} has no table {fault}: is it the right database?") from None
        case ImportError() | NoSuchModuleError():
            raise SourceUnreadable(f"There is no driver for {place}: SQLite and PostgreSQL are read.") from None
        case ArgumentError() | ValueError():
            raise SourceUnreadable(f"{place} is no address of a database, as postgresql://user@host/name is.") from None
        case OperationalError() if fault.statement is None and fault.connection_invalidated is False:
            said = str(fault.orig).strip().splitlines()
            why = f": {said[0]}" if said and "connect" in said[0] else f" ({type(fault).__name__})"
            raise SourceUnreadable(f"{name} can't be read from {place}{why}; nothing was loaded.") from None
        case _:
            raise SourceUnreadable(f"{name} can't be read from {place} ({type(fault).__name__}); nothing was loaded.") from None


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__


def place_of(address: str) -> str:
    """An address without who asks and with what password; of what is none, nothing but its scheme."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return f"{address.partition('://')[0]}://…"
    if "@" in (url.host or "") or "@" in (url.database or "") or "@" in str(url.query):
        return f"{url.get_backend_name()}://…"  # a password with a sign that parts addresses
    port = f":{url.port}" if url.port else ""
    return f"{url.drivername.partition('+')[0]}://{url.host or ''}{port}/{url.database or ''}".rstrip("/")
