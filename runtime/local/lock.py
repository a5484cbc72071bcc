"""What one Neo4j line is made of: a committed text of its jars and their checksums, without addresses."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from runtime.errors import NotConfigured

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Jar:
    """One file by its Maven coordinates; `classifier` may be empty, `size` is in bytes."""

    group: str
    artifact: str
    version: str
    classifier: str
    packaging: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """Its file name, as every Maven repository has it."""
        end = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{end}.{self.packaging}"


@dataclass(frozen=True, slots=True)
class Lock:
    """All jars of one Neo4j version."""

    version: str
    jars: tuple[Jar, ...]

    @property
    def size(self) -> int:
        """Bytes of all jars together."""
        return sum(jar.size for jar in self.jars)

    @property
    def digest(self) -> str:
        """Names this very set of files."""
        return hashlib.sha256(text(self.version, self.jars).encode()).hexdigest()


def lines() -> list[str]:
    """The Neo4j lines that have a lock."""
    return sorted(path.stem.removeprefix("neo4j-") for path in _HERE.glob("neo4j-*.lock"))


def read(line: str) -> Lock:
    """The committed lock of a line such as 5.26; raises NotConfigured for a line without one."""
    path = _HERE / f"neo4j-{line}.lock"
    if not path.is_file():
        raise NotConfigured(f"There is no lock for Neo4j {line}; C360_NEO4J_LINE may be {' or '.join(lines())}.")
    return parse(path.read_text())


def text(version: str, jars: Iterable[Jar]) -> str:
    """A lock as it is committed: a line for the version, then one for each jar, sorted."""
    rows = sorted(
        f"{jar.group} {jar.artifact} {jar.version} {jar.classifier or '-'} {jar.packaging} {jar.size} {jar.sha256}" for jar in jars
    )
    return "\n".join((f"neo4j {version}", *rows, ""))


def parse(content: str) -> Lock:
    """The opposite of `text`."""
    first, *rest = content.splitlines()
    return Lock(first.split()[1], tuple(_jar(row) for row in rest))


def _jar(row: str) -> Jar:
    group, artifact, version, classifier, packaging, size, sha256 = row.split()
    return Jar(group, artifact, version, "" if classifier == "-" else classifier, packaging, int(size), sha256)
