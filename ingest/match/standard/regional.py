"""Syllables of given names as Hong Kong and Macao (Cantonese), Singapore, Malaysia and Taiwan (Hokkien) spell them, in pinyin."""

from functools import lru_cache
from itertools import product

# Of several readings those of the commonest characters in names, the commonest first.
_CANTONESE = {
    "bik": "bi", "bing": "bing", "bo": "bao bo", "chak": "ze", "cheuk": "zhuo", "cheung": "xiang zhang", "chi": "zhi zi",
    "ching": "qing jing", "chiu": "chao zhao", "choi": "cai", "chuen": "quan chuan", "chui": "cui", "chun": "jun zhen",
    "chung": "zhong cong", "fai": "hui", "fan": "fen fan", "fat": "fa", "fong": "fang", "foon": "huan", "fuk": "fu",
    "fung": "feng", "ha": "xia", "hang": "heng xing", "hau": "xiao hao", "hei": "xi", "heung": "xiang", "hin": "xian xuan",
    "hing": "xing qing", "hiu": "xiao", "ho": "hao he", "hoi": "hai kai", "hok": "xue he", "hon": "han", "hong": "kang",
    "hung": "hong xiong", "ka": "jia", "kai": "qi jia", "kam": "jin", "kar": "jia", "kei": "qi ji", "keung": "qiang",
    "kin": "jian", "king": "jing qiong", "kit": "jie", "kiu": "qiao", "ko": "gao", "kok": "guo jue", "kong": "gang jiang",
    "kuen": "quan juan", "kuk": "ju", "kwan": "jun kun", "kwok": "guo", "kwong": "guang", "lai": "li", "lam": "lin",
    "lap": "li", "lau": "liu", "leung": "liang", "lin": "lian", "lok": "le luo", "long": "lang", "luk": "lu", "lung": "long",
    "man": "wen min", "may": "mei", "miu": "miao", "mui": "mei", "nam": "nan", "nga": "ya", "ngai": "yi", "ngar": "ya",
    "nin": "nian", "oi": "ai", "on": "an", "pak": "bo bai", "pik": "bi", "ping": "ping bing", "piu": "biao", "po": "bao bo",
    "pui": "pei bei", "sai": "shi", "san": "xin shan", "sang": "sheng", "sau": "xiu shou", "shing": "cheng sheng",
    "shiu": "shao", "shuk": "shu", "shun": "shun xin", "sin": "xian shan", "sing": "xing cheng", "siu": "xiao shao",
    "suet": "xue", "suk": "shu", "sum": "xin", "sze": "si shi", "tai": "da di", "tak": "de", "tat": "da", "tim": "tian",
    "tin": "tian", "ting": "ting ding", "tong": "tang", "tsz": "zi ci", "tung": "dong tong", "wa": "hua", "wah": "hua",
    "wai": "wei hui", "wan": "yun", "wing": "yong rong", "wo": "he", "wui": "hui", "yan": "xin en", "yat": "yi ri",
    "yau": "you", "yee": "yi er", "yeuk": "ruo yue", "yik": "yi", "yim": "yan", "yin": "yan xian", "yiu": "yao",
    "yuen": "yuan wan", "yuet": "yue", "yui": "rui", "yuk": "yu", "yung": "rong yong",
}  # fmt: skip
_HOKKIEN = {
    "bee": "mei", "beng": "ming", "boon": "wen", "chee": "zhi", "choon": "chun", "eng": "ying rong", "gek": "yu", "geok": "yu",
    "guan": "yuan", "hian": "xian", "hiang": "xiang", "hock": "fu", "huat": "fa", "hwa": "hua", "hwee": "hui", "kah": "jia",
    "kee": "ji", "keng": "qing", "kheng": "qing", "khim": "qin", "kiat": "jie", "kim": "jin", "koon": "kun", "lay": "li",
    "leng": "ling", "lye": "lai", "meng": "ming", "poh": "bao", "seng": "cheng sheng", "siew": "xiu shao", "soon": "shun",
    "swee": "rui", "teck": "de", "thiam": "tian", "tiong": "zhong", "wee": "wei", "whye": "huai", "yew": "yao you",
    "yock": "yu",
}  # fmt: skip
SYLLABLES = {syllable: tuple(said.split()) for syllable, said in (_CANTONESE | _HOKKIEN).items()}
_MOST = 4


@lru_cache(maxsize=262_144)
def in_pinyin(token: str) -> tuple[str, ...]:
    """What a given name of two such syllables may be in pinyin, the likeliest first; nothing where it is none. Of one syllable too
    many names elsewhere are: nothing is told of it."""
    halves = ((token[:at], token[at:]) for at in range(2, len(token) - 1))
    told = ("".join(each) for one, other in halves for each in product(_of(one), _of(other)))
    return tuple(each for each in dict.fromkeys(told) if each != token)[:_MOST]


def _of(syllable: str) -> tuple[str, ...]:
    return SYLLABLES.get(syllable) or ((syllable,) if syllable in _ALIKE else ())


_ALIKE = frozenset("ming ling ying ning bin lan ping shan an fang fu hui yi li wen mei yu yao feng liang lun qi xin".split())
"""Syllables that pinyin and the regions spell alike."""
