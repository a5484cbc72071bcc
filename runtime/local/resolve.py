"""Makes a lock: asks Maven what a Neo4j version needs, fetches it all and writes down what came."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from jgo.maven import Artifact

from runtime.errors import EngineUnavailable
from runtime.local import lock, maven
from runtime.local.lock import Jar


def make_lock(version: str) -> str:
    """The text of a lock for a Neo4j version such as 5.26.30; takes two or three minutes and 150 MB of download."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(8) as pool:
        try:
            jars = list(pool.map(_jar, maven.everything(maven.client(Path(folder)), version)))
        except (OSError, RuntimeError) as fault:
            raise EngineUnavailable(f"Maven has no whole Neo4j {version} to lock ({type(fault).__name__}).") from fault
    if len({jar.name for jar in jars}) != len(jars):
        raise EngineUnavailable(f"Two jars of Neo4j {version} have one name; they can't share a folder.")
    return lock.text(version, jars)


def _jar(file: Artifact) -> Jar:
    content = Path(file.resolve()).read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    return Jar(file.groupId, file.artifactId, file.version, file.classifier, file.packaging, len(content), sha256)
