"""Fields whose values are never kept: passwords, PINs, card security codes, magnetic stripes; known by their names."""

import re
from itertools import pairwise
from unicodedata import normalize

WORDS = frozenset(
    "password passwd passwrd pwd passcode passphrase pin pinblock pinblk cvv cvc cvn cav cavv csc magstripe magneticstripe".split()
)
PAIRS = frozenset((
    ("pass", "word"), ("pass", "code"), ("pass", "phrase"), ("security", "code"), ("mag", "stripe"), ("magnetic", "stripe"),
    ("track", "data"), ("track", "1"), ("track", "2"), ("track", "3"),
))  # fmt: skip
CHINESE = ("密码", "密碼", "安全码", "安全碼", "磁道", "磁条", "磁條")
# What is told about a secret is none: when it was changed, how often it was wrong. And pin yin is how Chinese is read.
ABOUT = frozenset(
    "dt date time ts at on flag flg cnt count status state expiry expires expired updated changed retries policy".split()
)
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def is_forbidden(name: str) -> bool:
    """However the name is parted, cased and wide: CARD_PIN, loginPwd, ＣＶＶ２, track-2."""
    name = normalize("NFKC", name)
    if any(word in name for word in CHINESE):
        return True
    words = [word.lower() for word in WORD.findall(name)]
    if not words or words[-1] in ABOUT or "yin" in words:
        return False
    plain = re.sub(r"[\W_\d]", "", name).lower()
    return plain in WORDS or bool(WORDS & {*words}) or any(pair in PAIRS for pair in pairwise(words))
