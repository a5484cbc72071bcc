"""Numbers that are one party's: what joins, what keeps apart, what says nothing."""

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.check_digits import organisation_check
from ingest.lakeside.identifiers import credit_code, lei
from ingest.match.candidates import LIMIT, keys, pairs
from ingest.match.judged import Judgement, Ruling
from ingest.match.known import Known
from ingest.match.lifelong import Lifelong
from ingest.match.model import Model
from ingest.match.reasons import why
from ingest.match.resolution import resolved, trained
from ingest.match.table import Table, Told, flattened, record_of
from tests.ingest.match import people

CARD, OTHER_CARD = "911124198108030024", "926608199201300017"
BODY = "MA900001"
USCC, ORGANISATION = credit_code("91", BODY), BODY + organisation_check(BODY)


@pytest.fixture(scope="module")
def model() -> Model:
    return trained(flattened("person", people.silos(120)))


@pytest.fixture(scope="module")
def companies() -> Model:
    return trained(flattened("company", _firms()))


def _firms() -> list[Told]:
    return [
        record(f"firm-{at:03d}-{which}", name=f"{given} {family} Trading Limited", uscc=credit_code("91", f"FX{at:06d}"), city="leeds")
        for at, (given, family) in enumerate(zip(people.GIVEN * 3, people.FAMILY * 3, strict=False))
        for which in range(2)
    ]


def record(id_: str, group: str | None = None, **said: str | tuple[str, ...]) -> Told:
    return Told(id_, group, {name: (value,) if isinstance(value, str) else value for name, value in said.items()})


def ada(id_: str, **said: str) -> Told:
    return record(id_, full_name="Ada Bell", birth_date="1951-03-12", **said)


def mary(id_: str, **said: str) -> Told:
    return record(id_, full_name="Mary Todd", birth_date="1951-03-12", **said)


def victor(id_: str, **said: str) -> Told:
    return record(id_, full_name="Victor North", birth_date="1987-11-30", **said)


def told(
    model: Model, *records: Told, kind: str = "person", judgements: Sequence[Judgement] = ()
) -> tuple[set[frozenset[str]], list[tuple[str, str, str]]]:
    """The automatic clusters of these beside others, and what a steward is asked of them."""
    mine = {each.id for each in records}
    table = flattened(kind, [*records, *(people.told(40, 7) if kind == "person" else _firms())])
    found = resolved(table, model, judgements=judgements).clusters
    clusters = dict[int, set[str]]()
    for id_, label in zip(table.ids, found.automatic.tolist(), strict=True):
        clusters.setdefault(label, set()).add(record_of(id_))
    asked = zip(found.doubts.one.tolist(), found.doubts.other.tolist(), found.doubts.why, strict=True)
    pairs = sorted((*sorted((record_of(table.ids[a]), record_of(table.ids[b]))), reason) for a, b, reason in asked)
    return (
        {frozenset(each & mine) for each in clusters.values() if each & mine},
        [(one, other, reason) for one, other, reason in pairs if {one, other} <= mine],
    )


def sets(*each: str) -> set[frozenset[str]]:
    return {frozenset(members) for members in each}


def number(person: int) -> str:
    return people.resident(person)


# ---- people


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("11010519491231002X", "１１０１０５-49１２３１ 002"),
        ("11010519491231002X", "110105 19491231 002x"),
        ("810000199408230021", "８１００００-19940823-0021"),
    ],
)
def test_a_number_for_life_joins_however_it_was_typed(model: Model, one: str, other: str) -> None:
    made = record("a", full_name="Ada Bell", national_id=one), record("b", full_name="Mary Todd", national_id=other)
    assert told(model, *made) == (sets("ab"), [])


def test_one_passport_of_one_issuer_joins_though_the_name_changed(model: Model) -> None:
    said = ada("a", passport="90000-0022", passport_issuer="United Kingdom"), mary("b", passport="GB:９00000022")
    assert told(model, *said) == (sets("ab"), [])


def test_the_same_number_of_another_issuer_or_of_one_not_said_does_not_join(model: Model) -> None:
    issued = ada("a", passport="GB:900000022")
    assert told(model, issued, victor("b", passport="IE:900000022"))[0] == sets("a", "b")
    assert told(model, issued, victor("b", passport="900000022"))[0] == sets("a", "b")
    assert told(model, issued, victor("b", passport="GB:900000022")) == (sets("a", "b"), [("a", "b", "SAME_NUMBER")])


