"""Which id each household has: it stays with most of its members as they come and go, and one that was retired comes back."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from ingest.households.days import Line

ENOUGH = 2
"""Members that a household shares with a retired one whose id it gets back."""


def ids(
    lines: Sequence[Line],
    people: Mapping[int, AbstractSet[str]],
    standing: Mapping[str, AbstractSet[str]],
    retired: Mapping[str, AbstractSet[str]],
    mint: Callable[[], str],
) -> dict[int, str]:
    """The id of each household by its number. `people`: who was ever in it; `standing`, `retired`: the members of those that are
    written and of those that are no more, by id. All by party."""
    of = dict[str, set[str]]()
    for named in (standing, retired):
        for id_, members in named.items():
            for member in members:
                of.setdefault(member, set()).add(id_)
    shares = list[tuple[int, bool, str, int]]()
    for line in lines:
        if line.home is None:
            near = {id_ for person in people[line.number] for id_ in of.get(person, ())}
            for id_ in near:
                count = len(people[line.number] & (standing.get(id_) or retired.get(id_) or frozenset()))
                if count >= (1 if id_ in standing else ENOUGH):
                    shares.append((-count, id_ not in standing, id_, line.number))
    found, taken = dict[int, str](), set[str]()
    for _, _, id_, number in sorted(shares):
        if number not in found and id_ not in taken:
            found[number] = id_
            taken.add(id_)
    for line in lines:
        if line.number not in found:
            found[line.number] = line.home or mint()
    return found
