"""Who lives with whom: singles, couples, children, three generations under one roof, twins, and people of one name."""

from datetime import date, timedelta

from graph.model import Gender, RelationKind
from ingest.lakeside.cast import Document, Home, Individual, Member, Place, Situation, Tie
from ingest.lakeside.ledger import EARLIER
from ingest.lakeside.population import names, numbers
from ingest.lakeside.population.draft import Draft
from ingest.lakeside.population.names import Name
from ingest.lakeside.population.people import Life, age, birthday, settle
from ingest.lakeside.population.places import dwelling

MAN, WOMAN = Gender.MALE, Gender.FEMALE
SPOUSE, PARENT, SIBLING, GRANDPARENT = RelationKind.SPOUSE, RelationKind.PARENT, RelationKind.SIBLING, RelationKind.GRANDPARENT
ADULT, CHILD, ELDER = 0.9, 0.5, 0.85
"""Shares of the members of a family who are customers; the CRM knows the others, of the children but half."""
HOME_DECLARED, KIN_DECLARED = 0.55, 0.5
"""Shares of households and of kin, all of whom the CRM knows, that it holds."""
IN_DORMITORY = 0.12
"""Share of singles under fifty who live at one address with others they are not related to."""
LAST_BIRTH = date(2026, 9, 20)
NAMESAKES = 0.006
"""Share of customers who are given the name of another one, a third of them the birth date too."""


def populate(draft: Draft, until: int) -> None:
    """Fills the chapter with households until so much room is left."""
    if draft.rich:
        _english(draft)
        _arabic(draft)
        _from_elsewhere(draft)
        _namesakes(draft, draft.share(NAMESAKES, draft.customers))
        _parents(draft, twins=True)
    kinds = (_single, _couple, _parents, _three_generations, _one_parent)
    while draft.room > until:
        draft.chance.choices(kinds, cum_weights=(38, 55, 83, 94, 100))[0](draft)


def _single(draft: Draft) -> None:
    born = birthday(draft, 20, 80)
    shared = age(born) < 50 and draft.chance.random() < IN_DORMITORY
    _adult(draft, born, draft.dormitory if shared else dwelling(draft.chance, draft.site.city), sure=True)


def newcomer(draft: Draft, since: date) -> None:
    """A customer beside those the chapter counts."""
    draft.customers += 1
    gender, born = draft.chance.choice((MAN, WOMAN)), birthday(draft, 22, 60)
    life = Life(names.chinese(draft.chance, gender, born), gender, born, dwelling(draft.chance, draft.site.city))
    settle(draft, life, customer=True, since=since)


def _couple(draft: Draft) -> None:
    place = dwelling(draft.chance, draft.site.city)
    _household(draft, _pair(draft, place, 25, 78))


def _parents(draft: Draft, *, twins: bool = False) -> None:
    place = dwelling(draft.chance, draft.site.city)
    pair = _pair(draft, place, 28, 47)
    _household(draft, pair, _children(draft, pair, place, twins=twins or draft.chance.random() < 0.02))


def _one_parent(draft: Draft) -> None:
    place = dwelling(draft.chance, draft.site.city)
    parent = _adult(draft, birthday(draft, 28, 50), place, sure=True)
    _household(draft, [parent], _children(draft, [parent], place))


def _three_generations(draft: Draft) -> None:
    place = dwelling(draft.chance, draft.site.city)
    pair = _pair(draft, place, 30, 45)
    children = _children(draft, pair, place)
    father = pair[0] if pair[0].gender is MAN else pair[-1]
    elders = _elders(draft, father, place)
    _household(draft, pair, children, elders)
    _tied(draft, [(elder, GRANDPARENT, child) for elder in elders for child in children])


def _adult(
    draft: Draft, born: date, place: Place, *, gender: Gender | None = None, family: str | None = None, sure: bool = False,
    name: Name | None = None, phone_of: Individual | None = None,
) -> Individual:  # fmt: skip
    gender = gender or draft.chance.choice((MAN, WOMAN))
    name = name or names.chinese(draft.chance, gender, born, family)
    return settle(draft, Life(name, gender, born, place, phone_of=phone_of), customer=sure or draft.chance.random() < ADULT)


