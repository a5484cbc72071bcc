"""A stakeholder map as a picture in SVG: roles by shape, stance by colour and sign, evidence in the tooltip."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin
from typing import Any

from drawing import words
from drawing.layout import MARGIN, Rect, layout

FONT = "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei','Noto Sans',Arial,sans-serif"
INK, SOFT, LINE, PAPER = "#1b2733", "#5d6b7a", "#aab6c2", "#ffffff"
STANCES: Mapping[str, tuple[str, str, str]] = {
    "SUPPORT": ("#1b7f4d", "#e6f4ec", "+"), "NEUTRAL": ("#8a6d00", "#fbf4dc", "="), "OPPOSE": ("#b3261e", "#fbe9e7", "−"),
    "": ("#6b7785", "#f2f4f6", "?"),
}  # fmt: skip
"""Of each stance the colour, a light one of it, and the sign."""
TIES: Mapping[str, tuple[str, str]] = {
    "REPORTS_TO": ("#33475b", ""), "INFLUENCES": ("#7a3fb0", "7 4"), "REFERRED": ("#0b7285", "2 4"), "KNOWS": ("#8a94a0", "1 3"),
}  # fmt: skip
"""Of each tie the colour and the dashes."""
# Of each part the corners of its shape, how far the inner ones stand off, and how it is turned.
SHAPES: Mapping[str, tuple[int, float, float]] = {
    "DECISION_MAKER": (4, 1, 0), "ECONOMIC_BUYER": (6, 1, 0), "APPROVER": (8, 1, 22.5), "BUYER": (4, 1, 45),
    "GATEKEEPER": (5, 1, 180),
    "INFLUENCER": (3, 1, 0), "USER": (40, 1, 0), "INITIATOR": (3, 1, 90), "CHAMPION": (5, 0.5, 0), "COACH": (5, 1, 0),
    "TECHNICAL_BUYER": (12, 0.8, 0), "BLOCKER": (3, 1, 180), "KEY_PERSON": (4, 0.55, 0),
}  # fmt: skip
LEVELS = ("NONE", "KNOWN", "MET", "TRUSTED")


@dataclass(frozen=True, slots=True)
class Label:
    """A text, and the room it takes."""

    text: str
    room: Rect
    size: float
    colour: str = INK
    bold: bool = False
    backed: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: boxes by band and node, texts with the room that each takes, and the whole as SVG."""

    boxes: Mapping[tuple[str, str], Rect]
    labels: Sequence[Label]
    svg: str


def draw(told: Mapping[str, Any], *, zh: bool = False, on: str = "") -> Picture:
    """Of a `stakeholderMap` as it was told, in Chinese or English."""
    return _Drawing(told, zh, on).picture()


