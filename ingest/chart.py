"""What a training has learned as pictures: weights by field and level, precision against threshold; one page and two PNGs."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from ingest.match.decided import AUTOMATIC, SEPARATE
from ingest.match.levels import Level
from ingest.match.precision import Point
from ingest.taught import Taught

Spec = dict[str, Any]
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_FOR, _AGAINST, _EARLIER, _MEASURED = "#1f6f8b", "#c0562f", "#222222", "#c0562f"
_SCALE = 2.0
_CONFIG: Spec = {
    "font": "sans-serif", "background": "white", "title": {"fontSize": 16, "anchor": "start", "offset": 14, "subtitleFontSize": 12},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 320, "gridColor": "#eeeeee"},
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 320}, "view": {"stroke": None},
    "header": {"labelFontSize": 12, "labelFontWeight": "bold"},
}  # fmt: skip
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 15px/1.5 sans-serif; color: #222; background: #fff; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.5rem; }} svg {{ max-width: 100%; height: auto; }}
pre {{ white-space: pre-wrap; background: #f6f6f6; padding: 1rem; }}
table {{ border-collapse: collapse; margin: 1rem 0; }} caption {{ text-align: left; font-weight: bold; }}
th, td {{ padding: .15rem .8rem .15rem 0; text-align: left; border-bottom: 1px solid #eee; }}
td.n {{ text-align: right; font-variant-numeric: tabular-nums; }}
</style></head><body>
<h1>{title}</h1>
<pre>{words}</pre>
{pictures}
{tables}
</body></html>
"""


def write(found: Taught, folder: Path) -> list[Path]:
    """`person.html`, `person-weights.png`, `person-precision.png`, or as the kind is called. They name no customer, but records of
    examples by their ids."""
    import vl_convert  # half a second, and for pictures alone

    folder.mkdir(parents=True, exist_ok=True)
    kind = found.model.kind
    specs = {"weights": weights(found.levels, found.earlier), "precision": precision(found.points)}
    page = folder / f"{kind}.html"
    drawn = [vl_convert.vegalite_to_svg(spec) for spec in specs.values()]
    page.write_text(_page(found, drawn), encoding="utf-8")
    written = [page]
    for name, spec in specs.items():
        picture = folder / f"{kind}-{name}.png"
        picture.write_bytes(vl_convert.vegalite_to_png(spec, scale=_SCALE))
        written.append(picture)
    return written


def weights(found: Sequence[Level], earlier: Sequence[Level] = ()) -> Spec:
    """A bar for each level of each field; a tick where an earlier model had it."""
    was = {(each.field, each.words): each.bits for each in earlier}
    rows = [
        {"field": each.field.replace("_", " "), "level": each.words, "at": at, "bits": round(each.bits, 3),
         "before": None if (bits := was.get((each.field, each.words))) is None else round(bits, 3)}
        for at, each in enumerate(found)
    ]  # fmt: skip
    level = {"field": "level", "type": "nominal", "title": None, "sort": {"field": "at", "op": "min"}}
    bar = {
        "mark": {"type": "bar", "height": {"band": 0.75}},
        "encoding": {
            "x": {"field": "bits", "type": "quantitative", "title": "bits: for one party to the right, against it to the left"},
            "y": level,
            "color": {"condition": {"test": "datum.bits < 0", "value": _AGAINST}, "value": _FOR},
        },
    }
    tick = {
        "mark": {"type": "tick", "color": _EARLIER, "thickness": 2},
        "encoding": {"x": {"field": "before", "type": "quantitative"}, "y": level},
    }
    said = "log2(m/u) by how alike two values are; of equal ones on average, for a rare one says more and a common one less"
    return {
        "$schema": _SCHEMA, "config": _CONFIG, "data": {"values": rows},
        "title": {"text": "What each comparison weighs", "subtitle": f"{said}{'; black ticks: the model before' if was else ''}"},
        "facet": {"row": {"field": "field", "type": "nominal", "title": None, "sort": _order(rows),
                          "header": {"labelAngle": 0, "labelAlign": "left", "labelOrient": "left"}}},
        "spacing": 10, "resolve": {"scale": {"y": "independent"}},
        "spec": {"width": 460, "height": {"step": 18}, "layer": [bar, tick] if was else [bar]},
    }  # fmt: skip


