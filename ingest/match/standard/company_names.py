"""Companies' names: what is their own, apart from the legal form."""

import re

from graph.text_search import folded
from ingest.match.standard.scripts import HAN_RUN

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 400
_HAN_FORMS = (
    ("股份有限公司", "company limited by shares"), ("有限责任公司", "limited"), ("股份公司", "company limited by shares"),
    ("集团有限公司", "limited"), ("有限公司", "limited"), ("有限合伙", "limited partnership"), ("普通合伙", "partnership"),
    ("合伙企业", "partnership"), ("个体工商户", "sole trader"), ("分公司", "branch"), ("公司", "company"),
)  # fmt: skip
_FORMS = {
    "limited": "limited ltd co coltd company llc ltda lda gmbh mbh sarl srl bv bvba sprl oy ab aps as oü pty pte pvt private sdn "
    "bhd kft doo sro spzoo zoo ooo",
    "company limited by shares": "plc ag sa spa nv se inc incorporated corp corporation asa oyj kk sab cv nyrt ad jsc pjsc pao oao",
    "partnership": "lp llp kg ohg kgaa sca snc gbr",
    "foundation": "stiftung stichting foundation trust",
}  # fmt: skip
_FORM_OF = {spelling: form for form, spellings in _FORMS.items() for spelling in spellings.split()}
_JOINED = re.compile(r"\b(?:[a-z]\.\s?){2,}")
_NOISE = frozenset("the and of und et de la le les y".split())


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
    tail = _latin(text)[-3:]
    return next((_FORM_OF[word] for word in reversed(tail) if word in _FORM_OF), None)


def _core(name: str) -> str:
    if HAN_RUN.search(name):
        return _han(re.sub(r"[\s()（）\[\]【】·•,，.]", "", folded(name)))
    words = _latin(name)
    own = [word for word in words if word not in _NOISE]
    while len(own) > 1 and own[-1] in _FORM_OF:
        own.pop()
    return " ".join(own or words)


def _han(name: str) -> str:
    for written, _ in _HAN_FORMS:
        if name.endswith(written) and len(name) > len(written) + 1 and written != "分公司":
            return name.removesuffix(written)
    return name


def _latin(text: str) -> list[str]:
    """`S. A.` and `G.m.b.H.` are one word each, and so is `AT&T`."""
    plain = folded(text[:_LONGEST]).replace("&", "").replace("'", "").replace("’", "")
    return _WORD.findall(_JOINED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", plain))