class _Drawing:
    def __init__(self, told: Mapping[str, Any], zh: bool, on: str) -> None:
        self.told, self.zh, self.on = told, zh, on
        self.nodes = {each["id"]: each for each in told["nodes"]}
        self.place = layout(told["nodes"], told["edges"])
        self.labels, self.parts, self.under = list[Label](), list[str](), list[str]()
        self.by_end = defaultdict[str, list[Mapping[str, Any]]](list)
        for each in told["edges"]:
            self.by_end[each["fromId"]].append(each)
            self.by_end[each["toId"]].append(each)
        bands = (self.place.owners, self.place.people, self.place.bankers)
        self.boxes = {(band.name, id_): box for band in bands for id_, box in band.boxes.items()}

    def picture(self) -> Picture:
        self.title()
        for band in (self.place.owners, self.place.people, self.place.bankers):
            if band.boxes:
                self.heading(words.word(words.HEADINGS, band.name, self.zh), band.heading)
        for id_, box in self.place.owners.boxes.items():
            self.party(self.nodes[id_], box)
        for id_, box in self.place.people.boxes.items():
            self.person(self.nodes[id_], box)
        for id_, box in self.place.bankers.boxes.items():
            self.banker(self.nodes[id_], box)
        self.ties()
        self.holdings()
        width, height = self.place.width, self.place.height
        texts = "".join(map(_text, self.labels))
        size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}" role="img">'
            f"<title>{escape(self.called)}</title>{_markers()}"
            f'<rect width="100%" height="100%" fill="#f8fafb"/>{"".join(self.under)}{"".join(self.parts)}{texts}</svg>\n'
        )
        return Picture(self.boxes, self.labels, svg)

    # ---- texts

    def say(self, text: str, x: float, y: float, size: float, room: float = 1e9, **look: Any) -> float:
        """A text in so much room, its upper left corner there; where it ends."""
        said = words.fitted(text, size, room)
        self.labels.append(Label(said, Rect(x, y, words.width(said, size), size * 1.2), size, **look))
        return x + words.width(said, size)

    def word(self, of: Mapping[str, tuple[str, str]], key: str | None) -> str:
        return words.word(of, key or "", self.zh)

    @property
    def called(self) -> str:
        return self.told["company"]["name"] or self.told["companyId"]

    def title(self) -> None:
        self.say(self.called, MARGIN, 26, 26, self.place.width - 2 * MARGIN, bold=True)
        drawn = len(self.place.people.boxes)
        notes = [words.AS_OF[self.zh].format(self.on)] if self.on else []
        if not self.told["isWhole"]:
            notes.append(words.MORE[self.zh].format(drawn, self.told["peopleCount"]))
        if notes:
            self.say(" · ".join(notes), MARGIN, 62, 13, self.place.width - 2 * MARGIN, colour=SOFT)
        self.legend()

    def legend(self) -> None:
        """Only of what is drawn; on a second line what there is no room for on the first."""
        x, y, most = MARGIN, 92.0, self.place.width - MARGIN
        people = [self.nodes[id_] for id_ in self.place.people.boxes]
        roles = dict.fromkeys(role for each in people for role in each["roles"])
        kinds = dict.fromkeys(each["kind"] for each in self.told["edges"] if each["kind"] in TIES)
        stances = [each for each in STANCES if any((node["stance"] or "") == each for node in people)]
        for mark, key in [*((0, each) for each in stances), *((1, each) for each in roles), *((2, each) for each in kinds)]:
            of = (words.STANCES, words.ROLES, words.TIES)[mark]
            text = self.word(of, key)
            if x + 34 + words.width(text, 12) > most:
                x, y = MARGIN, y + 24
            if mark == 0:
                self.parts.append(f'<rect x="{x}" y="{y - 1}" width="18" height="18" rx="9" fill="{STANCES[key][0]}"/>')
                self.sign(STANCES[key][2], x + 9, y + 8, 14)
            elif mark == 1:
                self.parts.append(_shape(key, x + 9, y + 8, 9, SOFT))
            else:
                colour, dashes = TIES[key]
                self.parts.append(_path(f"M{x},{y + 8}H{x + 22}", colour, dashes, key))
            x = self.say(text, x + (30 if mark == 2 else 24), y, 12, colour=SOFT) + 20

    def heading(self, text: str, y: float) -> None:
        self.say(text, MARGIN, y, 15, bold=True, colour=SOFT)
        left = MARGIN + words.width(text, 15) + 14
        self.under.append(f'<path d="M{left:.0f},{y + 10:.0f}H{self.place.width - MARGIN:.0f}" stroke="#dde3e9"/>')

    def sign(self, text: str, x: float, y: float, size: float) -> None:
        """A sign within a shape: of one letter, in its middle."""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y + size * 0.35:.1f}" font-size="{size}" font-weight="700" fill="#fff" text-anchor="middle">'
            f"{text}</text>"
        )

    # ---- boxes

    def box(self, box: Rect, fill: str, edge: str, title: str, *, round_: float = 8, thick: float = 1.2) -> None:
        self.parts.append(
            f'<g><title>{escape(title)}</title><rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.0f}" '
            f'height="{box.height:.0f}" rx="{round_}" fill="{fill}" stroke="{edge}" stroke-width="{thick}"/></g>'
        )

    def party(self, node: Mapping[str, Any], box: Rect) -> None:
        person, here = node["kind"] == "PERSON", node["level"] == 0
        fill, edge = ("#16324f", "#16324f") if here else (PAPER, "#5b7ea1" if not person else LINE)
        self.box(box, fill, edge, self.evidence(node["id"], "OWNS", "CONSOLIDATED_BY"), round_=box.height / 2 if person else 6)
        x, room = box.x + (24 if person else 14), box.width - (48 if person else 28)
        self.say(node["name"], x, box.y + 12, 14, room, bold=True, colour=PAPER if here else INK)
        self.say(self.held(node), x, box.y + 35, 11.5, room, colour="#c9d6e3" if here else SOFT)

    def held(self, node: Mapping[str, Any]) -> str:
        """What is told below a name: what somebody holds of the company, or it of them."""
        lines = [each for each in self.by_end[node["id"]] if each["kind"] in ("OWNS", "CONSOLIDATED_BY")]
        if node["level"] == 0:
            covers = [each for each in self.by_end[node["id"]] if each["kind"] == "COVERS"]
            told = (f"{self.nodes[each['fromId']]['name']} {each['function']}" for each in covers)
            return " · ".join(told)
        mark, one, other = ("→", "fromId", "toId") if node["level"] > 0 else ("←", "toId", "fromId")
        own = sorted((each for each in lines if each[one] == node["id"]), key=lambda each: each[other] != self.told["companyId"])
        return "; ".join(f"{_share(each)} {mark} {self.nodes[each[other]]['name']}".strip() for each in own)

    def person(self, node: Mapping[str, Any], box: Rect) -> None:
        colour, light, sign = STANCES[node["stance"] or ""]
        kinds = ("DECIDES_FOR", "HOLDS_OFFICE", "REPORTS_TO", "INFLUENCES", "REFERRED", "KNOWS", "COVERS", "BANKER_KNOWS", "MET")
        self.box(box, PAPER, colour, self.evidence(node["id"], *kinds), thick=1.6)
        self.parts.append(
            f'<path d="M{box.x + 8:.1f},{box.y + 0.8:.1f}h44v{box.height - 1.6:.1f}h-44a7,7 0 0 1 -7.2,-7.2v-{box.height - 16:.1f}'
            f'a7,7 0 0 1 7.2,-7.2z" fill="{light}"/>'
        )
        roles: list[str] = node["roles"]
        self.parts.append(_shape(roles[0] if roles else "", box.x + 27, box.y + 32, 17, colour))
        self.sign(sign, box.x + 27, box.y + 33, 17)
        for place, role in enumerate(roles[1:4]):
            self.parts.append(_shape(role, box.x + 12 + 15 * place, box.y + 66, 6.5, colour))
        if node["influence"] is not None:
            self.say(f"{node['influence']:.1f}", box.x + 17, box.y + 90, 12, 30, bold=True, colour=colour)
        x, room = box.x + 62, box.width - 74
        self.say(node["name"], x, box.y + 11, 16, room, bold=True)
        offices = [self.word(words.OFFICES, each) for each in node["offices"]]
        told = [self.word(words.ROLES, each) for each in roles] or offices
        self.say(" · ".join(told), x, box.y + 36, 12, room)
        if roles and offices:
            self.say(" · ".join(offices), x, box.y + 54, 11, room, colour=SOFT)
        self.nearness(node, x, box.y + 74)
        near = dict.fromkeys(self.nodes[each["fromId"]]["name"] for each in self.banker_lines(node["id"]))
        self.say(", ".join(near) or words.NOBODY[self.zh], x, box.y + 95, 11, room, colour="#0b5394" if near else "#b3261e")

    def nearness(self, node: Mapping[str, Any], x: float, y: float) -> None:
        """How near the bank is as filled dots, how near it wants to be as rings."""
        if node["current"] is None:
            self.say(words.UNTOLD[self.zh], x, y, 11, 160, colour=SOFT)
            return
        now, wanted = LEVELS.index(node["current"]), LEVELS.index(node["desired"] or node["current"])
        for place in range(1, len(LEVELS)):
            fill, edge = ("#0b5394" if place <= now else PAPER), ("#0b5394" if place <= max(now, wanted) else "#d3dae1")
            at = f'cx="{x + 15 * place - 9:.1f}" cy="{y + 7:.1f}"'
            self.parts.append(f'<circle {at} r="5" fill="{fill}" stroke="{edge}" stroke-width="1.4"/>')
        told = self.word(words.LEVELS, node["current"])
        self.say(f"{told} → {self.word(words.LEVELS, node['desired'])}" if wanted > now else told, x + 54, y, 11, 110, colour=SOFT)

    def banker_lines(self, id_: str) -> list[Mapping[str, Any]]:
        return [each for each in self.by_end[id_] if each["kind"] in ("COVERS", "BANKER_KNOWS", "MET") and each["toId"] == id_]

    def banker(self, node: Mapping[str, Any], box: Rect) -> None:
        lines = [each for each in self.by_end[node["id"]] if each["fromId"] == node["id"]]
        self.box(box, "#eaf2fa", "#9fc1e0", self.evidence(node["id"], "COVERS", "BANKER_KNOWS", "MET"))
        self.say(node["name"], box.x + 14, box.y + 12, 14, box.width - 28, bold=True, colour="#0b5394")
        whom = {kind: {each["toId"] for each in lines if each["kind"] == kind} for kind in ("COVERS", "BANKER_KNOWS", "MET")}
        told = " · ".join(f"{self.word(words.TIES, kind)} {len(ids)}" for kind, ids in whom.items() if ids)
        self.say(told, box.x + 14, box.y + 35, 11.5, box.width - 28, colour=SOFT)

    # ---- lines

    def ties(self) -> None:
        boxes = self.place.people.boxes
        for each in self.told["edges"]:
            if each["kind"] in TIES and each["fromId"] in boxes and each["toId"] in boxes:
                path = _way(boxes[each["fromId"]], boxes[each["toId"]], straight=each["kind"] == "REPORTS_TO")
                colour, dashes = TIES[each["kind"]]
                self.under.append(f"<g><title>{escape(self.words_of(each))}</title>{_path(path, colour, dashes, each['kind'])}</g>")

    def holdings(self) -> None:
        """Lines of shares, and on each the share where there is room beside all that is told already."""
        boxes = self.place.owners.boxes
        for each in self.told["edges"]:
            if each["kind"] in ("OWNS", "CONSOLIDATED_BY") and each["fromId"] in boxes and each["toId"] in boxes:
                one, other = boxes[each["fromId"]], boxes[each["toId"]]
                dashes = "" if each["kind"] == "OWNS" else "6 4"
                line = _path(_way(one, other, straight=False), "#5b7ea1", dashes, "OWNS")
                self.under.append(f"<g><title>{escape(self.words_of(each))}</title>{line}</g>")
                self.share(each, one, other)

    def share(self, edge: Mapping[str, Any], one: Rect, other: Rect) -> None:
        text = _share(edge)
        size = words.width(text, 11)
        for part in (0.5, 0.35, 0.65, 0.2, 0.8):
            x, y = _on(one, other, part)
            room = Rect(x - size / 2, y - 7, size, 13.2)
            taken = [*self.boxes.values(), *(label.room for label in self.labels)]
            if text and not any(room.meets(each, 3) for each in taken):
                self.labels.append(Label(text, room, 11, "#33557a", backed=True))
                return

    # ---- what lines rest on

    def evidence(self, id_: str, *kinds: str) -> str:
        """All that is said of a node, a line for each word."""
        node = self.nodes[id_]
        told = [node["name"]]
        for said, what in ((node["stanceSaid"], node["stance"]), (node["coverageSaid"], node["current"])):
            if said:
                told.append(f"{what}: {_rests(said)}")
        return "\n".join([*told, *(self.words_of(each) for each in self.by_end[id_] if each["kind"] in kinds)])

    def words_of(self, edge: Mapping[str, Any]) -> str:
        one, other = self.nodes[edge["fromId"]]["name"], self.nodes[edge["toId"]]["name"]
        what = [edge["role"] or edge["office"] or edge["function"], edge["opportunityId"], _share(edge), edge["how"]]
        more = ", ".join(each for each in what if each)
        return f"{one} {self.word(words.TIES, edge['kind'])} {other}{f' ({more})' if more else ''}: {_rests(edge['said'])}"


