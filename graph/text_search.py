"""What a person types into a search box, as a query of the full-text index."""

import re
import unicodedata
from collections.abc import Sequence

HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
WORDS = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
HAN_FIRST = re.compile(f"[{HAN}]")

UNINDEXED = frozenset(
    "a and are as at be but by for if in into is it no not of on or s such t that the their then there these they this to was will "
    "with www".split()
)
"""What the index's analyzer (cjk) leaves out of a text: no entry begins with these but by chance."""


def folded(text: str) -> str:
    """Lower case, without accents, full-width forms made narrow: how text is stored beside the name."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """What is looked for: characters that stand together are one word, of other scripts letters and digits."""
    return WORDS.findall(folded(text))


def is_han(word: str) -> bool:
    return HAN_FIRST.match(word) is not None


def lucene(text: str, properties: Sequence[str]) -> str:
    """All words that are indexed must be there, in any of the properties: Chinese as a phrase, one character as a beginning, other
    words as beginnings.

    Nothing of the query syntax survives, for only letters and digits are taken from the text.
    """
    wanted = words(text)
    wanted = [word for word in wanted if word not in UNINDEXED] or wanted
    sought = (f'"{word}"' if len(word) > 1 and is_han(word) else f"{word}*" for word in wanted)
    return " AND ".join(f"({' OR '.join(f'{each}:{word}' for each in properties)})" for word in sought) or '""'