@pytest.mark.parametrize("kind", ["CN_HK_PERMIT", "CN_TW_PERMIT", "HK_PERMIT", "TW_PERMIT"])
def test_a_permit_joins_by_its_kind_and_number(model: Model, kind: str) -> None:
    joined = told(model, ada("a", passport=f"{kind}:H08134577"), mary("b", passport=f"{kind}:h-08134577"))
    assert joined == (sets("ab"), [])
    apart, _ = told(model, ada("a", passport=f"{kind}:H08134577"), mary("b", passport="CN:H08134577"))
    assert apart == sets("a", "b")


def test_another_passport_says_nothing(model: Model) -> None:
    without, other = ada("a", postcode="ls9 9ab"), ada("b", postcode="ls9 9ab")
    renewed = [ada(id_, postcode="ls9 9ab", passport=f"GB:{number}") for id_, number in (("a", "900000022"), ("b", "900000023"))]
    bits = [why(model, flattened("person", list(pair)), ["a"], ["b"]).decision.evidence for pair in ((without, other), renewed)]
    assert bits[0] == bits[1]
    assert "passport" in model.fields
    assert told(model, *renewed) == (sets("ab"), [])


@pytest.mark.parametrize("many", [2, 7, 23, 49])
def test_another_passport_than_any_of_a_cluster_says_nothing(model: Model, many: int) -> None:
    cluster = [ada(f"a{at:02d}", passport=f"GB:{900000100 + 7 * at}") for at in range(many)]
    table = flattened("person", [*cluster, ada("b", passport="GB:900000022")])
    steps = {step.field: step.bits for step in why(model, table, [each.id for each in cluster], ["b"]).steps}
    assert steps["passport"] == 0.0


def test_a_foreigners_card_joins_whatever_it_is_called_and_a_new_one_keeps_nobody_apart(model: Model) -> None:
    card = ada("a", national_id=CARD)
    assert told(model, card, mary("b", passport=f"CN_PERMANENT_RESIDENT:{CARD}")) == (sets("ab"), [])
    assert told(model, ada("a", national_id=CARD, phone="+8613812345678"), ada("b", national_id=OTHER_CARD, phone="+8613812345678")) == (
        sets("ab"),
        [],
    )
    table = flattened("person", [record("a", full_name="Ada Bell", national_id=CARD)])
    assert [(column.field.name, column.values) for column in table.columns if column.field.name in ("birth_date", "gender", "passport")] == [
        ("passport", (f"cn permanent resident:{CARD}",)),
        ("gender", ("female",)),
        ("birth_date", ("1981-08-03",)),
    ]


def test_one_passport_never_joins_two_numbers_for_life(model: Model) -> None:
    clusters, _ = told(
        model,
        ada("a", national_id=number(91), passport="GB:900000022"),
        ada("b", passport="GB:900000022"),
        ada("c", national_id=number(92), passport="GB:900000022"),
    )
    assert len(clusters) == 2 and not [each for each in clusters if {"a", "c"} <= each]


def test_a_steward_overrules_two_numbers_for_life(model: Model) -> None:
    pair = ada("a", national_id=number(91), phone="+8613812345678"), ada("b", national_id=number(92), phone="+8613812345678")
    assert told(model, *pair) == (sets("a", "b"), [("a", "b", "NUMBERS")])
    corrected = ada("c", national_id=number(92))
    assert told(model, *pair, corrected, judgements=[Judgement("a", "b", Ruling.SAME)]) == (sets("abc"), [])


def crowd(kind: str, count: int, **said: str) -> list[Told]:
    names = [f"{given} {family}" for given in people.GIVEN for family in people.FAMILY]
    return [record(f"{kind}{at:03d}", full_name=names[at], **said) for at in range(count)]


@pytest.mark.parametrize(
    ("said", "beside"),
    [
        ({"national_id": number(93)}, {"birth_date": "1993-01-01", "gender": "male"}),
        ({"passport": "GB:900000022"}, {}),
        ({"national_id": "111111111111111111"}, {}),
        ({"national_id": "123456789012345678"}, {}),
    ],
)
def test_a_number_that_hundreds_of_people_share_joins_nobody(model: Model, said: dict[str, str], beside: dict[str, str]) -> None:
    own = ada("a", national_id=number(91), phone="+8613812345678")
    with_it, without = (
        told(model, own, ada("b", phone="+8613812345678", **more), *crowd("x", 2 * LIMIT, **more, **beside))
        for more in (said, {})
    )
    assert with_it == without
    assert frozenset("ab") in with_it[0] and "SAME_NUMBER" not in {why for _, _, why in with_it[1]}


