"""The Maven client: one jar, or everything a Neo4j version needs; by the mirrors this machine has set."""

import logging
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from xml.etree import ElementTree

import truststore
from jgo.config import GlobalSettings
from jgo.maven import Artifact, MavenContext, PythonResolver

Received = Callable[[str, int], None]
"""Called with a file's name and the bytes of it that have just arrived; may raise to end the download."""

_MIRRORED = ("*", "central", "external:*")


def client(folder: Path, received: Received | None = None) -> MavenContext:
    """A client that keeps what it fetches below `folder` and looks where the machine's Maven or jgo settings say."""
    logging.getLogger("jgo").setLevel(logging.ERROR)
    truststore.inject_into_ssl()  # the certificates this machine trusts, not a bundle that knows no bank's own
    mirrors = _mirrors(Path.home() / ".m2" / "settings.xml") or GlobalSettings.load().repositories
    watched = None if received is None else _watched(received)
    resolver = PythonResolver(progress_callback=watched)
    return MavenContext(repo_cache=folder, remote_repos=mirrors or None, resolver=resolver)


def artifact(maven: MavenContext, group: str, name: str, version: str, classifier: str, packaging: str) -> Artifact:
    """The file of these coordinates; its `resolve` fetches it, its `cached_path` is where it goes."""
    return maven.project(group, name).at_version(version).artifact(classifier=classifier, packaging=packaging)


def everything(maven: MavenContext, version: str) -> list[Artifact]:
    """Neo4j of this version and all it needs when it runs; reads some 300 POMs one by one, a minute or more."""
    wanted, needed = maven.resolver.resolve([maven.create_dependency(f"org.neo4j:neo4j:{version}")])
    return [dependency.artifact for dependency in (*wanted, *needed) if dependency.scope != "provided"]


def _watched(received: Received) -> Callable[[str, int], AbstractContextManager[Callable[[int], None]]]:
    @contextmanager
    def file(name: str, size: int) -> Generator[Callable[[int], None]]:
        del size
        yield lambda count: received(name, count)

    return file


def _mirrors(settings: Path) -> dict[str, str]:
    if not settings.is_file():
        return {}
    try:
        found = ElementTree.parse(settings).getroot().iterfind(".//{*}mirrors/{*}mirror")  # noqa: S314 - the user's own file
    except ElementTree.ParseError:
        return {}
    for mirror in found:
        covers = (mirror.findtext("{*}mirrorOf") or "").replace(" ", "").split(",")
        address = (mirror.findtext("{*}url") or "").strip().rstrip("/")
        if address and any(name in covers for name in _MIRRORED):
            return {"central": address}
    return {}
