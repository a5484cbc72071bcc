"""Pictures of stakeholder maps: nothing stands on anything else, also with sixty people; what they say is in shape, sign and tooltip."""

import random
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest

from drawing.layout import by_rank, layout
from drawing.picture import SHAPES, STANCES, Picture, draw
from graph.model import ContactLevel, DecisionRole, Office, Stance

SVG = "{http://www.w3.org/2000/svg}"
SAID = {"system": "crm", "evidence": "He said so at lunch <& more>", "saidBy": "core:E1", "saidOn": "2026-01-01", "since": None}
CHINESE = "欧阳明轩何艾达曾文彬解雨桐钱慧敏湖州港湾钢铁有限公司"


def node(id_: str, kind: str, name: str, **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(("level", "stance", "influence", "stanceSaid", "current", "desired", "coverageSaid"))
    return empty | {"id": id_, "kind": kind, "name": name, "roles": list[str](), "offices": list[str]()} | more


def edge(kind: str, one: str, other: str, **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(("role", "opportunityId", "office", "function", "shareMin", "shareMax", "how"))
    return {"kind": kind, "fromId": one, "toId": other, "said": SAID} | empty | more


def told(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> dict[str, Any]:
    return {"company": {"name": nodes[0]["name"]}, "companyId": "c", "peopleCount": 900, "isWhole": False, "nodes": nodes, "edges": edges}


def name(chance: random.Random) -> str:
    """Chinese or Latin, short or far too long for its box."""
    long = chance.choice((3, 4, 40))
    return "".join(chance.choice(CHINESE if chance.random() < 0.5 else "ABCWMadenil ") for _ in range(long)).strip() or "A"


def company(people: int, seed: int) -> dict[str, Any]:
    """A company with so many people, of which some own it, report, influence; two levels of owners, one of subsidiaries, bankers."""
    chance = random.Random(seed)
    nodes, edges = [node("c", "COMPANY", name(chance), level=0)], list[dict[str, Any]]()
    for n in range(people):
        roles = [role.value for role in chance.sample([*DecisionRole], chance.randint(0, 5))]
        close = chance.choice([None, *(level.value for level in ContactLevel)])
        nodes.append(node(
            f"p{n}", "PERSON", name(chance), roles=roles, offices=[chance.choice([*Office]).value], level=1 if n % 7 == 0 else None,
            stance=chance.choice([None, *(each.value for each in Stance)]), stanceSaid=SAID, influence=chance.choice([None, 0.5]),
            current=close, desired=close and chance.choice([*ContactLevel]).value, coverageSaid=close and SAID,
        ))  # fmt: skip
        if n:
            edges.append(edge(chance.choice(("REPORTS_TO", "INFLUENCES", "KNOWS", "REFERRED")), f"p{n}", f"p{chance.randrange(n)}"))
        if n % 7 == 0:
            edges.append(edge("OWNS", f"p{n}", "c", shareMin=0.01, shareMax=0.02))
    for n, level in enumerate((1, 1, 2, 2, 2, -1, -1)):
        nodes.append(node(f"o{n}", "COMPANY", name(chance), level=level))
        one, other = (f"o{n}", f"o{chance.randrange(2)}" if level == 2 else "c") if level > 0 else ("c", f"o{n}")
        edges.append(edge("OWNS", one, other, shareMin=0.125, shareMax=0.125))
    for n in range(9):
        nodes.append(node(f"b{n}", "BANKER", name(chance)))
        edges += [edge("MET", f"b{n}", f"p{chance.randrange(people)}", how="VISIT") for _ in range(5 if people else 0)]
    return told(nodes, edges)


def unharmed(picture: Picture) -> None:
    """No box meets another, no text another, and each text lies in one box or in none, and within the picture."""
    size = ElementTree.fromstring(picture.svg).attrib  # noqa: S314
    for one, other in combinations(picture.boxes.values(), 2):
        assert not one.meets(other, 10)
    for one, other in combinations(picture.labels, 2):
        assert not one.room.meets(other.room), (one, other)
    for label in picture.labels:
        met = [box for box in picture.boxes.values() if label.room.meets(box)]
        assert len(met) <= 1
        for box in met:
            assert box.x <= label.room.x and label.room.right <= box.right and box.y <= label.room.y and label.room.bottom <= box.bottom
        assert label.room.x >= 0 and label.room.right <= float(size["width"]) and label.room.bottom <= float(size["height"])


@pytest.mark.parametrize("zh", [False, True])
@pytest.mark.parametrize("people", [0, 1, 7, 8, 60, 100])
def test_nothing_stands_on_anything_else(people: int, zh: bool) -> None:
    for seed in range(5):
        unharmed(draw(company(people, seed), zh=zh, on="2026-01-01"))


def test_everybody_is_drawn_and_who_owns_and_decides_in_both_parts() -> None:
    told = company(60, 1)
    drawn = {id_ for _, id_ in draw(told).boxes}
    assert drawn == {each["id"] for each in told["nodes"]}
    place = layout(told["nodes"], told["edges"])
    assert "p0" in place.owners.boxes and "p0" in place.people.boxes and "b0" in place.bankers.boxes
    assert place.owners.boxes["o2"].y < place.owners.boxes["o0"].y < place.owners.boxes["c"].y < place.owners.boxes["o5"].y


def test_who_reports_stands_below_also_where_reports_go_round() -> None:
    assert by_rank(["a", "b", "c", "d"], [("b", "a"), ("c", "b")], [("d", "a")]) == [["a"], ["b", "d"], ["c"], []]
    assert sorted(who for row in by_rank(["a", "b"], [("a", "b"), ("b", "a")]) for who in row) == ["a", "b"]


def test_a_stance_is_told_by_sign_and_colour_a_part_by_shape_and_evidence_in_the_tooltip() -> None:
    assert len({sign for _, _, sign in STANCES.values()}) == len({colour for colour, _, _ in STANCES.values()}) == 4
    assert {*SHAPES} == {role.value for role in DecisionRole} and len({*SHAPES.values()}) == len(SHAPES)
    boss = node("p", "PERSON", "欧阳 & Co", roles=["BLOCKER"], stance="OPPOSE", stanceSaid=SAID)
    picture = draw(told([node("c", "COMPANY", "Steel", level=0), boss], [edge("DECIDES_FOR", "p", "c", role="BLOCKER")]))
    root = ElementTree.fromstring(picture.svg)  # noqa: S314
    titles = [each.text or "" for each in root.iter(f"{SVG}title")]
    assert any("OPPOSE: crm, core:E1, 2026-01-01, He said so at lunch <& more>" in each and "BLOCKER" in each for each in titles)
    texts = [each.text for each in root.iter(f"{SVG}text")]
    assert {"−", "欧阳 & Co", "Blocker", "nobody of ours"} <= {*texts}
    assert "反对者" in draw(told([node("c", "COMPANY", "Steel", level=0), boss], []), zh=True).svg
