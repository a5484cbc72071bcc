"""The gate for Cypher written by hand: every node that a template reads is tested, or is one that all may see.

A template is read word by word, so that a comma, an inline WHERE or an odd blank hides nothing. What cannot be read plainly is
refused: labels that are no plain list, a path of any length whose nodes are not all tested, procedures, comments, quoted names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

TOKEN = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|//|/\*|`|\$?[A-Za-z_]\w*|\d[\w.]*|\S")
CLAUSES = frozenset("MATCH OPTIONAL WHERE RETURN WITH UNWIND CALL ORDER LIMIT SKIP UNION".split())
KEYWORDS = CLAUSES | frozenset("AND OR XOR NOT WHEN THEN ELSE END CASE COUNT EXISTS COLLECT IS IN AS".split())
INSTEAD = CLAUSES | {"OR", "XOR", "WHEN", "THEN", "ELSE"}
WRITES = frozenset("LOAD USE CREATE MERGE DELETE DETACH REMOVE FOREACH SET".split())
OPEN, CLOSE = {"(": ")", "[": "]", "{": "}"}, frozenset(")]}")
LABELS = re.compile(r":(\w+(?:(?::|\||&)\w+)*)")
START, END = "start", "end"
NEAR = {">": (START,), "<": (END,), "": (START, END)}
FAR = {">": (END,), "<": (START,), "": (START, END)}
"""Which end of a relationship the node before it is, and the one behind it, by the way it goes."""
Ends = frozenset[tuple[str, str]]


class Unreadable(ValueError):
    """Said in a way that this gate does not read: it must be said more plainly."""


@dataclass(slots=True)
class Node:
    """A node of a pattern: its name, its labels, and the relationships beside it, each with the end of them that it is."""

    name: str
    labels: tuple[str, ...]
    along: list[frozenset[tuple[str, str]]] = field(default_factory=list[frozenset[tuple[str, str]]])
    path: str = ""


def refuse_unscoped(cypher: str, free: set[str], followed: Ends = frozenset()) -> None:
    """`free` are labels that whoever reads the template may see; `followed` are ends of relationships that are seen with the other.

    Raises ValueError; called for every template when the schema is assembled, so that none is ever served.
    """
    read = _Read(cypher)
    nodes = list(read.nodes())
    named = {node.name for node in nodes if node.name and node.labels} | {"this", *read.begun()}
    known = {node.name for node in nodes if node.path or any(along and along <= followed for along in node.along)}
    tested = read.tested_paths()
    for node in nodes:
        if node.path and node.path not in tested:
            told = "all(_n IN nodes(_p) WHERE scoped(_n))"
            raise ValueError(f"a path of any length must scope every node on it, as {told}: {cypher}")
        if node.name == "this" or node.path or (node.labels and set(node.labels) <= free):
            continue
        introduced = sum(1 for other in nodes if other.labels and other.name == node.name)
        if node.labels:
            safe = bool(node.name) and read.tests_of(node.name) >= introduced
        else:
            safe = bool(node.name) and node.name in named | known
        if not safe:
            raise ValueError(f"({':'.join([node.name, *node.labels])}) would be read without scope in: {cypher}")


class _Read:
    """One template, in words."""

    def __init__(self, cypher: str) -> None:
        self.cypher = cypher
        self.words = TOKEN.findall(cypher)
        for n, word in enumerate(self.words):
            if word in ("//", "/*", "`"):
                raise Unreadable(f"a template for the scope gate has no comments and no quoted names: {cypher}")
            if self.keyword(n) in WRITES or (self.keyword(n) == "CALL" and self.at(n + 1) not in ("{", "(")):
                raise Unreadable(f"{word} has no place in what reads within a scope: {cypher}")
        self.ends = self._matched()

    def at(self, n: int) -> str:
        return self.words[n] if 0 <= n < len(self.words) else ""

    def keyword(self, n: int) -> str:
        """The word in capitals, where it is one of the language and no name."""
        word = self.at(n).upper()
        plain = self.at(n - 1) not in (".", ":", "$") and self.at(n + 1) != ":"
        return word if plain and (word in KEYWORDS or word in WRITES) else ""

    def _matched(self) -> dict[int, int]:
        """The place of the bracket that closes each."""
        found, waiting = dict[int, int](), list[int]()
        for n, word in enumerate(self.words):
            if word in OPEN:
                waiting.append(n)
            elif word in CLOSE:
                if not waiting or OPEN[self.words[waiting[-1]]] != word:
                    raise Unreadable(f"brackets do not match, so that scope cannot be told: {self.cypher}")
                found[waiting.pop()] = n
        if waiting:
            raise Unreadable(f"brackets do not match, so that scope cannot be told: {self.cypher}")
        return found

    # ---- nodes

    def nodes(self) -> Iterator[Node]:
        found = {n: self.node(n) for n, word in enumerate(self.words) if word == "(" and self.is_node(n)}
        for n, node in found.items():
            for other, types, right, long in self.beyond(n):
                far = found[other]
                node.along.append(frozenset((type_, end) for type_ in types for end in NEAR[right]))
                far.along.append(frozenset((type_, end) for type_ in types for end in FAR[right]))
                if long:
                    node.path = far.path = self.path_of(n)
        yield from found.values()

    def is_node(self, n: int) -> bool:
        close, before, more = self.ends[n], self.at(n - 1), self.at(n - 2)
        after = (self.at(close + 1), self.at(close + 2))
        if after in (("-", "["), ("-", "-"), ("<", "-")) or (before, more) in (("-", "]"), ("-", "-"), (">", "-")):
            return True
        if before == "{" and self.keyword(n - 2) in ("COUNT", "EXISTS", "COLLECT"):
            return True
        return self.in_match(n)

    def in_match(self, n: int) -> bool:
        """Whether it stands in a MATCH itself, and not in what is tested or brought."""
        if self.keyword(n - 1) and self.keyword(n - 1) != "MATCH":
            return False
        place = n - 1
        while place >= 0:
            if self.words[place] in CLOSE:
                place = next(start for start, end in self.ends.items() if end == place)
            elif self.words[place] in OPEN or (self.keyword(place) and self.keyword(place) != "MATCH"):
                return False
            elif self.keyword(place) == "MATCH":
                return True
            place -= 1
        return False

    def node(self, n: int) -> Node:
        words = self.words[n + 1 : self.ends[n]]
        name = words.pop(0) if words and words[0].isidentifier() and words[1:2] != ["("] else ""
        stop = next((place for place, word in enumerate(words) if word == "{" or word.upper() == "WHERE"), len(words))
        said = "".join(words[:stop])
        told = LABELS.fullmatch(said) if said else None
        if (said and not told) or (self.at(n - 1).isidentifier() and not self.keyword(n - 1)):
            whole = " ".join(self.words[n + 1 : self.ends[n]])
            raise Unreadable(f"({whole}) cannot be read as a node, so that its scope is unknown: {self.cypher}")
        return Node(name, tuple(re.findall(r"\w+", told[1])) if told else ())

    def beyond(self, n: int) -> Iterator[tuple[int, list[str], str, bool]]:
        """The node to the right: its place, the types of the relationship between, which way that goes, whether it may be long."""
        place, way, types, long = self.ends[n] + 1, "", list[str](), False
        if (self.at(place), self.at(place + 1)) == ("<", "-"):
            place, way = place + 1, "<"
        if self.at(place) != "-" or self.at(place + 1) not in ("[", "-"):
            return
        place += 1
        if self.at(place) == "[":
            inner = self.words[place + 1 : self.ends[place]]
            long = "*" in inner[: inner.index("{")] if "{" in inner else "*" in inner
            types = re.findall(r"\w+", re.split(r"[*{]", "".join(inner).partition(":")[2])[0])
            place = self.ends[place] + 1
        if self.at(place) != "-":
            raise Unreadable(f"a relationship that cannot be read, so that scope is unknown: {self.cypher}")
        place += 1
        if self.at(place) == ">":
            place, way = place + 1, "" if way else ">"
        if self.at(place) in ("+", "*", "{"):
            raise Unreadable(f"a path of any length is said as [:TYPE*], so that scope can be told: {self.cypher}")
        if self.at(place) != "(" or self.at(place + 1) == "(":
            raise Unreadable(f"a relationship that leads to nothing that can be read, so that scope is unknown: {self.cypher}")
        yield place, types, way, long

    # ---- tests

    def begun(self) -> set[str]:
        """Names of nodes that whoever fills the template in has found, within the scope."""
        return {self.words[n + 2] for n in range(len(self.words) - 2) if self.words[n] == "begin" and self.words[n + 1] == "("}

    def path_of(self, n: int) -> str:
        """The name of the path that a node stands in."""
        while n >= 0 and not self.keyword(n):
            if self.at(n) == "=" and self.at(n + 1) == "(":
                return self.at(n - 1)
            n -= 1
        return "?"

    def tested_paths(self) -> set[str]:
        """Those of which every node is tested."""
        found = set[str]()
        for n in range(len(self.words)):
            told = self.words[n : n + 13]
            said = [told[:2], told[3:6], told[7:11]] == [["all", "("], ["IN", "nodes", "("], [")", "WHERE", "scoped", "("]]
            if said and self.must_hold(n) and told[11] == told[2] and self.alone(n + 9):
                found.add(told[6])
        return found

    def tests_of(self, name: str) -> int:
        """How often a node must be in scope for anything to be read."""
        calls = (n for n in range(len(self.words)) if self.words[n : n + 4] == ["scoped", "(", name, ")"])
        return sum(1 for n in calls if self.must_hold(n))

    def must_hold(self, n: int) -> bool:
        return self.keyword(n - 1) in ("WHERE", "AND") and self.alone(n)

    def alone(self, n: int) -> bool:
        """Whether no other test stands in its place: no OR beside it, from its WHERE to where that ends."""
        place = n - 1
        while self.keyword(place) != "WHERE":
            if self.words[place] in CLOSE:
                place = next(start for start, end in self.ends.items() if end == place)
            elif place < 0 or self.words[place] in OPEN or self.keyword(place) in INSTEAD:
                return False
            place -= 1
        place = n
        while place < len(self.words) and self.words[place] not in CLOSE and self.words[place] != "|":
            if self.keyword(place) in ("OR", "XOR"):
                return False
            if self.keyword(place) in CLAUSES:
                break
            place = self.ends[place] + 1 if self.words[place] in OPEN else place + 1
        return True
