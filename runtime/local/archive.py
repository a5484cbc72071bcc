"""Neo4j's loaded classes, kept for the next start, which is a third shorter with them (Java's class data sharing)."""

import contextlib
import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from runtime.local import child

_DUMP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive of one Java and one folder of jars, in that folder.

    Writing it makes one start five seconds longer and its end four. So the first start leaves only `base`, Java's own
    classes, which the wheel of Java lacks; the second writes; the third is the first that gains.
    """

    java: Path
    known: Path
    base: Path

    @property
    def options(self) -> list[str]:
        """What Java is told: to use the archive, or to write one when it ends.

        Java checks an archive against its own build and the time and size of every jar, and does without where they
        differ.
        """
        self._adopt()
        if self.known.exists():
            return [f"-XX:SharedArchiveFile={self.known}"]
        if self.base.exists():
            return [f"-XX:SharedArchiveFile={self.base}", f"-XX:ArchiveClassesAtExit={self._fresh}"]
        return []

    def keep(self) -> None:
        """After a Java that ended by itself: what it has written is whole and used from now on."""
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            if self._fresh.exists():
                self._fresh.replace(self.known)
            elif not self.base.exists():
                self._make_base()

    def drop(self) -> None:
        """After a start that failed: the next one does without."""
        for path in (self.known, self.base, self._fresh):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    @property
    def _fresh(self) -> Path:
        return self.known.with_suffix(f".{os.getpid()}.jsa")

    def _adopt(self) -> None:
        """An archive whose process is gone is used when whole, Java writing its first bytes last, and removed when not."""
        for path in self.known.parent.glob(f"{self.known.stem}.*.jsa"):
            if child.lives(path.suffixes[-2].removeprefix(".")):
                continue
            with contextlib.suppress(OSError):
                if _whole(path) and not self.known.exists():
                    path.replace(self.known)
                else:
                    path.unlink()

    def _make_base(self) -> None:
        for stale in self.known.parent.glob("*.jsa"):
            stale.unlink(missing_ok=True)
        command = [self.java, "-Xshare:dump", "-XX:+UseG1GC", "-Xmx512m", f"-XX:SharedArchiveFile={self._fresh}"]
        subprocess.run(command, capture_output=True, check=True, timeout=_DUMP_SECONDS)
        self._fresh.replace(self.base)


def _whole(path: Path) -> bool:
    with path.open("rb") as file:
        return any(file.read(4))


def archive(java: Path, jars: Path) -> Archive:
    """The archive for this very Java and these jars, whether it is there yet or not."""
    modules = (java.parent.parent / "lib" / "modules").stat()
    key = hashlib.sha256(f"{java} {modules.st_size} {modules.st_mtime_ns}".encode()).hexdigest()[:12]
    return Archive(java, jars / f"{key}.jsa", jars / f"{key}-base.jsa")
