"""What a draft calls its source, tables, readers and code tables; what no field may be called."""

import builtins
import keyword
import re
from collections.abc import Container

from pypinyin import lazy_pinyin

from ingest.sources import sources
from runtime.errors import BadQuestion, ContractBroken
from runtime.forbidden import is_forbidden

# Words that a draft uses already.
TAKEN = frozenset(
    "date timedelta address document email phone row party person account currency product shown reached place source "
    "read given seen field table".split()
) | {*dir(builtins)}


def check_name(place: str, name: str) -> None:
    """Raises ContractBroken where a field is named as what nobody may keep."""
    if is_forbidden(name):
        raise ContractBroken(f"{place} has the field {name}: passwords, PINs and card codes must not be; have it left out.")


def source_name(said: str | None, sample: str) -> str:
    """What was chosen, or what the sample's name makes. Raises BadQuestion for no name, or one that is taken."""
    made = said if said is not None else _latin(sample.lower().removesuffix(".gz").partition(".")[0])
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", made):
        raise BadQuestion(f"{made!r} is no name of a source: choose one with --name, of small letters, digits and -.")
    if made in sources() or made in {source.system for source in sources().values()}:
        raise BadQuestion(f"There is a source {made} already: choose another name with --name.")
    return made


def _latin(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", "-".join(lazy_pinyin(text)) if not text.isascii() else text).strip("-")


def identifier(text: str, taken: Container[str]) -> str:
    """A name of Python's that nothing else has: the text's own in Latin letters, Chinese as pinyin."""
    plain = _latin(text.lower()).replace("-", "_") or "rows"
    plain = plain if plain.isidentifier() else f"t_{plain}"
    free = not keyword.iskeyword(plain) and not keyword.issoftkeyword(plain) and plain not in TAKEN
    found = plain if free else f"{plain}_rows"
    return found if found not in taken else next(f"{found}_{n}" for n in range(2, 10**6) if f"{found}_{n}" not in taken)