def _pair(draft: Draft, place: Place, youngest: int, oldest: int) -> list[Individual]:
    """Married; each keeps the own surname."""
    born = birthday(draft, youngest, oldest)
    husband = _adult(draft, born, place, gender=MAN, sure=True)
    apart = draft.chance.randint(-900, 1600)
    share = husband if age(born) >= 65 and draft.chance.random() < 0.4 else None
    wife = _adult(draft, min(born + timedelta(apart), date(2004, 10, 30)), place, gender=WOMAN, phone_of=share)
    _married(draft, husband, wife)
    return [husband, wife]


def _married(draft: Draft, one: Individual, other: Individual) -> None:
    young = min(age(one.born), age(other.born)) < 32
    first = max(one.born, other.born)
    on = (
        draft.day(date(2024, 1, 5), date(2026, 9, 20))
        if young
        else draft.day(date(first.year + 23, 1, 1), date(first.year + 29, 12, 28))
    )
    draft.partners[one.key], draft.partners[other.key] = other.key, one.key
    _tied(draft, [(one, SPOUSE, other)], on)


def _children(draft: Draft, parents: list[Individual], place: Place, *, twins: bool = False) -> list[Individual]:
    mother = parents[-1]
    oldest = min(17, age(mother.born) - 22)
    if oldest < 0:
        return []
    family = names.split_family(parents[0].name)
    born = min(birthday(draft, 0, oldest), LAST_BIRTH)
    days = [born, born] if twins else [born] if draft.chance.random() < 0.6 else [born, _later(born, draft)]
    children = [_child(draft, day, place, family, parents, sure=twins) for day in days]
    children = [each for each in children if each]
    _tied(draft, [(parent, PARENT, child) for parent in parents for child in children])
    if len(children) == 2:
        _tied(draft, [(children[0], SIBLING, children[1])])
        if twins:
            draft.situations.append(
                _situation(draft, "twins", "One birth date, one surname, one home, neighbouring numbers: and two people", children)
            )
    return children


def _later(born: date, draft: Draft) -> date:
    return min(born + timedelta(draft.chance.randint(500, 1800)), LAST_BIRTH)


def _child(draft: Draft, born: date, place: Place, family: str, parents: list[Individual], *, sure: bool) -> Individual | None:
    gender = draft.chance.choice((MAN, WOMAN))
    guardian = next((each for each in parents if each.cif), None)
    customer = guardian is not None and born < date(2026, 8, 1) and draft.chance.random() < CHILD
    if not customer and not sure and draft.chance.random() < 0.5:
        return None
    life = Life(names.chinese(draft.chance, gender, born, family), gender, born, place, phone_of=guardian or parents[0])
    child = settle(draft, life, customer=customer, since=min(max(born + timedelta(20), date(2020, 3, 1)), EARLIER))
    if guardian and child.cif:
        draft.guardians[child.key] = guardian.key
    return child


def _elders(draft: Draft, son: Individual, place: Place) -> list[Individual]:
    father_born = date(son.born.year - draft.chance.randint(23, 32), 1 + son.born.day % 12, 1 + draft.chance.randrange(28))
    life = Life(names.chinese(draft.chance, MAN, father_born, names.split_family(son.name)), MAN, father_born, place)
    father = settle(draft, life, customer=draft.chance.random() < ELDER)
    mother_born = father_born + timedelta(draft.chance.randint(-500, 1200))
    shared = father if draft.chance.random() < 0.4 else None
    life = Life(names.chinese(draft.chance, WOMAN, mother_born), WOMAN, mother_born, place, phone_of=shared)
    mother = settle(draft, life, customer=draft.chance.random() < ELDER)
    _tied(draft, [(father, SPOUSE, mother), (father, PARENT, son), (mother, PARENT, son)])
    return [father, mother]


