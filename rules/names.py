"""Names as they are sorted and typed: without accents and case, Chinese in pinyin, family names by their own readings."""

import re
from collections.abc import Iterable
from functools import lru_cache

from graph.text_search import HAN, folded

# Family names that are read otherwise than the same character elsewhere.
FAMILY_NAMES = {
    "万俟": "mo qi", "尉迟": "yu chi", "单于": "chan yu", "长孙": "zhang sun", "澹台": "tan tai", "令狐": "ling hu",
    "夏侯": "xia hou", "欧阳": "ou yang", "司马": "si ma", "上官": "shang guan", "诸葛": "zhu ge", "皇甫": "huang fu",
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "朴": "piao", "查": "zha", "区": "ou", "任": "ren", "盖": "ge",
    "覃": "qin", "华": "hua", "乐": "yue", "翟": "zhai", "缪": "miao", "冼": "xian", "秘": "bi", "繁": "po", "员": "yun",
    "折": "she", "黑": "he", "盛": "sheng", "种": "chong", "葛": "ge", "隗": "wei", "召": "shao", "那": "na", "尉": "wei",
    "宁": "ning", "应": "ying", "过": "guo", "曲": "qu", "车": "che", "相": "xiang", "牟": "mu", "幺": "yao", "谌": "chen",
    "褚": "chu", "石": "shi", "柏": "bai", "贾": "jia", "祭": "zhai", "佴": "nai", "逄": "pang", "洗": "xian", "哈": "ha",
    "教": "jiao", "都": "du", "强": "qiang", "藏": "zang", "重": "chong", "句": "gou", "阚": "kan", "晟": "cheng",
}  # fmt: skip
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_HAN = re.compile(f"[{HAN}]")
_HANS = re.compile(f"[{HAN}]+")


@lru_cache(maxsize=65_536)
def sort_name(name: str | None, of_person: bool) -> str | None:
    """`王伟` as `wang wei`, `Müller, Anna` as `muller, anna`; other scripts as they are. None without a name."""
    if name is None or not name.strip():
        return None
    return " ".join(plain(_read(name, of_person)).split())


def search_text(names: Iterable[str], of_person: bool) -> str | None:
    """All that one may type to find a party: each name as given, folded, in pinyin with and without blanks, by initials; and its
    last character, which the index has by itself only where it stands alone (others begin a pair of characters)."""
    words = dict.fromkeys(form for name in sorted(names) for form in _forms(name, of_person))
    return " ".join(words) or None


@lru_cache(maxsize=65_536)
def _forms(name: str, of_person: bool) -> tuple[str, ...]:
    forms = (name, plain(name))
    if _HAN.search(name):
        syllables = plain(_read(name, of_person)).split()
        forms += (" ".join(syllables), "".join(syllables), "".join(syllable[0] for syllable in syllables))
        forms += tuple(run[-1] for run in _HANS.findall(name) if len(run) > 1)
    return forms


def _read(name: str, of_person: bool) -> str:
    """Chinese characters as pinyin syllables between blanks, everything else as it is."""
    family, given = _family(name) if of_person else ("", name)
    if not _HAN.search(given):
        return f"{family} {given}"
    from pypinyin import lazy_pinyin  # whose dictionaries take a fifth of a second, which most commands need not wait for

    return " ".join([family, *lazy_pinyin(given, v_to_u=False)])


def _family(name: str) -> tuple[str, str]:
    for length in (2, 1):
        if len(name) > length and name[:length] in FAMILY_NAMES:
            return FAMILY_NAMES[name[:length]], name[length:]
    return "", name


def plain(text: str) -> str:
    """Without case, accents and width, also of letters that carry a stroke."""
    return folded(text).translate(_LETTERS)
