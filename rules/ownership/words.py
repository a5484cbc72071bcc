"""Ownership and control in words that a banker reads."""

from collections.abc import Callable, Iterable

from rules.ownership.beneficial import Because, Found, Rule, Status
from rules.ownership.control import Control, Means
from rules.ownership.records import WORDS, Office
from rules.ownership.shares import Effective

Name = Callable[[str], str]
RULES = {
    Rule.CN: "受益所有人信息管理办法: whoever has 25 % or more of the shares, else of the profit or the votes, else controls the "
    "company alone or jointly; where there is nobody, who is in charge of daily management.",
    Rule.EU: "Regulation (EU) 2024/1624: whoever has 25 % or more of shares, votes, profit or surplus (multiplied along each chain "
    "and added up), or controls the company, or owns a quarter of what controls it, or controls what owns a quarter of it.",
    Rule.CUSTOM: "The bank's own threshold: as for China, with another share.",
}
STATUSES = {
    Status.FOUND: "Beneficial owners were found.",
    Status.POSSIBLE: "Shares that are not known exactly decide whether these are beneficial owners.",
    Status.MANAGEMENT: "Nobody was found: who is in charge of daily management stands in.",
    Status.EXEMPT: "Exempt: a public body, a listed company, or one that the register exempts.",
    Status.DECLARED_UNKNOWN: "It was declared why no beneficial owner is named.",
    Status.CLOSED_LOOP: "The company is owned wholly by companies that it owns: nobody is outside.",
    Status.UNKNOWN: "Nothing is known of any owner.",
}
FOUND = {
    Found.SHARES: "has {share} of the shares",
    Found.VOTES: "disposes of {share} of the votes",
    Found.PROFIT: "has a right to {share} of the profit",
    Found.SURPLUS: "has a right to {share} of what is left on dissolution",
    Found.OWNS_CONTROLLER: "has {share} of {through}, which controls the company",
    Found.CONTROLS_OWNER: "controls {through}, which itself has {share} of the shares",
    Found.DECLARED: "is declared as its beneficial owner",
    Found.MANAGEMENT: "is in charge of its daily management",
}
MEANS = {
    Means.VOTES: "by most of its votes",
    Means.BOARD: "by naming most of its board",
    Means.OTHER_MEANS: "by other means than shares",
}


def percent(share: float) -> str:
    """`15.3 %`, with no more places than two."""
    return f"{round(share * 100, 2):g} %"


def between(least: float | None, most: float | None) -> str:
    if least is None or most is None:
        return "a share that has no number"
    return percent(least) if most - least < 5e-5 else f"{percent(least)} to {percent(most)}"


def listed(names: Iterable[str]) -> str:
    told = list(names)
    return ", ".join(told[:-1]) + (" and " if len(told) > 1 else "") + told[-1] if told else ""


def share(name: Name, target: str, each: Effective) -> str:
    """`Ann has 15.3 % of Steel, 5 % of it directly.`"""
    who, company = name(each.party), name(target)
    if each.reason:
        return f"{who} has a part of {company} that has no number. {WORDS[each.reason]}"
    direct = each.direct
    own = f", {between(direct.least, direct.most)} of it directly" if direct and direct.least != each.least else ""
    return f"{who} has {between(each.least, each.most)} of {company}{own if direct else ', all of it through others'}."


def control(name: Name, target: str, each: Control) -> str:
    """`Ann controls Steel by most of its votes, through Holding.`"""
    with_whom = f" jointly with {listed(map(name, each.jointly))}" if each.jointly else ""
    between_ = [name(step.company) for step in each.steps if step.company != target]
    through = f", through {listed(between_[:5])}{' and more' if len(between_) > 5 else ''}" if between_ else ""
    perhaps = "" if each.certain else " perhaps"
    return f"{name(each.party)}{perhaps} controls {name(target)}{with_whom} {MEANS[each.means]}{through}."


def because(name: Name, target: str, party: str, why: Because) -> str:
    if why.found in (Found.CONTROL, Found.JOINT_CONTROL) and why.control:
        return control(name, target, why.control)
    told = FOUND[why.found].format(share=between(why.least, why.most), through=name(why.through) if why.through else "")
    with_whom = f", together with {listed(map(name, why.jointly))}" if why.jointly else ""
    return f"{name(party)} {'' if why.certain else 'perhaps '}{told}{with_whom}."


def nominee(name: Name, who: str, company: str) -> str:
    return f"{name(who)} holds a part of {name(company)} for somebody else."


def concert(name: Name, one: str, other: str, agreement: str | None) -> str:
    return f"{name(one)} acts in concert with {name(other)}{f': {agreement}' if agreement else ''}."


def office(name: Name, each: Office) -> str:
    return f"{name(each.person)} is an officer of {name(each.company)}: {each.office}."