def _household(
    draft: Draft, heads: list[Individual], children: list[Individual] | None = None, elders: list[Individual] | None = None
) -> None:
    members = [Member(heads[0].key, "HEAD", primary=True), *(Member(each.key, "SPOUSE") for each in heads[1:])]
    members += [Member(each.key, "PARENT") for each in elders or []] + [Member(each.key, "CHILD") for each in children or []]
    if len(members) == 1:
        return
    known = all(draft.people[each.who].contact for each in members)
    declared = known and draft.chance.random() < HOME_DECLARED
    name = f"{names.split_family(heads[0].name)}家" if heads[0].nationality == "CN" else heads[0].name_en
    draft.homes.append(Home(f"H-{draft.numbers.place()}", name, tuple(members), declared))


def _tied(draft: Draft, ties: list[tuple[Individual, RelationKind, Individual]], since: date | None = None) -> None:
    for one, kind, other in ties:
        declared = bool(one.contact and other.contact) and draft.chance.random() < KIN_DECLARED
        draft.ties.append(Tie(one.key, kind, other.key, since, declared))


def _situation(draft: Draft, kind: str, why: str, who: list[Individual]) -> Situation:
    return Situation(f"{kind}-{draft.number}-{len(draft.situations) + 1}", why, tuple(each.key for each in who))


def _namesakes(draft: Draft, count: int) -> None:
    """Two of one name; one pair in three, and the first, born on one day: different people."""
    for place in range(count):
        gender, born = draft.chance.choice((MAN, WOMAN)), birthday(draft, 22, 60)
        other = born if place % 3 == 0 else birthday(draft, 22, 60)
        name = names.chinese(draft.chance, gender, born)
        pair = [
            _adult(draft, day, dwelling(draft.chance, draft.site.city), gender=gender, name=name, sure=True)
            for day in (born, other)
        ]
        kind = "namesakes-born-on-one-day" if born == other else "namesakes"
        draft.situations.append(_situation(draft, kind, "One name, and two people", pair))


def _english(draft: Draft) -> None:
    """A couple with a child; she took his name, and one silo may have the one she was born with."""
    place, chance = dwelling(draft.chance, draft.site.city), draft.chance
    nationality = "US" if draft.number % 3 == 2 else "GB"
    his, hers = names.english(chance, MAN), birthday(draft, 30, 55)
    born = birthday(draft, 32, 58)
    document = draft.numbers.permanent(born) if nationality == "GB" else None
    husband = settle(
        draft, Life(his, MAN, born, place, nationality), customer=True, document=document or _passport(draft, nationality)
    )
    wife = settle(
        draft, Life(names.english(chance, WOMAN, his.family), WOMAN, hers, place, nationality), customer=True,
        document=_passport(draft, nationality),
    )  # fmt: skip
    _married(draft, husband, wife)
    _household(draft, [husband, wife])


def _arabic(draft: Draft) -> None:
    """A couple with a grown son; the wife keeps her family's name."""
    place, chance = dwelling(draft.chance, draft.site.city), draft.chance
    nationality = "AE" if draft.number % 2 else "JO"
    his = names.arabic(chance, MAN)
    lives = (
        Life(his, MAN, birthday(draft, 42, 58), place, nationality),
        Life(names.arabic(chance, WOMAN), WOMAN, birthday(draft, 40, 50), place, nationality),
        Life(names.arabic(chance, MAN, his.family), MAN, birthday(draft, 18, 20), place, nationality),
    )
    husband, wife, son = (settle(draft, life, customer=True, document=_passport(draft, nationality)) for life in lives)
    _married(draft, husband, wife)
    _tied(draft, [(husband, PARENT, son), (wife, PARENT, son)])
    _household(draft, [husband, wife], [son])


def _from_elsewhere(draft: Draft) -> None:
    """A Hong Kong resident, and someone from Germany."""
    born = birthday(draft, 25, 50)
    gender = draft.chance.choice((MAN, WOMAN))
    life = Life(names.cantonese(draft.chance), gender, born, dwelling(draft.chance, draft.site.city), "HK")
    settle(draft, life, customer=True, document=draft.numbers.hong_kong(born, gender))
    life = Life(names.german(draft.chance, gender), gender, birthday(draft, 25, 55), dwelling(draft.chance, draft.site.city), "DE")
    settle(draft, life, customer=True, document=_passport(draft, "DE"))


def _passport(draft: Draft, nationality: str) -> Document:
    return numbers.passport(draft.numbers.place(), nationality)
