"""What each table of a sample says of whom: its party, its account, and which of its tables tells a party first."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.draft.meaning import ABOUT_PERSON, OF_COMPANIES, OF_PERSONS, Meaning, is_key, is_personal, looks_like_names, meaning
from ingest.draft.profile import Profile, profiled
from ingest.draft.sample import Sample
from ingest.row import Raw

M = Meaning
OF_PARTY = ABOUT_PERSON | OF_COMPANIES
# What a party's one record holds: the same wherever it is told. Contacts, documents and addresses may be several.
OF_RECORD = (
    M.NAME, M.COMPANY_NAME, M.GIVEN_NAME, M.FAMILY_NAME, M.NAME_EN, M.GENDER, M.BIRTH_DATE, M.OCCUPATION, M.NATIONALITY, M.USCC,
    M.LEI, M.FOUNDED_ON,
)  # fmt: skip
ENDINGS = ("id", "no", "num", "number", "code", "key", "cd", "号", "编号", "代码")
"""Of the names of columns that hold a number of their own."""
NUMBERS = (M.CUSTOMER_NUMBER, M.ACCOUNT, M.USCC, M.ORGANISATION_CODE, M.LEI)
UNTOLD = "Say whether its customers are persons or companies: taken for persons."
Tells = Literal["record", "unseen", "reference"]


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a row speaks of. `id` is the column of its number, `bank_key` that of the bank's customer number.

    `tells` is whether the row makes its record, makes it where no earlier table did, or only refers to it.
    """

    id: str
    bank_key: str | None
    company: bool
    tells: Tells = "record"
    noted: bool = False  # whether a later table asks who was told


@dataclass(frozen=True, slots=True)
class Plan:
    """`of` are the columns by what they mean, those that are read; `left` is what a person has to decide."""

    sample: Sample
    profiles: Mapping[str, Profile]
    means: Mapping[str, Meaning]
    key: tuple[str, ...]
    party: Party | None
    account: str | None
    told: frozenset[Meaning] = frozenset()  # of accounts and products: whether a table of the sample tells them one a row
    left: tuple[str, ...] = ()

    @property
    def products(self) -> bool:
        """Whether each row is another product, with its name."""
        code, name = self.first(M.PRODUCT), self.first(M.PRODUCT_NAME)
        return bool(code and name and self.profiles[code].unique and self.profiles[name].required)

    @property
    def holding(self) -> str | None:
        """The column of an account that another table tells, where each row ties it to another party."""
        column = self.first(M.ACCOUNT)
        if not column or not self.party or self.account or M.ACCOUNT not in self.told or not self.profiles[column].required:
            return None
        pairs = {(_text(row, column), _text(row, self.party.id)) for row in self.sample.rows}
        return column if len(pairs) == len(self.sample.rows) else None

    def of(self, *meanings: Meaning) -> list[str]:
        return [name for name, meant in self.means.items() if meant in meanings]

    def first(self, *meanings: Meaning) -> str | None:
        return next((name for each in meanings for name in self.of(each)), None)

    def personal(self, profile: Profile) -> bool:
        return is_personal(profile, self.means.get(profile.name), of_company=bool(self.party and self.party.company))

    def codes(self, profile: Profile) -> tuple[str, ...]:
        """The values of a column that holds codes, in order; never those that may be somebody's."""
        plain = self.means.get(profile.name) is None and not self.personal(profile) and not looks_like_names(profile.distinct)
        return tuple(sorted(profile.distinct)) if plain and profile.few and profile.name not in self.key else ()


def planned(samples: Sequence[Sample], without: Collection[tuple[str, str]] = ()) -> list[Plan]:
    """A plan a table, those that tell parties first; `without` are columns, by table, whose meaning is not to be used."""
    plans = sorted((_plan(each, {column for table, column in without if table == each.name}) for each in samples), key=_rank)
    homes, told = list[set[str]](), list[Plan]()
    accounts = set[str]()
    for plan in plans:
        party, account = plan.party, plan.account
        if party:
            values = _values(plan.sample.rows, party.id)
            party = replace(party, tells=_tells(values, homes))
            homes += [values] if party.tells == "record" else []
        if account:
            numbers = _values(plan.sample.rows, account)
            account = account if accounts.isdisjoint(numbers) else None
            accounts |= numbers
        told.append(replace(plan, party=party, account=account))
    if any(plan.party and plan.party.tells == "unseen" for plan in told):
        told = [replace(plan, party=replace(plan.party, noted=True)) if plan.party else plan for plan in told]
    known = frozenset(meant for plan in told for meant in _one_a_row(plan))
    return [replace(plan, told=known) for plan in told]


def _one_a_row(plan: Plan) -> Iterator[Meaning]:
    if plan.account:
        yield M.ACCOUNT
    if plan.products:
        yield M.PRODUCT


