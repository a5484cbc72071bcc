"""What all lines of a list come to, grouped and added by the database: a clause for each time it is asked."""

from graph.mapping import Expression, Inline, Source, Totals
from graph.statement import listing
from graph.statement.parameters import Parameters, View
from graph.statement.template import fill
from graph.totals import PART, SUMMED, TEMPORAL, Asked, told_of
from graph.wanted import Column, Landing
from runtime.errors import BadQuestion, NotPermitted

WORKED_OUT = {
    "known": "count({})", "high": f"sum({{}} / {PART})", "low": f"sum({{}} % {PART})", "least": "min({})", "most": "max({})",
}  # fmt: skip
JOINED = {"known": "sum", "high": "sum", "low": "sum", "least": "min", "most": "max"}
DEPTH = 200  # of the variables of what groups are told apart by


def totals(column: Column, found: listing.Listing, landing: Landing, params: Parameters, view: View) -> str:
    """A clause that returns [how many groups there are, the first of them, by their keys]. Raises BadQuestion, NotPermitted."""
    asked, first = Asked.of(column, landing), listing.count(_source(column), column, params)
    if len(set(asked.keys)) < len(asked.keys):
        raise BadQuestion(f"Group by each key once at {'.'.join(column.path)}.")
    keys = {f"g_k{n}": _key(_source(column), key, landing, found, view) for n, key in enumerate(asked.keys)}
    amounts = {f"g_a{n}": _amount(field, landing, found, view) for n, field in enumerate(asked.amounts)}
    values = {f"g_v{n}": _value(field, landing, found, view) for n, (field, _) in enumerate(asked.values)}
    cells = keys | {name: minor for name, (minor, _) in amounts.items()} | values
    whole = [(f"{name}_{what}", what, name) for name, (_, kind) in zip(values, asked.values, strict=True) for what in told_of(kind)]
    of_all = [f"{WORKED_OUT[what].format(name)} AS {made}" for made, what, name in whole]
    if amounts:  # first in each currency, for those of two are never added
        cells["g_c"] = next(iter(amounts.values()))[1]
        row = [f"{name}_{what}" for name in amounts for what in SUMMED]
        parts = [f"{WORKED_OUT[what].format(name)} AS {name}_{what}" for name in amounts for what in SUMMED]
        joined = [f"{JOINED[what]}({made}) AS {made}" for made, what, _ in whole]
        steps = [
            [*keys, "g_c", "count(*) AS g_n", *parts, *of_all],
            [*keys, "sum(g_n) AS g_n", f"collect([{', '.join(['g_c', 'g_n', *row])}]) AS g_m", *joined],
        ]
    else:
        steps = [[*keys, "count(*) AS g_n", "collect(null) AS g_m", *of_all]]
    begun = [[f"{text} AS {name}" for name, text in cells.items()]] if cells else []
    kinds = {f"g_v{n}": kind for n, (_, kind) in enumerate(asked.values)}
    told = [f"toString({made})" if kinds[name].leaf in TEMPORAL else made for made, _, name in whole]
    order = f" ORDER BY {', '.join(keys)}" if keys else ""
    group = f"[[{', '.join(keys)}], g_n, g_m, [{', '.join(told)}]]"
    withs = " ".join(f"WITH {', '.join(step)}" for step in [*begun, *steps])
    return f"{found.match} {withs}{order} WITH collect({group}) AS g_g RETURN [size(g_g), g_g[..${first}]]"


def _source(column: Column) -> Totals:
    assert isinstance(column.source, Totals)
    return column.source


def _key(source: Totals, word: str, landing: Landing, found: listing.Listing, view: View) -> str:
    key = source.keys[word]
    known = landing.sources.get(key.field, (None, None))[0]
    _permit(known, f"group by {word}", view)
    made = key.cypher or (known.cypher if isinstance(known, Expression) else f"this.{key.field}")
    return fill(made, found.that, DEPTH, found.edge, whole=view.whole)


def _amount(field: str, landing: Landing, found: listing.Listing, view: View) -> tuple[str, str]:
    """Minor units, and the currency."""
    source = landing.sources[field][0]
    assert isinstance(source, Inline)
    _permit(source, f"ask what {field} comes to", view)
    minor, currency = (fill(source.cells[cell], found.that, DEPTH, found.edge, whole=view.whole) for cell in ("minor", "currency"))
    return minor, currency


def _value(field: str, landing: Landing, found: listing.Listing, view: View) -> str:
    source = landing.sources[field][0]
    assert isinstance(source, Expression)
    _permit(source, f"ask what {field} comes to", view)
    return fill(source.cypher, found.that, DEPTH, found.edge, whole=view.whole)


def _permit(source: Source | None, act: str, view: View) -> None:
    if isinstance(source, Expression | Inline) and view.decide(source.tag) != "show":
        raise NotPermitted(f"You may not {act}: its values are withheld from you.")
