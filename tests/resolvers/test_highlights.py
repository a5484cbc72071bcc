"""A search tells in which name its words stand, and where."""

from typing import Any

import pytest

from access.caller import CallerRole
from graph.session import Session
from resolvers.answer import PLANS
from resolvers.highlights import highlights
from resolvers.plan import Plan
from tests.asking import SERVING, STANDARD, asker

HITS = """query($typed: String!) { search(text: $typed, first: 50) { edges { node { name }
  highlights { field text ranges { start end how } } } } }"""


def named(name: str, *, reading: str = "", en: str | None = None, short: str | None = None, others: list[str] | None = None) -> list[Any]:
    """What a statement brings of one party, a company where it has a short name."""
    return [[name, en, short, reading, short is None], [name], others]


def found(near: list[Any], typed: str) -> list[tuple[str, str, str]]:
    """Which name, the parts that are found with what is not between strokes, and how."""
    return [(one.field, _drawn(one), "".join(dict.fromkeys(each.how[0] for each in one.ranges))) for one in highlights(near, typed)]


def _drawn(one: Any) -> str:
    """As JavaScript slices: by UTF-16 code units."""
    units, parts, end = one.text.encode("utf-16-le"), list[bytes](), 0
    for each in one.ranges:
        parts += [units[end * 2 : each.start * 2], b"[\0", units[each.start * 2 : each.end * 2], b"]\0"]
        end = each.end
    return b"".join([*parts, units[end * 2 :]]).decode("utf-16-le")


WEI, HARBOUR = named("王伟", reading="wang wei"), named("湖州港湾钢铁有限公司", reading="hu zhou gang wan gang tie you xian gong si", short="港湾钢铁")


@pytest.mark.parametrize(
    ("near", "typed", "told"),
    [
        (WEI, "王伟", [("NAME", "[王伟]", "W")]),
        (WEI, "wang", [("NAME", "[王]伟", "P")]),
        (WEI, "ＷＡＮＧ wei", [("NAME", "[王伟]", "P")]),
        (WEI, "wangw", [("NAME", "[王伟]", "P")]),
        (WEI, "ww", [("NAME", "[王伟]", "I")]),
        (WEI, "wang 伟", [("NAME", "[王][伟]", "PW")]),
        (WEI, "li", []),
        (WEI, "", []),
        (named("欧阳娜娜", reading="ou yang na na"), "ouyang n", [("NAME", "[欧阳娜娜]", "P")]),
        (named("欧阳娜娜", reading="ou yang na na"), "yang", [("NAME", "欧[阳]娜娜", "P")]),
        (HARBOUR, "港湾 gong", [("NAME", "湖州[港湾]钢铁有限[公]司", "WP"), ("SHORT_NAME", "[港湾]钢铁", "W")]),
        (named("Anna Müller"), "MULL an", [("NAME", "[An]na [Müll]er", "W")]),
        (named("Mu\u0308ller"), "mu", [("NAME", "[Mu\u0308]ller", "W")]),
        (named("Straße"), "strasse", [("NAME", "[Straße]", "W")]),
        (named("Łukasz"), "łuk", [("NAME", "[Łuk]asz", "W")]),
        (named("محمد الهاشمي"), "محمد", [("NAME", "[محمد] الهاشمي", "W")]),
        (named("😀 王伟", reading="😀 wang wei"), "伟", [("NAME", "😀 王[伟]", "W")]),
        (named("上海(集团)ABC 公司", reading="shang hai ( ji tuan )abc gong si"), "海集 abc", [("NAME", "上[海]([集]团)[ABC] 公司", "W")]),
        (named("王伟", reading="no reading of it", others=[]), "read", [("NAME", "[王伟]", "P")]),
    ],
)  # fmt: skip
def test_words_are_found_where_they_stand_however_they_are_typed(near: list[Any], typed: str, told: list[tuple[str, str, str]]):
    assert found(near, typed) == told


def test_its_own_names_are_told_and_of_the_others_those_that_have_what_these_lack():
    near = named("王伟", reading="wang wei", en="Wang Wei", others=["Wang the Elder", "李雷"])
    assert found(near, "wang") == [("NAME", "[王]伟", "P"), ("NAME_EN", "[Wang] Wei", "W")]
    assert found(near, "wang elder") == [
        ("NAME", "[王]伟", "P"),
        ("NAME_EN", "[Wang] Wei", "W"),
        ("OTHER_NAME", "Wang the [Elder]", "W"),
    ]
    assert found(near, "lei") == [("OTHER_NAME", "李[雷]", "P")]


@pytest.mark.parametrize("schema", [SERVING, STANDARD], ids=["served", "standard"])
async def test_every_hit_says_why_in_the_one_statement(graph: Session, schema: Any):
    ask = await asker(graph)
    for typed in ("王伟", "wang wei", "lhc", "harbour", "港湾钢铁", "الهاشمي", "meiling chen"):
        answer = await ask(HITS, schema=schema, typed=typed)
        edges = answer.data["search"]["edges"]
        assert edges and all(edge["highlights"] and edge["highlights"][0]["ranges"] for edge in edges)
        assert answer.context.statements == 1


async def test_a_name_is_found_by_any_character_of_it(graph: Session):
    ask = await asker(graph)
    for typed in ("林", "海", "川", "lin 川"):
        found = (await ask(HITS, typed=typed)).data["search"]["edges"]
        assert "林海川" in [edge["node"]["name"] for edge in found]


async def test_a_constant_and_a_variable_are_found_alike(graph: Session):
    ask = await asker(graph)
    one = await ask(HITS, typed="wang wei")
    other = await ask(HITS.replace("query($typed: String!)", "").replace("$typed", '"wang wei"'))
    assert one.data == other.data


KNOWN_AS = """CREATE (:OrgUnit {id: 'HQ', path: 'HQ', level: 'HEAD_OFFICE'}),
  (p:Party:Person {id: 'P1', kind: 'PERSON', name: 'Ada Bell', sortName: 'ada bell', unit: 'HQ', units: ['HQ'],
    searchText: 'Ada Bell ada bell Byron byron', otherText: 'Countess countess'}),
  (:SourceRecord {id: 'crm:1', name: 'Ada Byron'})-[:DESCRIBES]->(p),
  (:SourceRecord {id: 'register:1', name: 'Ada Bell', otherNames: ['The Countess']})-[:DESCRIBES]->(p)"""


async def test_a_name_that_a_caller_may_not_read_finds_nobody_and_is_not_read(empty: Session):
    await empty.run(KNOWN_AS)
    await empty.run("CALL db.awaitIndexes(60)")
    banker, partner = await asker(empty), await asker(empty, role=CallerRole.PARTNER)
    for typed, seen in (("byron", ["Ada Byron"]), ("countess", ["The Countess"])):
        (edge,) = (await banker(HITS, typed=typed)).data["search"]["edges"]
        assert [each["text"] for each in edge["highlights"]] == seen
    PLANS.kept.clear()
    answer = await partner(HITS, typed="byron")
    (edge,) = answer.data["search"]["edges"]
    assert [each["text"] for each in edge["highlights"]] == ["Ada Byron"]
    assert answer.context.withheld == {"search.edges.highlights": "identity: mask"}
    for typed in ("countess", "byron countess"):
        assert not (await partner(HITS, typed=typed)).data["search"]["edges"]
    statements = [plan.statement.text for plan in PLANS.kept.values() if isinstance(plan, Plan)]
    assert statements and not any("otherNames" in text for text in statements)
