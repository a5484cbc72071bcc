"""The bank's models, by which its records are matched: one for people, one for companies."""

from pathlib import Path

from ingest.match import model as model_file
from ingest.match.model import Model
from ingest.match.resolution import trained
from ingest.match.table import Table


def model_path(home: Path, kind: str) -> Path:
    return home / "models" / f"{kind.lower()}.json"


def model_of(home: Path, kind: str, table: Table) -> Model:
    """The bank's own model; where there is none yet, these records teach one. Raises ModelUnreadable."""
    path = model_path(home, kind)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        model_file.write(trained(table), fresh)
        fresh.replace(path)
    return model_file.read(path)