def _tells(values: set[str], homes: list[set[str]]) -> Tells:
    if all(values.isdisjoint(home) for home in homes):
        return "record"
    return "reference" if values <= set().union(*homes) else "unseen"


def _rank(plan: Plan) -> tuple[int, int, str]:
    if plan.party is None:
        return 2, 0, plan.sample.name
    alone = plan.profiles[plan.party.id].unique
    return 0 if alone else 1, -len(plan.of(*OF_RECORD)), plan.sample.name


def _plan(sample: Sample, without: Collection[str]) -> Plan:
    profiles = {each.name: each for each in profiled(sample.columns, sample.rows)}
    means = {name: found for name, each in profiles.items() if name not in without and (found := meaning(each))}
    key = sample.keys or _key(profiles, means)
    account = _account(profiles, means)
    party, left = _party(sample, profiles, means, key)
    kept, varying = _steady(sample, means, party)
    left += [f"{name} differs between rows of one party: it is set aside." for name in varying]
    left += [f"{name} holds documents of several kinds: say of which kind each is." for name in _all(kept, M.DOCUMENT_NUMBER)]
    if party is None and account is None and M.PRODUCT_NAME not in kept.values():
        left.append("Nothing in it was understood: yield what it tells (docs/vocabulary.md).")
    return Plan(sample, profiles, kept, key, party, account, left=tuple(left))


def _all(means: Mapping[str, Meaning], *meanings: Meaning) -> list[str]:
    return [name for name, meant in means.items() if meant in meanings]


def _key(profiles: Mapping[str, Profile], means: Mapping[str, Meaning]) -> tuple[str, ...]:
    """The first column that looks like a number of its own in every row."""
    return next(((name,) for name, each in profiles.items() if _is_key(each, means.get(name))), ())


def _is_key(profile: Profile, meant: Meaning | None) -> bool:
    number = profile.kind.type in ("string", "integer") if meant is None else meant in NUMBERS
    plain = all(is_key(value) and len(value) <= 40 and " " not in value for value in profile.distinct)
    called = meant is not None or profile.name.lower().endswith(ENDINGS)
    return profile.unique and number and plain and called and not looks_like_names(profile.distinct)


def _account(profiles: Mapping[str, Profile], means: Mapping[str, Meaning]) -> str | None:
    """The account's number, where each row is another account."""
    return next((name for name in _all(means, M.ACCOUNT) if profiles[name].unique), None)


def _party(
    sample: Sample, profiles: Mapping[str, Profile], means: Mapping[str, Meaning], key: tuple[str, ...]
) -> tuple[Party | None, list[str]]:
    customer = next((name for name in _all(means, M.CUSTOMER_NUMBER)), None)
    company = _is_company(means)
    kinds = [] if _all(means, *OF_COMPANIES, *OF_PERSONS) else [UNTOLD]
    if customer and profiles[customer].required:
        own = key[0] if len(key) == 1 and means.get(key[0]) is None else None
        varies = [name for name in _all(means, *OF_RECORD) if not _follows(sample.rows, name, customer)]
        return Party(own if own and varies else customer, customer, company), kinds
    found = key[0] if len(key) == 1 and means.get(key[0]) in (None, M.USCC, M.ORGANISATION_CODE, M.LEI) else None
    if found and _all(means, M.NAME, M.COMPANY_NAME, M.GIVEN_NAME, M.FAMILY_NAME, M.RESIDENT_NUMBER, M.USCC) and _describes(means):
        return Party(found, customer, company), kinds
    if customer:
        return None, [f"{customer} is empty in some rows: say whom those speak of; nobody is told from this table."]
    return None, []


def _describes(means: Mapping[str, Meaning]) -> bool:
    """Whether it says enough of somebody: a table of products has names too."""
    return len({means[name] for name in _all(means, *OF_PARTY)}) > 1 or bool(_all(means, M.USCC, M.LEI, M.COMPANY_NAME))


def _is_company(means: Mapping[str, Meaning]) -> bool:
    return bool(_all(means, *OF_COMPANIES)) and len(_all(means, *OF_COMPANIES)) >= len(_all(means, *OF_PERSONS))


def _steady(sample: Sample, means: Mapping[str, Meaning], party: Party | None) -> tuple[dict[str, Meaning], list[str]]:
    """Without what differs between the rows of one party, which is told only once."""
    varying = [name for name in _all(means, *OF_RECORD) if party and not _follows(sample.rows, name, party.id)]
    return {name: meant for name, meant in means.items() if name not in varying}, varying


def _follows(rows: Iterable[Raw], name: str, key: str) -> bool:
    """Whether rows with one key have one value."""
    said = dict[str, str]()
    return all(said.setdefault(_text(row, key), _text(row, name)) == _text(row, name) for row in rows)


def _values(rows: Iterable[Raw], name: str) -> set[str]:
    return {_text(row, name) for row in rows}


def _text(row: Raw, name: str) -> str:
    value = row.get(name, "")
    return value.strip() if isinstance(value, str) else ""
