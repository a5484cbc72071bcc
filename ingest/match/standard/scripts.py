"""How names sound: 汉字 in pinyin, the spellings of Hong Kong, Taiwan and Singapore, Arabic letters in Latin ones."""

import re
from collections.abc import Iterable
from functools import lru_cache

from graph.text_search import HAN
from ingest.match.standard.regional import in_pinyin
from rules.names import FAMILY_NAMES

HAN_RUN = re.compile(f"[{HAN}]+")
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "'": "", "’": "", "`": ""}
)
"""What stays when accents are taken away, and signs that stand within a word."""
ARABIC_RUN = re.compile("[\u0620-\u06ff]+")
_SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ue|ui|er|a|o|e|i|u|v)"
)
_PINYIN = re.compile(f"(?:{_SYLLABLE})+")

# Family names as they are spelt in Hong Kong, Macao, Taiwan, Singapore and Malaysia, by their reading in pinyin.
_REGIONAL = {
    "cai": "choi tsoi choy tsai chua", "cao": "tsao cho", "cen": "shum", "chen": "chan tan", "cheng": "ching",
    "cui": "tsui chui", "deng": "tang teng", "ding": "ting", "du": "to tu", "fang": "fong", "feng": "fung", "fu": "foo",
    "gao": "ko kao", "guan": "kwan kuan", "guo": "kwok kuo quek kwek", "he": "ho hor", "hong": "hung ang", "hu": "woo wu oh",
    "huang": "wong ng ooi oei", "huo": "fok", "ji": "kei chi", "jian": "kan", "jiang": "kong chiang keung", "jin": "kam chin kim",
    "kuang": "kwong", "lai": "loi", "li": "lee lei lai", "liang": "leung leong neo", "lin": "lam lim", "liu": "lau low liew",
    "long": "lung loong", "lu": "lo loke luk", "luo": "lo law loh", "lv": "lui lu loo", "mai": "mak", "mei": "mui", "mo": "mok",
    "ouyang": "auyeung owyang", "pan": "poon pun phua", "peng": "pang", "qian": "chin chien", "qin": "chun chin",
    "qiu": "yau khoo chiu",
    "rao": "yiu", "ren": "yam jen", "ruan": "yuen", "shen": "sham shum sim", "shi": "shek shih sze see", "situ": "szeto seto",
    "song": "sung soong", "su": "so soh", "sun": "suen soon", "tan": "tam tham", "tang": "tong", "tao": "to", "tian": "tien tin",
    "wang": "wong ong heng", "wei": "wai ngai", "wen": "man boon", "wu": "ng goh woo", "xia": "ha hsia", "xiao": "siu hsiao seow",
    "xie": "tse hsieh chia", "xu": "hui hsu tsui chui koh chee", "xue": "sit hsueh", "yan": "yim ngan yen",
    "yang": "yeung yeo young yong",
    "yao": "yiu", "ye": "yip yeh yap ip", "yin": "wan", "yu": "yue yee", "yuan": "yuen", "zeng": "tsang tseng chan", "zhai": "chak",
    "zhang": "cheung chang teo teoh chong", "zhao": "chiu chao teo", "zheng": "cheng tay tey", "zhong": "chung",
    "zhou": "chow chou chew", "zhu": "chu choo", "zhuang": "chong", "zhuo": "cheuk", "zou": "chau", "zuo": "tso",
}  # fmt: skip
REGIONAL: dict[str, tuple[str, ...]] = {}
for _pinyin, _spellings in _REGIONAL.items():
    for _spelling in _spellings.split():
        REGIONAL[_spelling] = (*REGIONAL.get(_spelling, ()), _pinyin)

