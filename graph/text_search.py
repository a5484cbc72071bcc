"""What a person types into a search box, as a query of the full-text index."""

import re
import unicodedata

HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
WORDS = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")


def folded(text: str) -> str:
    """Lower case, without accents, full-width forms made narrow: how text is stored beside the name."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def lucene(text: str) -> str:
    """All words must be there: Chinese as a phrase, one character as a beginning, other words as beginnings.

    Nothing of the query syntax survives, for only letters and digits are taken from the text.
    """
    words = WORDS.findall(folded(text))
    return " AND ".join(f'"{word}"' if len(word) > 1 and re.match(f"[{HAN}]", word) else f"{word}*" for word in words) or '""'