def _rests(said: Mapping[str, Any]) -> str:
    """Who says so, when, from what."""
    known = (said["system"], said["saidBy"], said["saidOn"], said["since"] and f"since {said['since']}", said["evidence"])
    return ", ".join(each for each in known if each)


def _share(edge: Mapping[str, Any]) -> str:
    told = [f"{100 * share:.4g}" for share in (edge["shareMin"], edge["shareMax"]) if share is not None]
    return f"{'–'.join(dict.fromkeys(told))} %" if told else ""


def _text(label: Label) -> str:
    room, bold = label.room, ' font-weight="700"' if label.bold else ""
    back = ' stroke="#f8fafb" stroke-width="5" stroke-linejoin="round" paint-order="stroke"' if label.backed else ""
    return (
        f'<text x="{room.x:.1f}" y="{room.y + label.size:.1f}" font-size="{label.size}" fill="{label.colour}"{bold}{back}>'
        f"{escape(label.text)}</text>"
    )


def _markers() -> str:
    kinds = {kind: colour for kind, (colour, _) in TIES.items()} | {"OWNS": "#5b7ea1"}
    heads = (
        f'<marker id="{kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0,0L10,5L0,10z" fill="{colour}"/></marker>'
        for kind, colour in kinds.items()
    )
    return f"<defs>{''.join(heads)}</defs>"


