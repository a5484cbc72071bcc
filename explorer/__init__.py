"""Pages for people; they speak only GraphQL. `vendor/` holds what others wrote, by version and with its licence."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parent / "examples"


@lru_cache(maxsize=1)
def examples() -> list[dict[str, Any]]:
    """Questions to Lakeside Bank for each kind of user: title, who asks, for whom, text and variables.

    A file's first lines say it: `# who: title`, then `# about`; variables stand in a JSON file of the same name.
    """
    return [_example(path) for path in sorted(EXAMPLES.glob("*.graphql"))]


def _example(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    who, _, title = text.splitlines()[0].removeprefix("# ").partition(": ")
    beside = path.with_suffix(".json")
    variables: dict[str, Any] = json.loads(beside.read_text(encoding="utf-8")) if beside.is_file() else {}
    return {"name": path.stem, "who": who, "title": title, "query": text, "variables": variables}
