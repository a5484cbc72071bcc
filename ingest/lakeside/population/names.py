"""Names as they are given: Chinese by the weight of surnames, Cantonese, English, German and Arabic with their Latin forms."""

# ruff: noqa: E501 - a table is read by its lines
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from graph.model import Gender

# surname, how it is read, how many of ten thousand
_SURNAMES = """
王wang710 李li700 张zhang670 刘liu540 陈chen450 杨yang310 赵zhao230 黄huang220 周zhou210 吴wu200 徐xu170 孙sun150 胡hu130 朱zhu130
高gao120 林lin120 何he120 郭guo115 马ma110 罗luo110 梁liang100 宋song90 郑zheng90 谢xie80 韩han80 唐tang70 冯feng70 于yu65 董dong60
程cheng60 曹cao57 袁yuan56 邓deng55 许xu55 傅fu50 沈shen50 曾zeng50 彭peng50 吕lv47 苏su46 卢lu46 蒋jiang45 蔡cai45 贾jia42 丁ding42
魏wei41 薛xue40 叶ye40 余yu38 潘pan38 杜du37 戴dai36 夏xia36 钟zhong35 汪wang35 田tian34 任ren33 姜jiang33 范fan32 方fang32 石shi30
姚yao30 谭tan29 廖liao28 邹zou27 熊xiong26 金jin26 陆lu25 郝hao24 孔kong24 白bai23 崔cui22 康kang22 毛mao21 邱qiu21 秦qin20 江jiang20
史shi20 顾gu20 侯hou19 邵shao18 孟meng18 龙long17 万wan17 段duan16 雷lei16 钱qian15 汤tang15 尹yin14 黎li14 易yi14 常chang13 武wu13
乔qiao12 贺he12 赖lai11 龚gong11 文wen11 单shan8 解xie6 查zha5 仇qiu4 朴piao4 盖ge3 区ou2 欧阳ouyang9 上官shangguan2 诸葛zhuge2
皇甫huangfu2 司马sima1 司徒situ1 令狐linghu1 慕容murong1 东方dongfang1 尉迟yuchi1
"""
_MEN = """
伟wei 强qiang 磊lei 军jun 洋yang 勇yong 杰jie 涛tao 明ming 超chao 刚gang 平ping 辉hui 鹏peng 华hua 飞fei 鑫xin 波bo 斌bin 宇yu 浩hao
凯kai 健jian 俊jun 帆fan 帅shuai 旭xu 宁ning 龙long 林lin 欢huan 阳yang 建jian 国guo 志zhi 文wen 德de 海hai 永yong 春chun 东dong
立li 成cheng 子zi 家jia 天tian 晓xiao 少shao 一yi 思si 云yun 庆qing 长chang 金jin 荣rong 福fu 祥xiang 生sheng 根gen 良liang 锋feng
博bo 瑞rui 轩xuan 泽ze 睿rui 晨chen 航hang 毅yi 峰feng 亮liang 炜wei 玮wei 钧jun 君jun 晖hui 诚cheng 昊hao 皓hao 铭ming 宏hong
弘hong 恒heng 启qi 彬bin 翔xiang 敬jing 景jing 维wei 佑you 嘉jia
"""
_WOMEN = """
芳fang 娜na 敏min 静jing 丽li 艳yan 娟juan 霞xia 燕yan 玲ling 桂gui 兰lan 英ying 梅mei 红hong 秀xiu 珍zhen 萍ping 婷ting 慧hui 莉li
洁jie 倩qian 雪xue 琳lin 颖ying 欣xin 怡yi 佳jia 雨yu 晴qing 梦meng 璐lu 瑶yao 嘉jia 思si 诗shi 涵han 雅ya 琪qi 淑shu 玉yu 凤feng
翠cui 月yue 云yun 晓xiao 小xiao 春chun 文wen 子zi 可ke 若ruo 语yu 彤tong 悦yue 妍yan 蕾lei 薇wei 茜qian 菁jing 婧jing 靖jing 俐li
亭ting 馨xin 心xin 岚lan 珊shan 宁ning 清qing 青qing 美mei 华hua 琴qin 惠hui 媛yuan 园yuan 瑛ying
"""
_CANTONESE = "黄Wong 陈Chan 李Lee 梁Leung 张Cheung 林Lam 何Ho 郑Cheng 吴Ng 叶Yip 周Chow 邓Tang 冯Fung 谭Tam"
_CANTONESE_GIVEN = (
    "咏Wing 诗Sze 家Ka 辉Fai 志Chi 明Ming 文Man 慧Wai 玲Ling 伟Wai 强Keung 俊Chun 杰Kit 美Mei 珊Shan 嘉Ka 欣Yan 德Tak"
)
_ENGLISH = {
    Gender.MALE: "James Thomas Oliver George Henry William Jack Samuel Daniel Edward Charles Peter Simon Andrew Martin Philip Robert".split(),
    Gender.FEMALE: "Emma Alice Charlotte Sophie Grace Helen Lucy Sarah Rachel Kate Margaret Hannah Julia Elizabeth Anne Victoria".split(),
}
_ENGLISH_FAMILIES = (
    "Whitmore Harding Ashford Barlow Clayton Denham Fletcher Garrison Hawthorne Kendrick Langley Mercer Norwood Prescott Radcliffe "
    "Sheldon Thornton Underwood Wakefield Yardley Bexley Croft Dunmore Ellison"
).split()
_GERMAN = {
    Gender.MALE: "Lukas Felix Jonas Matthias Stefan Jürgen Thomas Florian".split(),
    Gender.FEMALE: "Anna Katharina Sabine Birgit Jana Lena Ute Franziska".split(),
}
_GERMAN_FAMILIES = "Brandner Köhler Lindemann Schröder Vogel Weber Zimmer Hartwig Bäumer Lorenz".split()
_ARABIC = {
    Gender.MALE: "محمد/Mohammed أحمد/Ahmed يوسف/Yusuf خالد/Khaled عمر/Omar حسن/Hassan إبراهيم/Ibrahim سعيد/Saeed طارق/Tariq ماجد/Majed".split(),
    Gender.FEMALE: "فاطمة/Fatima عائشة/Aisha مريم/Maryam ليلى/Layla نورة/Noura سارة/Sara هدى/Huda زينب/Zainab أمل/Amal رانيا/Rania".split(),
}
_ARABIC_FAMILIES = (
    "القرشي/Al-Qurashi المنصوري/Al-Mansouri الخطيب/Al-Khatib النجار/Al-Najjar الحداد/Al-Haddad السالم/Al-Salem "
    "العمري/Al-Omari الشريف/Al-Sharif البكري/Al-Bakri الزهيري/Al-Zuhairi"
).split()
OTHER_SPELLINGS = {
    "Mohammed": "Muhammad", "Ahmed": "Ahmad", "Yusuf": "Youssef", "Khaled": "Khalid", "Saeed": "Said", "Fatima": "Fatimah",
    "Aisha": "Ayesha", "Layla": "Leila", "Noura": "Nora", "Sara": "Sarah", "Zainab": "Zeinab",
}  # fmt: skip
_SHAPES = (
    "晴睛 婷停 玲铃 明朋 刚钢 平乎 鹏朋 波坡 凯剀 俊峻 帆帜 林材 建健 永水 成戌 天夫 思恩 福幅 锋峰 博搏 瑞端 泽择 晨晟 梅悔 娜哪 "
    "静净 霞震 英央 珍诊 萍苹 倩情 雪雷 颖频 欣掀 佳住 雨两 璐路 瑶谣 诗持 涵函 雅稚 淑椒 玉王 月用 晓烧 若苦 语悟 悦说 妍研 "
    "薇微 李季 陈阵 杨扬 徐除 于干 沈沉 余佘 汪江 田由 任仁 史吏 文丈 东车 云去 金全 良艮 毅豪 亮壳 洋详 浩皓 磊蕊 伟韦"
).split()
SHAPES = {each[0]: each[1] for each in _SHAPES} | {other: one for one, other in reversed(_SHAPES)}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its own script and in Latin letters, each as family and given name."""

    family: str
    given: str
    family_latin: str
    given_latin: str
    western: bool = False

    @property
    def text(self) -> str:
        return f"{self.given} {self.family}" if self.western else self.family + self.given

    @property
    def latin(self) -> str:
        return f"{self.given_latin} {self.family_latin}" if self.western else f"{self.family_latin} {self.given_latin}"


def _pairs(table: str) -> tuple[tuple[str, str], ...]:
    return tuple((each[0], each[1:]) for each in table.split())


def _surnames() -> Iterator[tuple[str, str, int]]:
    for each in _SURNAMES.split():
        text = "".join(c for c in each if not c.isascii())
        yield text, each[len(text) :].rstrip("0123456789"), int("".join(c for c in each if c.isdecimal()))


SURNAMES = tuple(_surnames())
READINGS = {text: reading for text, reading, _ in SURNAMES}
_WEIGHTS = tuple(accumulate(weight for *_, weight in SURNAMES))
_GIVEN = {Gender.MALE: _pairs(_MEN), Gender.FEMALE: _pairs(_WOMEN)}
_SOUNDS: dict[str, str] = dict(_GIVEN[Gender.MALE] + _GIVEN[Gender.FEMALE])
_SAME: dict[str, list[str]] = defaultdict(list)
for _character, _sound in _SOUNDS.items():
    _SAME[_sound].append(_character)


def chinese(chance: Random, gender: Gender, born: date, family: str | None = None) -> Name:
    """Two characters for most, one for many of those born from 1965 to 1995."""
    if family is None:
        family = chance.choices(SURNAMES, cum_weights=_WEIGHTS)[0][0]
    table = _GIVEN[gender]
    first = chance.choice(table)
    if chance.random() < (0.2 if 1965 <= born.year <= 1995 else 0.06):
        return Name(family, first[0], READINGS[family].capitalize(), first[1].capitalize())
    second = chance.choice(table)
    return Name(family, first[0] + second[0], READINGS[family].capitalize(), (first[1] + second[1]).capitalize())


def cantonese(chance: Random) -> Name:
    family, one, two = (chance.choice(_pairs(table)) for table in (_CANTONESE, _CANTONESE_GIVEN, _CANTONESE_GIVEN))
    return Name(family[0], one[0] + two[0], family[1], f"{one[1]} {two[1]}")


def english(chance: Random, gender: Gender, family: str | None = None) -> Name:
    family, given = family or chance.choice(_ENGLISH_FAMILIES), chance.choice(_ENGLISH[gender])
    return Name(family, given, family, given, western=True)


def german(chance: Random, gender: Gender) -> Name:
    family, given = chance.choice(_GERMAN_FAMILIES), chance.choice(_GERMAN[gender])
    return Name(family, given, family, given, western=True)


def arabic(chance: Random, gender: Gender, family: str | None = None) -> Name:
    """`family` in Arabic letters, of a name that this function gave."""
    families = [each.split("/") for each in _ARABIC_FAMILIES]
    text, latin = next((each for each in families if each[0] == family), None) or chance.choice(families)
    given, given_latin = chance.choice(_ARABIC[gender]).split("/")
    return Name(text, given, latin, given_latin, western=True)


def same_sound(character: str) -> str | None:
    """Another character that is read the same (同音字), always the same one."""
    group = _SAME.get(_SOUNDS.get(character, ""), [])
    return group[(group.index(character) + 1) % len(group)] if len(group) > 1 else None


def split_family(text: str) -> str:
    """The surname of a Chinese name that was given here."""
    return text[:2] if text[:2] in READINGS and len(text) > 2 else text[0]
