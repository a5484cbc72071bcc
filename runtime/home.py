"""The folder that one installation keeps everything in: which version wrote it, and what is said when its disk is full."""

import errno
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from runtime.errors import HomeTooNew, NoSpace, NotConfigured

VERSION = 1
"""How the folder is laid out; another number where this version would misread what the one before it wrote, or the other way."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR)
_FILE = "version"


def opened(home: Path) -> Path:
    """The folder, made if need be and marked with its version at its first use.

    Raises HomeTooNew for one that a later version has written, NoSpace, NotConfigured where it can't be written.
    """
    known = version(home)
    if known is not None and known > VERSION:
        raise HomeTooNew(
            f"The folder {home} was written by a later version of c360 (layout {known}, this one knows {VERSION}): "
            "run that version, or set C360_HOME to another folder."
        )
    if known is None:
        with writing(home):
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = home / f"{_FILE}.{os.getpid()}"
            fresh.write_text(f"{VERSION}\n")
            fresh.replace(home / _FILE)
    return home


def version(home: Path) -> int | None:
    """The layout of a home; None where there is none, or none that is marked: then it is as the first.

    Raises HomeTooNew where the mark is not one that this version knows how to read.
    """
    path = home / _FILE
    try:
        said = path.read_text()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as fault:
        raise HomeTooNew(f"{path} can't be read ({type(fault).__name__}): set C360_HOME to a folder of your own.") from fault
    if not said.strip().isdecimal():
        raise HomeTooNew(f"{path} holds no version that this c360 knows: run the one that wrote it, or set C360_HOME to another.")
    return int(said)


@contextmanager
def writing(folder: Path) -> Generator[None]:
    """A full disk below the folder becomes NoSpace, a folder that can't be written NotConfigured."""
    try:
        yield
    except OSError as fault:
        if fault.errno in FULL:
            raise full(folder) from fault
        if fault.errno in REFUSED:
            raise NotConfigured(
                f"The folder {folder} can't be written ({fault.strerror}): name another, or set C360_HOME to one of your own."
            ) from fault
        raise


def full(folder: Path) -> NoSpace:
    """What is said when there is no room below a folder."""
    return NoSpace(f"The disk of {folder} is full: make room there, then run the same again; nothing is lost.")