@pytest.mark.parametrize("said", [number(93), "123456789012345678"])
def test_a_number_that_hundreds_of_people_share_speaks_for_and_against_nobody(model: Model, said: str) -> None:
    crowded = {"national_id": frozenset({said})}
    for other in (said, number(91)):
        pair = flattened("person", [ada("a", gender="female", national_id=said), ada("b", gender="female", national_id=other)])
        told = why(model, pair, ["a"], ["b"], crowded)
        assert ({step.field: step.bits for step in told.steps}["national_id"], told.decision.number.value) == (0.0, "UNKNOWN")


@pytest.mark.parametrize("field", ["national_id", "passport"])
def test_a_number_that_becomes_too_common_is_forgotten_in_steps_as_at_once(model: Model, field: str) -> None:
    said = number(93) if field == "national_id" else "GB:900000022"
    many = [*crowd("x", LIMIT + 1, **{field: said}), ada("a", **{field: said}), mary("b", **{field: said})]
    known = Known(model)
    for part in (many[-9:], many[:40], many[40:-9]):
        known.add(flattened("person", part))
        assert known.automatic_clusters() == batch(table(known, many), model)
    known.leave(each.id for each in many[:20])
    assert known.automatic_clusters() == batch(flattened("person", many[20:]), model)


def table(known: Known, records: Sequence[Told]) -> Table:
    there = {record_of(id_) for id_ in known.automatic_clusters()}
    return flattened("person", [each for each in records if each.id in there])


def batch(table: Table, model: Model) -> dict[str, str]:
    found = resolved(table, model).clusters.automatic
    return {id_: table.ids[label] for id_, label in zip(table.ids, found, strict=True)}


def test_a_live_record_is_joined_by_its_passport(model: Model) -> None:
    known = Known(model)
    known.add(flattened("person", [ada("a", passport="GB:900000022"), *people.told(40, 7)]))
    (match,) = known.match(flattened("person", [mary("b", passport="GB:900000022")]))
    assert (match.cluster, match.decision.verdict.value, match.decision.number.value) == ("a", "SAME", "SAME")


def test_a_live_record_with_another_number_for_life_is_a_stewards_though_the_passport_is_one(model: Model) -> None:
    known = Known(model)
    known.add(flattened("person", [ada("a", passport="GB:900000022", national_id=number(91)), *people.told(40, 7)]))
    match, *_ = known.match(flattened("person", [ada("b", passport="GB:900000022", national_id=number(92))]))
    assert (match.cluster, match.decision.verdict.value, match.decision.number.value) == ("a", "UNSURE", "DIFFERENT")


def test_records_that_share_nothing_but_a_passports_number_are_compared(model: Model) -> None:
    table = flattened("person", [ada("a", passport="GB:900000022"), victor("b", passport="900000022")])
    assert [(i.tolist(), j.tolist()) for i, j in pairs(keys(table))] == [([0], [1])]


def test_a_model_that_knows_nothing_of_passports_joins_by_them_and_weighs_them_not() -> None:
    before = trained(people.table(60))
    assert "passport" not in before.fields
    one, other = ada("a", passport="GB:900000022"), record("b", full_name="Mary Todd", passport="GB:900000022")
    assert told(before, one, other) == (sets("ab"), [])
    known = Known(before)
    for each in (one, other):
        known.add(flattened("person", [each]))
    assert known.automatic_clusters() == {"a": "a", "b": "a"}


# ---- companies


def firm(id_: str, name: str, **said: str) -> Told:
    return record(id_, name=name, **said)


@pytest.mark.parametrize(
    "said",
    [
        {"organisation_code": ORGANISATION},
        {"organisation_code": f"{ORGANISATION[:8]}-{ORGANISATION[8]}"},
        {"organisation_code": "ｍａ９００００１－１"},
        {"uscc": ORGANISATION},
        {"document": USCC},
        {"uscc": f" {USCC[:2]} {USCC[2:8]}-{USCC[8:17].lower()}-{USCC[17]}"},
    ],
)
def test_a_silo_that_has_only_the_organisation_code_joins_the_one_with_the_credit_code(companies: Model, said: dict[str, str]) -> None:
    one, other = firm("a", "湖州港湾钢铁有限公司", uscc=USCC), firm("b", "Pier Metals", **said)
    assert told(companies, one, other, kind="company") == (sets("ab"), [])