# Hanyu pinyin without tones as Wade–Giles writes it without apostrophes: initials, then endings.
_WADE_INITIALS = (
    ("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("j", "ch"), ("q", "ch"), ("x", "hs"), ("z", "ts"), ("c", "ts"),
    ("b", "p"), ("d", "t"), ("g", "k"), ("r", "j"),
)  # fmt: skip
_WADE_ENDINGS = (("ong", "ung"), ("ian", "ien"), ("ue", "ueh"), ("ie", "ieh"))
_WADE_WHOLE = {
    "si": "szu", "zi": "tzu", "ci": "tzu", "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "guo": "kuo", "duo": "to",
    "tuo": "to", "luo": "lo", "he": "ho", "ge": "ko", "ke": "ko", "ye": "yeh", "yan": "yen", "you": "yu",
    "gui": "kuei", "kui": "kuei",
}  # fmt: skip
_ARABIC = str.maketrans({
    "ا": "", "أ": "", "إ": "", "آ": "", "ى": "", "ع": "", "ء": "", "ئ": "", "ؤ": "", "ة": "", "ب": "b", "ت": "t",
    "ث": "t", "ج": "j",
    "ح": "h", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t",
    "ظ": "z", "غ": "g",
    "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "", "ي": "", "پ": "b", "چ": "j", "ژ": "z", "ک": "k",
    "گ": "g", "ی": "",
})  # fmt: skip
_ARABIC_IN_LATIN = (
    ("kh", "k"),
    ("gh", "g"),
    ("sh", "s"),
    ("ch", "s"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("q", "k"),
    ("c", "k"),
)


def is_han(token: str) -> bool:
    return HAN_RUN.fullmatch(token) is not None


def is_arabic(token: str) -> bool:
    return ARABIC_RUN.fullmatch(token) is not None


def is_pinyin(token: str) -> bool:
    """Whether it could be pinyin syllables; many English words could."""
    return _PINYIN.fullmatch(token) is not None


def pinyin(han: str) -> str:
    """Its syllables without blanks and tones."""
    return "".join(_syllables(han))


@lru_cache(maxsize=262_144)
def _syllables(han: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # whose dictionaries take a fifth of a second

    return tuple(lazy_pinyin(han, v_to_u=False))


@lru_cache(maxsize=262_144)
def sounds(token: str) -> tuple[str, ...]:
    """All that may be how a token is said, to be compared as text: two tokens that share one sound alike.

    `p:` is pinyin, `w:` Wade–Giles, `a:` the consonants of Arabic. A Latin token sounds like pinyin only where it is a family
    name's regional spelling or could be syllables.
    """
    if is_han(token):
        readings = {pinyin(token)} | ({FAMILY_NAMES[token].replace(" ", "")} if token in FAMILY_NAMES else set[str]())
        return tuple(sorted(f"p:{each}" for each in readings)) + tuple(sorted({f"w:{wade(token)}"}))
    if is_arabic(token):
        return (f"a:{_consonants(token.removeprefix('ال').translate(_ARABIC))}",)
    if not token.isascii() or not token.isalpha() or len(token) < 2:
        return ()
    return tuple(_latin_sounds(token))


def _latin_sounds(token: str) -> Iterable[str]:
    if is_pinyin(token):
        yield f"p:{token}"
    else:
        yield f"w:{token}"
    yield from (f"p:{each}" for each in REGIONAL.get(token, ()) if each != token)
    yield from (f"p:{each}" for each in in_pinyin(token))
    skeleton = token.removeprefix("al") if len(token) > 4 else token
    for written, said in _ARABIC_IN_LATIN:
        skeleton = skeleton.replace(written, said)
    yield f"a:{_consonants(re.sub('[aeiouyw]', '', skeleton))}"


def _consonants(letters: str) -> str:
    """A doubled letter once."""
    return re.sub(r"(.)\1+", r"\1", letters)


def wade(han: str) -> str:
    """Its syllables in Wade–Giles without apostrophes, hyphens and tones."""
    return "".join(_wade(syllable) for syllable in _syllables(han))


def _wade(syllable: str) -> str:
    if syllable in _WADE_WHOLE:
        return _WADE_WHOLE[syllable]
    for initial, written in _WADE_INITIALS:
        if syllable.startswith(initial):
            syllable = written + syllable.removeprefix(initial)
            break
    for ending, written in _WADE_ENDINGS:
        if syllable.endswith(ending):
            return syllable.removesuffix(ending) + written
    return syllable
