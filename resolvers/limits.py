"""How large a question may be: looked at before it is validated, each bound by its name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, cast

from graphql import (
    DefinitionNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from runtime.errors import TooCostly, TooDeep, TooLong

LEXEME = re.compile(
    r'(?:[\s,\ufeff]|#[^\n\r]*+)*+("""(?:\\"""|[^"]|"(?!""))*+(?:"""|\Z)|"(?:\\.|[^"\\\n\r])*+"?|\.\.\.|\w++|.)', re.DOTALL
)
"""One token, behind what a parser skips."""
OPENING, CLOSING = frozenset("{[("), frozenset("}])")
SHOWN = 40
"""Of a name that a caller made up, so many characters."""


def _bound(most: int, about: str) -> int:
    return field(default=most, metadata={"about": about})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one question may have of each; docs/limits.md is printed from here."""

    characters: int = _bound(20_000, "characters of its text")
    tokens: int = _bound(2_000, "names, values and signs in its text")
    directives: int = _bound(50, "directives in its text")
    definitions: int = _bound(100, "operations and fragments in its text")
    nesting: int = _bound(50, "brackets, or fragments, within one another")
    depth: int = _bound(20, "fields below one another, through fragments")
    selections: int = _bound(1_000, "fields and fragments of one operation, each fragment counted wherever it is spread")
    aliases: int = _bound(100, "aliases of one operation, counted likewise")
    repetitions: int = _bound(20, "times that one field stands in one place")
    roots: int = _bound(20, "fields that one operation begins with")
    items: int = _bound(1_000, "values in the lists of its arguments and variables")
    objects: int = _bound(250, "inputs, as the tests of a `where`, in its arguments and variables")
    cost: int = _bound(10_000, "cost of one operation")

    def table(self) -> str:
        """The bounds as a Markdown table."""
        rows = (f"| `{each.name}` | {getattr(self, each.name):,} | {each.metadata['about']} |" for each in fields(self))
        return "\n".join(["| bound | at most | of what |", "|---|---|---|", *rows])


BOUNDS = Bounds()


def read(text: str, bounds: Bounds = BOUNDS) -> int:
    """How many tokens a text has, before it is parsed: the parser calls itself for each bracket. Raises TooLong, TooDeep,
    TooCostly."""
    if len(text) > bounds.characters:
        raise TooLong(f"The question has {len(text):,} characters; at most {bounds.characters:,} are read: ask in several.")
    tokens = directives = aliases = names = definitions = within = 0
    open_: list[str] = []
    for found in LEXEME.finditer(text):
        sign = found[1]
        tokens += 1
        if sign in OPENING:
            open_.append(sign)
            within += sign == "("
            definitions += sign == "{" and len(open_) == 1
            if len(open_) > bounds.nesting:
                where = text.count("\n", 0, found.start(1)) + 1
                raise TooDeep(f"More than {bounds.nesting} brackets are open in line {where} of the question: ask in several.")
        elif sign in CLOSING:
            within -= bool(open_) and open_.pop() == "("
        elif sign == "@":
            directives += 1
        elif not within:
            aliases += sign == ":"
            names += sign.isidentifier() and sign != "on"
        if tokens > bounds.tokens:
            raise TooLong(f"The question has more than {bounds.tokens:,} names, values and signs: ask in several.")
    selections = names - directives - aliases - 3 * definitions  # those of the text alone: more cannot be worth parsing
    for name, count in (("directives", directives), ("aliases", aliases), ("selections", selections)):
        most = getattr(bounds, name)
        if count > most:
            raise TooCostly(f"The question has {count:,} {name}; at most {most:,} are looked at: leave some out or ask in several.")
    return tokens


def look(document: DocumentNode, bounds: Bounds = BOUNDS) -> bool:
    """Looks at every definition of a parsed question, those too that nothing uses; False where fragments go round in a circle,
    which is all that is to be told of them. Raises TooLong, TooDeep, TooCostly."""
    if len(document.definitions) > bounds.definitions:
        count = len(document.definitions)
        raise TooLong(f"The question has {count} operations and fragments; at most {bounds.definitions} are read: ask in several.")
    return _Look(document, bounds).all()


def look_at(values: Iterable[Any], bounds: Bounds = BOUNDS) -> None:
    """The variables that may hold many values. Raises TooDeep, TooCostly."""
    items = objects = 0
    level: list[Any] = list(values)
    for _ in range(bounds.nesting):
        below: list[Any] = []
        for value in level:
            if isinstance(value, list):
                items += len(cast(list[Any], value))
                below += value
            elif isinstance(value, dict):
                objects += 1
                below += cast(dict[str, Any], value).values()
            if items > bounds.items or objects > bounds.objects:
                _refuse_values(items, objects, "the variables", bounds)
        level = below
        if not level:
            return
    raise TooDeep(f"The variables are nested more than {bounds.nesting} deep: say it with fewer lists and inputs.")


@dataclass(slots=True)
class _Weight:
    """What stands in one selection, with all that is below it; `height` counts fields, `levels` fragments too."""

    height: int = 0
    levels: int = 0
    selections: int = 0
    aliases: int = 0

    def add(self, below: "_Weight", *, field: bool) -> None:
        self.height = max(self.height, below.height + field)
        self.levels = max(self.levels, below.levels + 1)
        self.selections += below.selections
        self.aliases += below.aliases


class _Look:
    """One walk; what a fragment weighs is known once it was walked, however often it is spread."""

    def __init__(self, document: DocumentNode, bounds: Bounds) -> None:
        self.document, self.bounds = document, bounds
        self.fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
        self.known: dict[str, _Weight] = {}
        self.within: list[str] = []  # fragments that are being walked
        self.items = self.objects = 0
        self.circular = False
        self.where = ""

    def all(self) -> bool:
        operations = operations_of(self.document)
        for each in operations:
            self.where = f"the operation {each.name.value[:SHOWN]}" if each.name else "the operation"
            for variable in each.variable_definitions or ():
                self.value(variable.default_value)
            self.selections(each.selection_set, 0, 0)
        unused = [each for each in self.fragments.values() if each.name.value not in self.known]
        for each in unused:
            self.where = f"the fragment {each.name.value[:SHOWN]}"
            self.fragment(each.name.value, 0, 0)
        if not self.circular:
            for each in operations:
                self.repeated([each.selection_set], self.bounds.roots)
            for each in unused:
                self.repeated([each.selection_set])
        return not self.circular

    def selections(self, node: SelectionSetNode, depth: int, levels: int) -> _Weight:
        found = _Weight()
        self.deep(depth, levels)
        for each in node.selections:
            found.selections += 1
            match each:
                case FieldNode():
                    found.aliases += each.alias is not None
                    for argument in each.arguments or ():
                        self.value(argument.value)
                    inner = each.selection_set
                    below = self.selections(inner, depth + 1, levels + 1) if inner else _Weight()
                    self.deep(depth + 1, levels + 1)
                    found.add(below, field=True)
                case FragmentSpreadNode():
                    found.add(self.fragment(each.name.value, depth, levels + 1), field=False)
                case _:
                    found.add(self.selections(cast(Any, each).selection_set, depth, levels + 1), field=False)
        self.many(found)
        return found

    def fragment(self, name: str, depth: int, levels: int) -> _Weight:
        if name in self.known:
            known = self.known[name]
            self.deep(depth + known.height, levels + known.levels)
            return known
        node = self.fragments.get(name)
        self.circular |= name in self.within
        if node is None or name in self.within:
            return _Weight()
        self.within.append(name)
        self.known[name] = self.selections(node.selection_set, depth, levels)
        self.within.pop()
        return self.known[name]

    def deep(self, depth: int, levels: int) -> None:
        if depth > self.bounds.depth:
            raise TooDeep(f"Fields stand more than {self.bounds.depth} deep in {self.where}: ask by the ids of a first answer.")
        if levels > self.bounds.nesting:
            raise TooDeep(f"Fragments stand more than {self.bounds.nesting} deep in {self.where}: write them out.")

    def many(self, found: _Weight) -> None:
        most = self.bounds
        if found.selections > most.selections:
            raise TooCostly(f"There are more than {most.selections:,} fields in {self.where}, with its fragments: ask in several.")
        if found.aliases > most.aliases:
            raise TooCostly(f"There are more than {most.aliases} aliases in {self.where}, with its fragments: ask in several.")

    def repeated(self, sets: list[SelectionSetNode], most: int = 0) -> None:
        """Fields that are merged are compared with one another by validation, each with each."""
        places = self.merged(sets)
        if most and len(places) > most:
            raise TooCostly(f"{len(places)} fields stand at the root of an operation; at most {most} are answered at once.")
        for key, nodes in places.items():
            if len(nodes) > self.bounds.repetitions:
                most = self.bounds.repetitions
                raise TooCostly(f"{key[:SHOWN]} stands {len(nodes)} times in one place; at most {most} are read: once is enough.")
            self.repeated([node.selection_set for node in nodes if node.selection_set])

    def merged(self, sets: list[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """Fields of one place by response key, whatever fragments they come from, each fragment taken once."""
        found: dict[str, list[FieldNode]] = {}
        taken: set[str] = set()
        waiting = list(sets)
        while waiting:
            for each in waiting.pop().selections:
                match each:
                    case FieldNode():
                        found.setdefault((each.alias or each.name).value, []).append(each)
                    case FragmentSpreadNode(name=name):
                        if name.value not in taken and name.value in self.fragments:
                            taken.add(name.value)
                            waiting.append(self.fragments[name.value].selection_set)
                    case _:
                        waiting.append(cast(Any, each).selection_set)
        return found

    def value(self, node: Node | None) -> None:
        match node:
            case ListValueNode(values=values):
                self.items += len(values)
                below: Iterable[Node] = values
            case ObjectValueNode():
                self.objects += 1
                below = (each.value for each in node.fields)
            case _:
                return
        _refuse_values(self.items, self.objects, self.where, self.bounds)
        for each in below:
            self.value(each)


def _refuse_values(items: int, objects: int, where: str, bounds: Bounds) -> None:
    if items > bounds.items:
        raise TooCostly(f"There are more than {bounds.items:,} values in the lists of {where}: ask in several.")
    if objects > bounds.objects:
        raise TooCostly(f"There are more than {bounds.objects} tests or keys in {where}: ask in several, or by `in`.")


def operations_of(document: DocumentNode) -> list[OperationDefinitionNode]:
    definitions: Iterable[DefinitionNode] = document.definitions
    return [each for each in definitions if isinstance(each, OperationDefinitionNode)]