def test_two_silos_that_have_only_the_organisation_code_are_joined_by_it(companies: Model) -> None:
    made = [firm("a", "Harbour Steel", organisation_code=ORGANISATION), firm("b", "Pier Metals", organisation_code=ORGANISATION)]
    assert told(companies, *made, kind="company") == (sets("ab"), [])


@pytest.mark.parametrize("code", [ORGANISATION[:8] + "2", "111111111", "000000000"])
def test_an_organisation_code_with_a_wrong_check_digit_joins_nobody(companies: Model, code: str) -> None:
    made = [firm("a", "Harbour Steel", organisation_code=code), firm("b", "Pier Metals", organisation_code=code)]
    assert told(companies, *made, kind="company")[0] == sets("a", "b")


def test_another_organisation_code_keeps_apart_and_a_steward_is_asked(companies: Model) -> None:
    body = "MA900002"
    made = [
        firm("a", "Harbour Steel Limited", uscc=USCC, phone="+8657212345678"),
        firm("b", "Harbour Steel Limited", organisation_code=body + organisation_check(body), phone="+8657212345678"),
    ]
    assert told(companies, *made, kind="company") == (sets("a", "b"), [("a", "b", "NUMBERS")])


def test_one_lei_never_joins_two_organisation_codes(companies: Model) -> None:
    entity = lei("ABCDEF123456")
    one, third = firm("a", "Harbour Steel", uscc=USCC, lei=entity), firm("c", "Quay", uscc=credit_code("91", "MA900002"), lei=entity)
    clusters, _ = told(companies, one, firm("b", "Pier Metals", lei=entity), third, kind="company")
    assert clusters == sets("ab", "c")


def test_a_company_with_hundreds_of_records_is_one_by_its_credit_code(companies: Model) -> None:
    many = [firm(f"x{at:03d}", f"Harbour Steel Invoice {at}", uscc=USCC) for at in range(2 * LIMIT)]
    clusters, asked = told(companies, *many, kind="company")
    assert (len(clusters), asked) == (1, [])


ENTITIES = [lei(f"ABCDEF12345{at}") for at in range(3)]
CODES = [credit_code("91", f"MA90000{at}") for at in range(4)]
SAID = st.fixed_dictionaries(
    {"name": st.sampled_from([f"{family} Trading Limited" for family in people.FAMILY[:4]])},
    optional={
        "uscc": st.sampled_from(CODES), "organisation_code": st.sampled_from([code[8:17] for code in CODES]), "lei": st.sampled_from(ENTITIES),
        "city": st.sampled_from(people.TOWNS),
    },
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SAID, min_size=2, max_size=14), st.randoms(use_true_random=False), st.integers(1, 6), st.booleans())
def test_numbers_of_companies_in_steps_are_what_they_are_at_once(
    companies: Model, said: list[dict[str, str]], chance: Random, size: int, judged: bool
) -> None:
    records = [record(f"r{at:02d}", **each) for at, each in enumerate(said)]
    whole, judgements = flattened("company", records), [Judgement("r00", "r01", Ruling.NOT_SAME)] if judged else []
    known = Known(companies, judgements=judgements)
    chance.shuffle(records)
    for at in range(0, len(records), size):
        known.add(flattened("company", records[at : at + size]))
    found = resolved(whole, companies, judgements=judgements).clusters
    assert known.automatic_clusters() == {id_: whole.ids[label] for id_, label in zip(whole.ids, found.automatic, strict=True)}
    assert len(known.doubts()) == len(found.doubts.one)
    for codes in Lifelong(whole).first:
        held = {(label, code) for label, code in zip(found.automatic.tolist(), codes.tolist(), strict=True) if code >= 0}
        assert len({label for label, _ in held}) == len(held)


def test_a_company_number_is_in_the_field_that_it_is_of() -> None:
    made = flattened("company", [firm("a", "Harbour Steel", uscc=USCC, organisation_code=ORGANISATION), firm("b", "Pier", uscc=ORGANISATION)])
    held = {column.field.name: [column.values[code] if code >= 0 else None for code in column.codes] for column in made.columns}
    assert (held["uscc"], held["organisation_code"]) == ([USCC, None], [None, ORGANISATION])
    assert np.array_equal(made.column("name").codes >= 0, [True, True])  # pyright: ignore[reportOptionalMemberAccess]
