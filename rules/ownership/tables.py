"""Which share of a company each party holds itself, out of all that is said of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rules.ownership.records import FAMILIES, NOMINATOR, NOMINEE, Cell, Family, Group, Interest, Problem, Reason, Table

# Whose word on a holding counts first: what stewards say, then the register, which is public law, then declarations.
TRUSTED = ("desk", "register", "bods", "gleif")
ROUNDING = 0.0005
"""So much above the whole is taken for rounding: registers print shares in hundredths of a percent."""


def table(group: Group, family: Family) -> Table:
    """Holdings of one family. Whose votes, profit or surplus is not told has what its shares give, as far as those leave it of whom
    it is told.

    Of several silos that speak of one holding the most trusted is believed; what that one says several times is added up. Other
    owners that a less trusted one names are believed as far as there is room for all of them. What is declared as indirect counts
    only where no chain of interests leads there, for it would count twice. What a nominee holds is its nominator's. A share that
    is not known is between nothing and what the others leave.
    """
    found = Table()
    shares = _own(group, Family.SHARES, found)
    told = shares if family is Family.SHARES else _own(group, family, found)
    held = _without_nominees(group, shares | told, found)
    by_company = defaultdict[str, dict[str, Cell]](dict)
    for (owner, company), cell in held.items():
        by_company[company][owner] = cell
    for company in {company for _, company in told} if family is not Family.SHARES else ():
        cells = by_company[company]
        if sum(cell.least for cell in cells.values()) > 1 + ROUNDING:
            cells |= {owner: replace(cell, least=0.0) for owner, cell in cells.items() if (owner, company) not in told}
    for company, cells in by_company.items():
        found.cells[company] = _left(company, cells, found)
    return found


def tells(group: Group, family: Family) -> bool:
    """Whether anybody says anything of it."""
    return any(FAMILIES.get(each.kind) is family for each in group.interests)


def _own(group: Group, family: Family, found: Table) -> dict[tuple[str, str], Cell]:
    """By owner and company."""
    told = defaultdict[tuple[str, str], list[Interest]](list)
    for each in group.interests:
        if FAMILIES.get(each.kind) is family:
            told[each.owner, each.company].append(each)
    indirect = {ends for ends, each in told.items() if all(one.direct is False for one in each)}
    chained = _chained(group, indirect)
    by_company = defaultdict[str, dict[str, dict[str, Cell]]](dict)
    for (owner, company), said in told.items():
        if (owner, company) not in chained:
            believed = best([one for one in said if one.direct is not False or (owner, company) in indirect])
            by_company[company].setdefault(believed[0].source, {})[owner] = _summed(believed)
    return {
        (owner, company): cell
        for company, by_source in by_company.items()
        for owner, cell in _with_room(company, by_source, found).items()
    }


def _with_room(company: str, by_source: Mapping[str, Mapping[str, Cell]], found: Table) -> dict[str, Cell]:
    """The owners that the most trusted silo names, and those of each other one for whom these leave room.

    For a silo may call the same people by other names.
    """
    taken = dict[str, Cell]()
    for source in sorted(by_source, key=rank):
        more = sum(cell.least for cell in by_source[source].values())
        if taken and more + sum(cell.least for cell in taken.values()) > 1 + ROUNDING:
            found.problems.append(Problem(Reason.CONTRADICTED, company, tuple(sorted(by_source[source])), more))
        else:
            taken |= by_source[source]
    return taken


def best(told: Sequence[Interest]) -> Sequence[Interest]:
    """What the most trusted of the silos says that speak of a holding."""
    if len(told) == 1:
        return told
    first = min({each.source for each in told}, key=rank)
    return [each for each in told if each.source == first]


def rank(source: str) -> tuple[int, str]:
    return (TRUSTED.index(source), "") if source in TRUSTED else (len(TRUSTED), source)


def _summed(told: Sequence[Interest]) -> Cell:
    least = sum(each.least or 0.0 for each in told)
    most = sum(1.0 if each.most is None else each.most for each in told)
    return Cell(least, max(least, most))


def _chained(group: Group, indirect: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of holdings that are declared as indirect those to which a chain of others leads as well."""
    if not indirect:
        return set()
    owners = defaultdict[str, set[str]](set)
    for each in group.interests:
        if each.kind in FAMILIES and each.direct is not False:
            owners[each.company].add(each.owner)
    above = {company: _above(company, owners) for company in {company for _, company in indirect}}
    return {(owner, company) for owner, company in indirect if owner in above[company]}


def _above(company: str, owners: Mapping[str, set[str]]) -> set[str]:
    seen, left = set[str](), [company]
    while left:
        new = owners.get(left.pop(), set[str]()) - seen
        seen |= new
        left += new
    return seen


def _without_nominees(group: Group, held: dict[tuple[str, str], Cell], found: Table) -> dict[tuple[str, str], Cell]:
    """With what nominees hold given to whom they hold it for: the nominator, or each of several at most all of it.

    An arrangement has a nominee and a nominator, who has all of what it holds; in a company a nominee holds the shares itself.
    """
    nominators = defaultdict[str, list[str]](list)
    nominees = set[tuple[str, str]]()
    for each in group.interests:
        if each.kind == NOMINATOR and each.owner not in nominators[each.company]:
            nominators[each.company].append(each.owner)
        elif each.kind == NOMINEE or (each.nominee and each.kind in FAMILIES):
            nominees.add((each.owner, each.company))
    found.held_for_others = nominees
    given = {ends: cell for ends, cell in held.items() if ends not in nominees}
    for company, principals in nominators.items():
        if not any((owner, company) in held for owner, where in nominees if where == company) and principals:
            _give(given, company, principals, Cell(1.0, 1.0))
    for owner, company in sorted(nominees & held.keys()):
        principals = [each for each in nominators.get(company, ()) if each != owner]
        _give(given, company, principals, held[owner, company])
        if not principals:
            found.problems.append(Problem(Reason.NOMINATOR_UNKNOWN, company, (owner,), held[owner, company].least))
    return given


def _give(given: dict[tuple[str, str], Cell], company: str, principals: Sequence[str], cell: Cell) -> None:
    each = cell if len(principals) == 1 else replace(cell, least=0.0)
    for principal in principals:
        had = given.get((principal, company), Cell(0.0, 0.0))
        given[principal, company] = Cell(had.least + each.least, had.most + each.most)


def _left(company: str, cells: dict[str, Cell], found: Table) -> dict[str, Cell]:
    """With no more for each than the others leave."""
    whole = sum(cell.least for cell in cells.values())
    if whole > 1 + ROUNDING:
        found.refused.add(company)
        found.problems.append(Problem(Reason.SHARES_ABOVE_WHOLE, company, tuple(sorted(cells)), whole))
        return cells
    if all(cell.least == cell.most for cell in cells.values()):
        return cells
    return {
        owner: Cell(cell.least, max(cell.least, min(cell.most, 1.0 - (whole - cell.least)))) for owner, cell in cells.items()
    }