def _path(way: str, colour: str, dashes: str, head: str) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{way}" fill="none" stroke="{colour}" stroke-width="1.6"{dashed} marker-end="url(#{head})"/>'


def _ends(one: Rect, other: Rect) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where a line leaves and where it arrives: at the sides that look at one another; of one row, above both."""
    if one.y == other.y:
        return (one.middle + 14, one.y), (other.middle - 14, other.y)
    aside = max(-70.0, min(70.0, (one.middle - other.middle) * 0.15))
    if one.y > other.y:
        return (one.middle - aside / 2, one.y), (other.middle + aside, other.bottom)
    return (one.middle - aside / 2, one.bottom), (other.middle + aside, other.y)


def _way(one: Rect, other: Rect, *, straight: bool) -> str:
    (x, y), (to, at) = _ends(one, other)
    if one.y == other.y:
        return f"M{x:.1f},{y:.1f}C{x:.1f},{y - 44:.1f} {to:.1f},{y - 44:.1f} {to:.1f},{at:.1f}"
    if straight:
        half = at + (22 if y > at else -22)
        return f"M{x:.1f},{y:.1f}V{half:.1f}H{to:.1f}V{at:.1f}"
    bend = (at - y) * 0.5
    return f"M{x:.1f},{y:.1f}C{x:.1f},{y + bend:.1f} {to:.1f},{at - bend:.1f} {to:.1f},{at:.1f}"


def _on(one: Rect, other: Rect, part: float) -> tuple[float, float]:
    """A point of a bent line between two."""
    (x, y), (to, at) = _ends(one, other)
    if one.y == other.y:
        return x + (to - x) * part, y - 33
    rest, bend = 1 - part, (at - y) * 0.5
    corners = ((x, y), (x, y + bend), (to, at - bend), (to, at))
    weights = (rest**3, 3 * rest**2 * part, 3 * rest * part**2, part**3)
    told = list(zip(weights, corners, strict=True))
    return sum(weight * corner[0] for weight, corner in told), sum(weight * corner[1] for weight, corner in told)


def _shape(role: str, x: float, y: float, radius: float, colour: str) -> str:
    """The shape of a part; an ellipse for who plays none."""
    if role not in SHAPES:
        return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{radius:.1f}" ry="{radius * 0.7:.1f}" fill="{colour}"/>'
    corners, inner, turn = SHAPES[role]
    points = list(_corners(corners, inner, turn * pi / 180))
    told = " ".join(f"{x + radius * across:.1f},{y - radius * up:.1f}" for across, up in points)
    return f'<polygon points="{told}" fill="{colour}"/>'


def _corners(count: int, inner: float, turn: float) -> Iterable[tuple[float, float]]:
    for n in range(count * (2 if inner < 1 else 1)):
        angle = turn + 2 * pi * n / (count * (2 if inner < 1 else 1))
        away = inner if inner < 1 and n % 2 else 1.0
        yield away * sin(angle), away * cos(angle)
