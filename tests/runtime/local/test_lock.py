import re

import pytest

from runtime.errors import NotConfigured
from runtime.local import lock


@pytest.mark.parametrize("line", lock.lines())
def test_a_lock_names_every_jar_by_its_checksum_and_holds_no_address(line: str) -> None:
    found = lock.read(line)
    assert found.version.startswith(line)
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) and jar.size > 0 for jar in found.jars)
    assert len({jar.name for jar in found.jars}) == len(found.jars) > 200
    assert "/" not in lock.text(found.version, found.jars)


def test_both_lines_have_a_lock() -> None:
    assert lock.lines() == ["2026.05", "5.26"]


def test_a_lock_reads_as_it_was_written() -> None:
    jars = (
        lock.Jar("io.netty", "netty", "4.1", "linux-x86_64", "jar", 5, "ab"),
        lock.Jar("org.neo4j", "neo4j", "5.26.30", "", "jar", 7, "cd"),
    )
    assert lock.parse(lock.text("5.26.30", jars)) == lock.Lock("5.26.30", jars)
    assert [jar.name for jar in jars] == ["netty-4.1-linux-x86_64.jar", "neo4j-5.26.30.jar"]


def test_a_line_without_a_lock_is_refused_by_name() -> None:
    with pytest.raises(NotConfigured, match=r"no lock for Neo4j 4\.4; C360_NEO4J_LINE may be 2026\.05 or 5\.26"):
        lock.read("4.4")