def _order(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(str(row["field"]) for row in rows))


def precision(points: Sequence[Point]) -> Spec:
    """Shares of pairs of records against the threshold, with the lines from which a steward is asked and nobody is."""
    told = [(each.evidence, each.precision, each.measured_precision) for each in points]
    found = [(each.evidence, each.recall, each.measured_recall) for each in points]
    said = "of pairs of two records, each by itself; estimated: from the weights alone, the chance of each pair summed"
    return {
        "$schema": _SCHEMA, "config": _CONFIG, "spacing": 18,
        "title": {"text": "Precision against the threshold", "subtitle": said},
        "vconcat": [_panel(told, "of those joined, rightly so", 260, ".1%"),
                    _panel(found, "of those that are one, joined", 180, ".0%", last=True)],
    }  # fmt: skip


def _panel(told: Sequence[tuple[float, float, float | None]], title: str, height: int, form: str, *, last: bool = False) -> Spec:
    """Estimated and measured shares by threshold."""
    values = [
        {"bits": bits, "share": share, "what": what}
        for bits, *shares in told
        for what, share in zip(("estimated", "measured"), shares, strict=True)
        if share is not None
    ]
    what = {"field": "what", "type": "nominal", "title": None}
    domain = ["estimated", "measured"] if any(row["what"] == "measured" for row in values) else ["estimated"]
    line = {
        "data": {"values": values},
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {
            "x": {"field": "bits", "type": "quantitative", "scale": {"nice": False},
                  "title": "threshold: bits over θ from which two records would be one" if last else None},
            "y": {"field": "share", "type": "quantitative", "title": title, "scale": {"zero": last}, "axis": {"format": form}},
            "color": what | {"scale": {"domain": domain, "range": [_FOR, _MEASURED][: len(domain)]}},
            "strokeDash": what | {"scale": {"domain": domain, "range": [[1, 0], [5, 4]][: len(domain)]}},
        },
    }  # fmt: skip
    rules = [_rule(bits, words if last else "") for bits, words in ((SEPARATE, "a steward is asked"), (AUTOMATIC, "one at once"))]
    return {"width": 620, "height": height, "layer": [line, *rules]}


def _rule(bits: float, words: str) -> Spec:
    at = {"data": {"values": [{"bits": bits, "words": words and f"from {bits:+.0f}: {words}"}]}}
    x = {"field": "bits", "type": "quantitative"}
    text = {"type": "text", "angle": 270, "align": "left", "baseline": "top", "dx": 8, "dy": 4, "fontSize": 12, "color": "#555555"}
    return {
        "layer": [
            at | {"mark": {"type": "rule", "color": "#999999", "strokeDash": [2, 3]}, "encoding": {"x": x}},
            at | {"mark": text, "encoding": {"x": x, "y": {"value": 180}, "text": {"field": "words"}}},
        ]
    }


# ---- the page


def _page(found: Taught, drawn: Sequence[str]) -> str:
    title = f"Matching of {'people' if found.model.kind == 'person' else 'companies'}: what the model has learned"
    tables = [_levels(found.levels), _points(found.points)]
    return _PAGE.format(title=title, words=escape("\n".join(found.lines())), pictures="\n".join(drawn), tables="\n".join(tables))


def _levels(found: Sequence[Level]) -> str:
    rows = [(each.field.replace("_", " "), each.words, f"{each.m:.4f}", f"{each.u:.2e}", f"{each.bits:+.2f}") for each in found]
    return _table("Weights", ("field", "how alike", "m, of one party", "u, of two", "bits"), rows, words=2)


def _points(found: Sequence[Point]) -> str:
    rows = [
        (f"{each.evidence:+.1f}", f"{each.pairs:,}", _share(each.precision), _share(each.recall), _share(each.measured_precision),
         _share(each.measured_recall)) for each in found if each.evidence == int(each.evidence)
    ]  # fmt: skip
    heads = ("bits over θ", "pairs", "precision, estimated", "found, estimated", "precision, measured", "found, measured")
    return _table("Precision against the threshold", heads, rows)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], words: int = 0) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    body = "\n".join(
        "<tr>" + "".join(f"<td{'' if at < words else ' class=n'}>{escape(cell)}</td>" for at, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f"<table><caption>{escape(caption)}</caption><tr>{head}</tr>\n{body}</table>"
