"""Who may see a node: the predicate of every generated pattern."""

from graph.mapping import OWN, Between, Inherited, Node, Tagged
from graph.statement.parameters import View
from graph.statement.template import in_scope


def visible(node: Node, name: str, view: View, *, arrow: str = "", listed: bool = False) -> list[str]:
    """Tests on a node that a pattern has reached along `arrow` from something visible; none where none is needed.

    `listed` nodes begin a list: those of the caller's own units, which an index finds.
    """
    if isinstance(node.scope, Tagged | Between | Inherited) and view.decide(node.scope.tag) != "show":
        return ["false"]
    if view.whole or isinstance(node.scope, Tagged):
        return []
    match node.scope:
        case Inherited() as by:
            tests = [all_seen(f"{name}.{by.accounts}", name)] if by.accounts else []
            if not arrow or reverse(arrow) != by.arrow:
                tests.append(f"EXISTS {{ MATCH ({name}){by.arrow}({name}o:{by.label}) WHERE {in_scope(name + 'o')} }}")
            return tests
        case Between() as ends:
            return [f"COUNT {{ MATCH ({name}){ends.arrow}({name}o:{ends.label}) WHERE {in_scope(name + 'o')} }} = 2"]
        case _ if node.scope == OWN:
            return [f"{name}.unit IN $scope" if listed else in_scope(name)]
        case _:
            return []


def all_seen(ids: str, name: str) -> str:
    """Whether every account of these ids is seen: who sees only some would learn of the others."""
    return f"COUNT {{ UNWIND {ids} AS {name}i MATCH ({name}a:Account {{id: {name}i}}) WHERE {in_scope(name + 'a')} }} = size({ids})"


def reverse(arrow: str) -> str:
    """`<-[:ON]-` for `-[:ON]->`."""
    body = arrow.strip("<>")
    return f"<{body}" if arrow.endswith(">") else f"{body}>"
