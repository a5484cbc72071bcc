"""Text with values at fixed places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ingest.field import Field
from ingest.formats.line import BAD_ENCODING, Line
from ingest.text import text_lines
from runtime.errors import ContractBroken


@dataclass(frozen=True, slots=True)
class FixedWidth:
    """Values at fixed places, one row a line; widths are bytes, as the machines that write such files count."""

    nests: ClassVar[bool] = False
    encoding: str = "gb18030"

    def lines(self, path: Path, fields: Sequence[Field]) -> Iterator[Line]:
        columns = tuple((each.name, each.width) for each in fields)
        width = sum(each for _, each in columns)
        broken: Line | None = None
        for line in text_lines(path, self.encoding):
            if broken:
                yield broken
            broken = None
            if line.fault:
                yield Line(line.number, {"line": line.text}, line.fault)
                continue
            content = line.text.encode(self.encoding)
            if len(content) != width:
                broken = Line(line.number, {"line": line.text}, "WRONG_LENGTH") if content else None
                continue
            cut = self._cut(content, columns)
            yield Line(line.number, cut) if cut else Line(line.number, {"line": line.text}, BAD_ENCODING)
        if broken:
            raise ContractBroken(f"{path.name} is cut in its last row, line {broken.number}: deliver it again.")

    def _cut(self, content: bytes, columns: Sequence[tuple[str, int]]) -> dict[str, str] | None:
        """None where a place ends within a character."""
        fields, start = dict[str, str](), 0
        try:
            for name, width in columns:
                fields[name] = content[start : start + width].decode(self.encoding)
                start += width
        except UnicodeDecodeError:
            return None
        return fields
