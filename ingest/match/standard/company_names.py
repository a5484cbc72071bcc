"""Companies' names: what is their own, apart from the legal form."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from graph.text_search import folded
from ingest.match.standard.scripts import HAN_RUN, LETTERS

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 400
_HAN_FORMS = (
    ("股份有限公司", "company limited by shares"), ("有限责任公司", "limited"), ("股份公司", "company limited by shares"),
    ("集团有限公司", "limited"), ("有限公司", "limited"), ("有限合伙", "limited partnership"), ("普通合伙", "partnership"),
    ("株式会社", "company limited by shares"), ("有限会社", "limited"), ("合同会社", "limited"), ("合伙企业", "partnership"),
    ("个体工商户", "sole trader"), ("分公司", "branch"), ("公司", "company"),
)  # fmt: skip
_FORMS = {
    "limited": "limited, ltd, co, coltd, company, cie, llc, ltda, lda, gmbh, mbh, sarl, srl, bv, bvba, sprl, oy, ab, aps, ou, pty, "
    "pte, pvt, sdn, bhd, kft, doo, sro, spzoo, zoo, ooo, sl, dac, ulc, uab, sia, gesellschaft mit beschrankter haftung, "
    "societe a responsabilite limitee, societa a responsabilita limitata, sociedad limitada, sociedad responsabilidad limitada, "
    "sociedade limitada, besloten vennootschap, spolecnost s rucenim omezenym, spol s ro, spol sro, sp z oo, "
    "spolka z ograniczona odpowiedzialnoscia, limited liability company, private limited, limited private, limited company, "
    "private company limited by shares, designated activity company, unlimited company, korlatolt felelossegu tarsasag, "
    "osakeyhtio, anpartsselskab, drustvo s ogranicenom odgovornoscu, societate cu raspundere limitata, osauhing, "
    "uzdaroji akcine bendrove, aktiebolag, yugen kaisha, godo kaisha, limited liability partnership",
    "company limited by shares": "plc, ag, sa, spa, nv, se, inc, incorporated, corp, corporation, asa, oyj, kk, sab, cv, nyrt, "
    "zrt, ad, jsc, pjsc, pao, oao, zao, as, a s, public limited company, company limited by shares, aktiengesellschaft, "
    "societe anonyme, societa per azioni, sociedad anonima, sociedade anonima, naamloze vennootschap, akciova spolecnost, "
    "spolka akcyjna, aktieselskab, aksjeselskap, allmennaksjeselskap, zartkoruen mukodo reszvenytarsasag, "
    "reszvenytarsasag, joint stock company, "
    "kabushiki kaisha, anonim sirketi, perseroan terbatas",
    "partnership": "lp, llp, kg, ohg, kgaa, sca, snc, gbr, scs, limited partnership, kommanditgesellschaft, "
    "societe en commandite par actions, societe en commandite simple",
    "foundation": "stiftung, stichting, foundation, trust",
}  # fmt: skip
_NOISE = frozenset("the and of und et de la le les y".split())
_FORM_OF = {
    " ".join(word for word in spelling.split() if word not in _NOISE): form
    for form, spellings in _FORMS.items()
    for spelling in spellings.split(", ")
}
_MOST_OF_FORM = max(len(spelling.split()) for spelling in _FORM_OF)
FORM_WORDS = frozenset(word for spelling in _FORM_OF for word in spelling.split())
_LEAST_SLIPPED = 6
_WORDS_OF_FORMS = sorted(word for word in FORM_WORDS if len(word) > _LEAST_SLIPPED)
_BEFORE = frozenset("uab ooo oao zao pao sia pt tov".split())
"""Forms that stand before the name."""
_SHORT = {
    "intl": "international", "mgmt": "management", "mgt": "management", "svcs": "services", "svc": "service", "grp": "group",
    "mfg": "manufacturing", "hldgs": "holdings", "hldg": "holding", "bros": "brothers", "natl": "national", "dept": "department",
    "govt": "government", "mktg": "marketing", "bldg": "building", "ltd": "limited", "pvt": "private", "pte": "private",
    "corp": "corporation", "inc": "incorporated", "plc": "public limited company", "dac": "designated activity company",
    "llc": "limited liability company", "lp": "limited partnership", "gmbh": "gesellschaft mit beschrankter haftung",
}  # fmt: skip
_JOINED = re.compile(r"\b(?:[a-z]\.\s?){2,}")


def company_name(*names: str | None) -> str | None:
    """The names without legal forms, one of each distinct reading, sorted and joined by `;`; None where nothing is known."""
    found: set[str] = {core for name in names if name and (core := _core(name[:_LONGEST]))}
    return ";".join(sorted(found)) or None


def company_words(value: str) -> list[str]:
    """The words of a standardised name; of Chinese, which has none, every two characters that stand together."""
    words = {word for word in value.replace(";", " ").split() if len(word) > 2 and not HAN_RUN.match(word)}
    for run in HAN_RUN.findall(value):
        words |= {run[at : at + 2] for at in range(len(run) - 1)}
    return sorted(words)


def legal_form(name: str | None, told: str | None = None) -> str | None:
    """The kind of company that its name or its register tells: `limited`, `company limited by shares` …"""
    for text in (told, name):
        if found := _form(text or ""):
            return found
    return None


def _form(text: str) -> str | None:
    for written, form in _HAN_FORMS:
        if written in text:
            return form
    return next(iter(_parted(_latin(text))[1]), None)


def _parted(words: list[str]) -> tuple[list[str], list[str]]:
    """A name's own words, and the legal forms that stood behind and before them, the last first."""
    own, forms = [word for word in words if word not in _NOISE] or list(words), list[str]()
    while taken := _at_the_end(own):
        forms.append(_FORM_OF[" ".join(own[-taken:])])
        del own[-taken:]
    while len(own) > 1 and own[0] in _BEFORE:
        forms.append(_FORM_OF.get(own.pop(0), "limited"))
    return own, forms


def _at_the_end(words: list[str]) -> int:
    """How many words the longest legal form has that they end with; one word at least is the name."""
    lengths = range(min(_MOST_OF_FORM, len(words) - 1), 0, -1)
    return next((length for length in lengths if " ".join(words[-length:]) in _FORM_OF), 0)


def _core(name: str) -> str:
    if HAN_RUN.search(name):
        return _han(re.sub(r"[\s()（）\[\]【】·•,，.]", "", folded(name)))
    return " ".join(_parted(_latin(name))[0])


def _han(name: str) -> str:
    for written, _ in _HAN_FORMS:
        if name.endswith(written) and len(name) > len(written) + 1 and written != "分公司":
            return name.removesuffix(written)
        if name.startswith(written) and len(name) > len(written) + 1 and written.endswith("会社"):
            return name.removeprefix(written)
    return name


def _latin(text: str) -> list[str]:
    """`S. A.` and `G.m.b.H.` are one word each, and so is `AT&T`."""
    plain = folded(text[:_LONGEST]).translate(LETTERS).replace("&", "")
    found = _WORD.findall(_JOINED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", plain))
    return [long for word in found for long in (_SHORT[word].split() if word in _SHORT else [_unslipped(word)])]


@lru_cache(maxsize=65_536)
def _unslipped(word: str) -> str:
    """A word of a legal form, though a letter slipped."""
    if len(word) < _LEAST_SLIPPED or word in FORM_WORDS:
        return word
    return next((of for of in _WORDS_OF_FORMS if OSA.distance(word, of, score_cutoff=1) <= 1), word)
