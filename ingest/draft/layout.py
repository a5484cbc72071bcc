"""Text of Python within the width of a line."""

import json
from collections.abc import Sequence
from unicodedata import east_asian_width

WIDTH = 132


def width(text: str) -> int:
    """Columns on a screen: a Chinese character takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def quoted(text: str) -> str:
    """A literal in double quotes; what nobody sees is written as its number."""
    plain = text.isprintable() and text.isascii()
    return json.dumps(text) if plain else "".join(['"', *map(_sign, text), '"'])


def _sign(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    return sign if sign.isprintable() else sign.encode("unicode_escape").decode()


def called(before: str, name: str, arguments: Sequence[str], behind: str = "") -> list[str]:
    """`before name(arguments)behind` on one line where it fits."""
    return listed(f"{before}{name}(", arguments, f"){behind}")


def listed(opening: str, parts: Sequence[str], closing: str) -> list[str]:
    """Parts on one line, or each on a line of its own."""
    one = f"{opening}{', '.join(parts)}{closing}"
    if width(one) <= WIDTH:
        return [one]
    margin = opening[: len(opening) - len(opening.lstrip())]
    return [opening, *(checked(f"{margin}    {part},") for part in parts), f"{margin}{closing}"]


def checked(line: str) -> str:
    """A line that a long name makes too long says so."""
    return line if width(line) <= WIDTH or len(line.split()) == 1 else f"{line}  # noqa: E501"


def cut(line: str) -> str:
    """Of a comment: what has room, and nothing that ends it or escapes."""
    line = "".join(sign if sign.isprintable() and sign not in '\\"' else "·" for sign in line)
    while width(line) > WIDTH - 4:
        line = line[: -max(2, (width(line) - WIDTH + 4) // 2)].rstrip() + "…"
    return line.rstrip()
