"""What can be wrong with a database or a service, in the platform's own words: dlt's and the drivers' may quote rows."""

import json
from collections.abc import Iterator
from typing import NoReturn
from urllib.parse import urlsplit

import requests
from dlt.extract.incremental.exceptions import IncrementalCursorPathMissing
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, NoSuchTableError, SQLAlchemyError

from runtime.errors import ContractBroken, PlatformError, SourceUnreadable


def refuse(name: str, address: str, tries: int, fault: BaseException) -> NoReturn:
    """The platform's own word for what dlt met; its messages may quote rows and are not repeated."""
    causes = list(_causes(fault))
    for cause in causes:
        match cause:
            case PlatformError():
                raise cause from None
            case SQLAlchemyError():
                refuse_database(name, address, cause)
            case IncrementalCursorPathMissing():
                raise ContractBroken(
                    f"{name} has records without {cause.json_path}, by which it is read on: the contract's cursor is wrong."
                ) from None
            case requests.HTTPError():
                raise SourceUnreadable(_answered(name, tries, cause)) from None
            case requests.RequestException():
                raise SourceUnreadable(
                    f"{name} can't be reached at {_place(address)} ({type(cause).__name__}): is it running?"
                ) from None
            case json.JSONDecodeError():
                raise ContractBroken(f"{name} at {_place(address)} answers with something that is no JSON.") from None
            case _:
                continue
    kind = type(causes[-1]).__name__
    raise SourceUnreadable(f"{name} can't be read from {_place(address)} ({kind}): nothing was loaded.") from None


def _answered(name: str, tries: int, fault: requests.HTTPError) -> str:
    assert fault.response is not None
    status, path = fault.response.status_code, urlsplit(fault.response.url or "").path
    if status in (401, 403):
        return f"{name} refuses the token ({status} for {path}): set the one that may read it."
    if status == 404:
        return f"{name} has no {path}: is the address of the service right?"
    return f"{name} answered {status} to {path}, {tries} times: nothing was loaded; the next run reads it again."


def refuse_database(name: str, address: str, fault: SQLAlchemyError) -> NoReturn:
    match fault:
        case NoSuchTableError():
            raise ContractBroken(f"{name} at {_place(address)} has no table {fault}: is it the right database?") from None
        case ArgumentError() | NoSuchModuleError():
            raise SourceUnreadable(f"{_place(address)} is no address of a database, as postgresql://user@host/name is.") from None
        case _:
            said = str(getattr(fault, "orig", "")).strip().splitlines()
            why = f": {said[0]}" if said and _of_connecting(fault) else f" ({type(fault).__name__})"
            raise SourceUnreadable(f"{name} can't be read from {_place(address)}{why}; nothing was loaded.") from None


def _of_connecting(fault: SQLAlchemyError) -> bool:
    """Whether it was met before there was a statement, whose fault may quote a row."""
    return getattr(fault, "statement", None) is None


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__


def _place(address: str) -> str:
    """An address without who asks and with what password."""
    parts = urlsplit(address)
    return f"{parts.scheme.partition('+')[0]}://{parts.netloc.rpartition('@')[2]}{parts.path}"
