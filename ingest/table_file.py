"""A CSV or Parquet file of records, by column, as text."""

from pathlib import Path

import duckdb

from runtime.errors import SourceUnreadable


def rows_of(path: Path) -> dict[str, list[str | None]]:
    """Each column's values, None where nothing is said. Raises SourceUnreadable for what is not there, is empty or no table."""
    if not path.is_file():
        raise SourceUnreadable(f"There is no file {path}: name a CSV or Parquet file with records.")
    if not path.stat().st_size:
        raise SourceUnreadable(f"{path.name} is empty: name a file that holds records.")
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        try:
            read = "read_parquet($path)" if _is_parquet(path) else "read_csv($path, all_varchar = true, header = true)"
            found = connection.execute(f"SELECT * FROM {read}", {"path": str(path)})  # noqa: S608 - one of two constants
            names = [str(column[0]) for column in found.description or ()]
            held = found.fetchall()
        except duckdb.Error as fault:
            raise SourceUnreadable(f"{path.name} can't be read as a table ({_first_line(fault)}): give CSV or Parquet.") from fault
    return {name.strip(): [_text(row[at]) for row in held] for at, name in enumerate(names)}


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def _text(value: object) -> str | None:
    if value is None:
        return None
    plain = str(value).strip()
    return None if plain.lower() in {"", "nan", "null", "none", "n/a"} else plain


def _first_line(fault: Exception) -> str:
    return str(fault).splitlines()[0][:120]
