"""What the silos have wrong of the companies of a chapter; the register has them right."""

from collections.abc import Callable

from ingest.lakeside.cast import Fault, Organisation
from ingest.lakeside.population.companies import brand
from ingest.lakeside.population.draft import Draft
from ingest.lakeside.population.errors import Rate, Told, changed, exchanged, many, plant, told_of
from ingest.lakeside.population.places import seat

RATES = (
    Rate("core", Fault.DIGITS_SWAPPED, "phone", 0.01),
    Rate("core", Fault.OLD_ADDRESS, "seat", 0.03),
    Rate("crm", Fault.SAME_SOUND, "short_name", 0.02),
    Rate("crm", Fault.OLD_NAME, "short_name", 0.01),
    Rate("crm", Fault.DIGITS_SWAPPED, "phone", 0.02),
    Rate("crm", Fault.OLD_ADDRESS, "seat", 0.06),
    Rate("loans", Fault.SAME_SOUND, "name", 0.04, rare=True),
    Rate("bureau", Fault.OLD_ADDRESS, "seat", 0.06, rare=True),
    Rate("bureau", Fault.CHECK_DIGIT, "uscc", 0.01, rare=True),
    Rate("tax", Fault.OLD_ADDRESS, "seat", 0.05, rare=True),
)
"""As the table of people's: silo, fault, field, and the share of the customers among the companies that the silo knows."""

_PAIRS = "云芸 鹤贺 松嵩 川穿 岚兰 瑞睿 恒衡 启起 嘉佳 禾和 泽择 远院 鼎顶 盛胜 信芯 和禾 安鞍 达答 新欣 源元 腾藤 海嗨".split()
_SOUNDS = {each[0]: each[1] for each in _PAIRS}


def err(draft: Draft) -> None:
    customers = [one for one in draft.organisations.values() if one.cif]
    taken = set[tuple[str, str, str]]()
    around = told_of(draft)
    for rate in RATES:
        of = [one for one in customers if one.key in around[rate.silo]] if rate.silo in around else customers
        plant(draft, rate, many(draft, rate, len(of)), of, MAKERS[rate.fault], taken)


def _same_sound(_: Draft, one: Organisation, field: str) -> Told:
    """In the brand, as a rule."""
    return changed(getattr(one, field), _SOUNDS.get)


def _old_name(draft: Draft, one: Organisation, field: str) -> Told:
    """The brand a company had before."""
    return (brand(draft)[0] + one.short_name[2:],)


def _digits_swapped(draft: Draft, one: Organisation, field: str) -> Told:
    return exchanged(draft, one.phone)


def _old_address(draft: Draft, one: Organisation, field: str) -> Told:
    return (seat(draft.chance, draft.site.city),)


def _check_digit(_: Draft, one: Organisation, field: str) -> Told:
    return (one.uscc[:-1] + ("7" if one.uscc[-1] != "7" else "3"),)


MAKERS: dict[Fault, Callable[[Draft, Organisation, str], Told]] = {
    Fault.SAME_SOUND: _same_sound,
    Fault.OLD_NAME: _old_name,
    Fault.DIGITS_SWAPPED: _digits_swapped,
    Fault.OLD_ADDRESS: _old_address,
    Fault.CHECK_DIGIT: _check_digit,
}
