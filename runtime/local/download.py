"""The missing jars of a lock, on eight threads; a file takes its name in the folder only when it is whole."""

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from pathlib import Path
from tempfile import TemporaryDirectory

from jgo.maven import MavenContext
from requests import RequestException

from runtime.errors import EngineUnavailable
from runtime.local import maven
from runtime.local.lock import Jar

_THREADS = 8
_TRIES = 3


def download(jars: list[Jar], folder: Path, arrived: Callable[[int, int], None]) -> None:
    """Puts the jars into the folder; `arrived` gets the bytes and the files that have come, from one thread at a time.

    Raises EngineUnavailable for a jar that can't be had or is not what the lock says, OSError for a full disk.
    """
    with TemporaryDirectory(dir=folder, prefix="part-", ignore_cleanup_errors=True) as parts:
        tally = _Tally(arrived)
        client = maven.client(Path(parts), tally.received)
        with ThreadPoolExecutor(_THREADS) as pool:
            try:
                for fetched in as_completed([pool.submit(_one, client, jar, folder, tally) for jar in jars]):
                    fetched.result()
            finally:
                tally.ended.set()
                pool.shutdown(cancel_futures=True)


class _Tally:
    """What has arrived, over all threads; refuses further bytes once the download has ended."""

    def __init__(self, arrived: Callable[[int, int], None]) -> None:
        self.ended = threading.Event()
        self._arrived = arrived
        self._turn = threading.Lock()
        self._bytes: dict[str, int] = {}
        self._files = 0

    def received(self, name: str, count: int) -> None:
        if self.ended.is_set():
            raise CancelledError
        with self._turn:
            self._bytes[name] = self._bytes.get(name, 0) + count
            self._arrived(sum(self._bytes.values()), self._files)

    def whole(self, jar: Jar) -> None:
        with self._turn:
            self._bytes[jar.name] = jar.size
            self._files += 1
            self._arrived(sum(self._bytes.values()), self._files)

    def lost(self, jar: Jar) -> None:
        with self._turn:
            self._bytes.pop(jar.name, None)


def _one(client: MavenContext, jar: Jar, folder: Path, tally: _Tally) -> None:
    file = maven.artifact(client, jar.group, jar.artifact, jar.version, jar.classifier, jar.packaging)
    reason = "is not what the lock says"
    for again in range(_TRIES):
        if tally.ended.wait(again):
            raise CancelledError
        try:
            part = Path(file.resolve())
        except (RequestException, RuntimeError) as fault:
            reason = f"can't be fetched ({type(fault).__name__})"
        else:
            if _sha256(part) == jar.sha256:
                part.replace(folder / jar.name)
                tally.whole(jar)
                return
            reason = "is not what the lock says"
        tally.lost(jar)
        if file.cached_path is not None:
            file.cached_path.unlink(missing_ok=True)
    raise EngineUnavailable(
        f"{jar.name} of the own Neo4j {reason}; check the network or the mirror in ~/.m2/settings.xml, "
        "or set NEO4J_URI to a Neo4j that runs already."
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
