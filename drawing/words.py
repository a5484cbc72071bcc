"""What a picture says in Chinese and English, and how wide it is."""

from collections.abc import Mapping
from unicodedata import east_asian_width

from rules.coverage_gaps import LEVELS_ZH, ROLES_ZH

ROLES: Mapping[str, tuple[str, str]] = {
    role.value: (role.value.replace("_", " ").capitalize(), word) for role, word in ROLES_ZH.items()
}  # fmt: skip
LEVELS: Mapping[str, tuple[str, str]] = {level.value: (level.value.lower(), word) for level, word in LEVELS_ZH.items()}
STANCES: Mapping[str, tuple[str, str]] = {
    "SUPPORT": ("supports", "支持"), "NEUTRAL": ("neutral", "中立"), "OPPOSE": ("opposes", "反对"), "": ("not known", "未知"),
}  # fmt: skip
OFFICES: Mapping[str, tuple[str, str]] = {
    "LEGAL_REPRESENTATIVE": ("Legal representative", "法定代表人"), "DIRECTOR": ("Director", "董事"),
    "SUPERVISOR": ("Supervisor", "监事"), "FINANCE_HEAD": ("Finance head", "财务负责人"), "AGENT": ("Agent", "经办人"),
}  # fmt: skip
TIES: Mapping[str, tuple[str, str]] = {
    "REPORTS_TO": ("reports to", "汇报"), "INFLUENCES": ("influences", "影响"), "REFERRED": ("referred", "推荐"),
    "KNOWS": ("knows", "认识"), "OWNS": ("owns", "持股"), "CONSOLIDATED_BY": ("is consolidated by", "并入"),
    "COVERS": ("covers", "管户"), "BANKER_KNOWS": ("knows", "认识"), "MET": ("met", "接触"),
}  # fmt: skip
HEADINGS: Mapping[str, tuple[str, str]] = {
    "owners": ("Owners and subsidiaries", "股权结构"), "people": ("Who decides", "决策链"), "bankers": ("Our people", "我行人员"),
}  # fmt: skip
UNTOLD = ("nobody says how near", "接触程度未说明")
NOBODY = ("nobody of ours", "我行无人接触")
MORE = ("{0} of {1} people are drawn", "{1}人中画出{0}人")
AS_OF = ("as of {0}", "截至{0}")


def word(words: Mapping[str, tuple[str, str]], key: str, zh: bool) -> str:
    return words[key][zh] if key in words else key.replace("_", " ").capitalize()


def width(text: str, size: float) -> float:
    """About how wide a text is; rather too wide than not."""
    return sum(1.0 if east_asian_width(each) in "WF" else 0.68 if each.isupper() else 0.58 for each in text) * size


def fitted(text: str, size: float, room: float) -> str:
    """So much of a text as there is room for."""
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip(" ·,，、") + "…"
