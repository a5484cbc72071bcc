"""A delivered file of text as its lines, however it was spoilt: packed, huge, in another encoding, with strange characters."""

import gzip
import re
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, NamedTuple

from runtime.errors import ContractBroken

LONGEST = 1 << 20
"""Bytes of one line; a silo's row has a few hundred."""
KEPT = 2_000
"""Bytes that are kept of a longer one."""
PACKED = ".gz"
MOST_UNPACKED = 200
"""Times the size of a packed file; text packs to a tenth or a twentieth."""
AT_LEAST = 100 << 20
"""Bytes that a packed file may hold however small it is."""

# Seen by no one, or turning what stands around them: control characters, zero width, direction overrides.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffd\ud800-\udfff]"
)
# A Latin letter beside a Cyrillic or Greek one that looks like it.
CONFUSED = re.compile(r"[A-Za-zÀ-ɏ][Ͱ-Ͽ\u0400-\u052f]|[Ͱ-Ͽ\u0400-\u052f][A-Za-zÀ-ɏ]")


LOST = "\ufffd"  # a lost character counts as printable


class TextLine(NamedTuple):
    """One line without its end; `fault` is why it is no text, in capitals, and `text` then what could be made of it."""

    number: int
    text: str
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A packed file that grows beyond all bounds is refused before it fills the memory or the disk."""

    file: gzip.GzipFile
    name: str
    most: int

    def readline(self, size: int) -> bytes:
        try:
            found = self.file.readline(size)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise ContractBroken(f"{self.name} can't be unpacked to its end: it is cut or damaged; deliver it again.") from None
        if self.file.tell() > self.most:
            raise ContractBroken(
                f"{self.name} unpacks to more than {self.most >> 20} MB: it is no delivery of text; deliver it as it is."
            )
        return found

    def read(self, size: int) -> bytes:
        """Like readline, across the ends of lines."""
        parts, left = list[bytes](), size
        while left > 0 and (part := self.readline(left)):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)


@contextmanager
def opened(path: Path) -> Generator[IO[bytes] | Unpacked]:
    """The file's bytes, unpacked where its name ends in .gz."""
    if path.suffix != PACKED:
        with path.open("rb") as file:
            yield file
        return
    with gzip.open(path) as file:
        yield Unpacked(file, path.name, max(AT_LEAST, path.stat().st_size * MOST_UNPACKED))


def text_lines(path: Path, encoding: str, *, ended: bool = True) -> Iterator[TextLine]:
    """Raises ContractBroken where the file as a whole is not text of this kind, and where its last line has no end (unless
    not `ended`: then a cut within that line is not seen)."""
    first, last, plain = True, b"\n", encoding.removesuffix("-sig")
    with opened(path) as file:
        number = 0
        while line := file.readline(LONGEST):
            number, last = number + 1, line
            if first:
                check_encoding(path, line, encoding)
                line, first = line.removeprefix(b"\xef\xbb\xbf") if plain == "utf-8" else line, False
            if len(line) == LONGEST and not line.endswith(b"\n"):
                hash_ = blake2b(line, digest_size=16)
                while last := file.readline(LONGEST):
                    hash_.update(last)
                    if last.endswith(b"\n"):
                        break
                yield TextLine(number, beginning(line, plain, hash_.hexdigest()), "TOO_LONG")
                last = last or line
                continue
            content = line.rstrip(b"\r\n")
            try:
                yield TextLine(number, content.decode(plain))
            except UnicodeDecodeError:
                yield TextLine(number, content.decode(plain, "backslashreplace"), "BAD_ENCODING")
    if ended and not last.endswith(b"\n"):
        raise ContractBroken(f"{path.name} is cut in the middle: its last line has no end; deliver it again.")


def beginning(content: bytes, encoding: str, hash_: str) -> str:
    """What is kept of a text that is too long: how it begins, and the hash of the whole."""
    return f"{content[:KEPT].decode(encoding, 'backslashreplace')}… blake2b {hash_}"


def check_encoding(path: Path, line: bytes, encoding: str) -> None:
    """Raises ContractBroken where a file begins as text of two bytes a character."""
    wide = line.startswith((b"\xff\xfe", b"\xfe\xff")) or line[:200].count(0) * 3 > len(line[:200])
    if wide:
        raise ContractBroken(f"{path.name} is text of two bytes a character (UTF-16): deliver it in {encoding}.")


def spoilt(text: str) -> str | None:
    """Why a value is not what it looks like, in capitals: characters that nobody sees, or letters of two scripts side by
    side that look alike."""
    if (not text.isprintable() or LOST in text) and UNSEEN.search(text):
        return "UNSEEN_CHARACTER"
    return "MIXED_SCRIPTS" if CONFUSED.search(text) else None


def shape(text: str) -> str:
    """Of text that may say something of somebody only what it looks like: letters are a, digits 9, at most 40 characters."""
    return "".join(
        "a" if each.isalpha() else "9" if each.isdecimal() else each if "!" <= each <= "~" else "?" for each in text[:40]
    )
