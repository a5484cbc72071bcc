"""What a Neo4j version is made of: Maven is asked, and everything fetched to be weighed."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from jgo.maven import Artifact

from runtime.errors import EngineUnavailable
from runtime.local import maven
from runtime.local.lock import Jar


def resolved(version: str) -> list[Jar]:
    """Every jar that Neo4j of this version needs when it runs. Raises EngineUnavailable where one can't be had."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(8) as pool:
        try:
            jars = list(pool.map(_weighed, maven.everything(maven.client(Path(folder)), version)))
        except (OSError, RuntimeError) as fault:
            raise EngineUnavailable(f"Maven has no whole Neo4j {version} to lock ({type(fault).__name__}).") from fault
    if len({jar.name for jar in jars}) != len(jars):
        raise EngineUnavailable(f"Two jars of Neo4j {version} have one name; they can't share a folder.")
    return jars


def _weighed(file: Artifact) -> Jar:
    content = Path(file.resolve()).read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    return Jar(file.groupId, file.artifactId, file.version, file.classifier, file.packaging, len(content), sha256)
