"""An engine as a child process that never outlives its parent, and the data folder it has to itself."""

import errno
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from runtime.errors import EngineUnavailable, HomeInUse, NoSpace

_KEEPER = Path(__file__).with_name("keeper.py")
_ROOM_TO_START = 64 * 2**20
_LOOK_SECONDS = 0.5
_SECRETS = ("NEO4J_", "C360_", "REDIS_")
_JAVA_EXTRAS = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")


class Child:
    """A running engine; what it prints goes to `log`."""

    def __init__(self, keeper: "subprocess.Popen[bytes]", log: Path, seconds: float) -> None:
        self.log = log
        self._keeper = keeper
        self._seconds = seconds

    @property
    def code(self) -> int | None:
        """Its exit code, 128 and the signal's number where a signal ended it; None while it runs."""
        return self._keeper.poll()

    def stop(self) -> None:
        """Asks it to stop and waits; kills it after the bound. A second time it does nothing."""
        if self._keeper.stdin is not None:
            self._keeper.stdin.close()
        try:
            self._keeper.wait(self._seconds + 5)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()

    def printed(self) -> str:
        """What it has printed since this start."""
        return self.log.read_text(errors="replace")


@contextmanager
def running(
    command: list[str], home: Path, log: Path, hold: int, seconds: float = 30.0, env: Mapping[str, str] | None = None
) -> Generator[Child]:
    """The command as a child with `home` as its folder, ended with this block and with this process.

    `hold` is the descriptor of the folder's lock: the child carries it, so that the folder is free when the child is
    gone and not before. `seconds` is what the child gets to stop by itself, `env` what it finds in its environment beside ours.
    """
    env = _plain(os.environ) | dict(env or {})
    with beside(command, log, seconds, env, cwd=home, pass_fds=(hold,)) as child:
        yield child


@contextmanager
def beside(
    command: list[str], log: Path, seconds: float, env: Mapping[str, str], *, cwd: Path | None = None, pass_fds: Sequence[int] = ()
) -> Generator[Child]:
    """The command as a child, with this environment alone, ended with this block and with this process: SIGTERM, and what it has
    not done by itself in so many seconds is broken off."""
    keeper = [sys.executable, "-I", "-S", str(_KEEPER), str(os.getpid()), str(seconds), *command]
    with log.open("wb") as printed:
        process = subprocess.Popen(
            keeper,
            stdin=subprocess.PIPE,
            stdout=printed,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=env,
            pass_fds=pass_fds,
            start_new_session=True,
        )
    child = Child(process, log, seconds)
    try:
        yield child
    finally:
        child.stop()


@contextmanager
def kept(
    command: list[str], log: Path, seconds: float, env: Mapping[str, str], says: Callable[[int], None], again: float = 10.0
) -> Generator[None]:
    """As `beside`, begun once more `again` seconds after it has ended by itself: `says` is told its exit code, what it printed is
    kept under the log's name with .1 behind."""
    over = Event()
    keeping = Thread(target=_keep, args=(command, log, seconds, env, says, again, over))
    keeping.start()
    try:
        yield
    finally:
        over.set()
        keeping.join()


def _keep(
    command: list[str], log: Path, seconds: float, env: Mapping[str, str], says: Callable[[int], None], again: float, over: Event
) -> None:
    while not over.is_set():
        with beside(command, log, seconds, env) as child:
            while (code := child.code) is None and not over.wait(_LOOK_SECONDS):
                pass
        if code is not None and not over.is_set():
            log.replace(log.with_name(f"{log.name}.1"))
            says(code)
            over.wait(again)


def _plain(env: Mapping[str, str]) -> dict[str, str]:
    """The environment without our secrets and without what would change how Java starts."""
    return {name: value for name, value in env.items() if not name.startswith(_SECRETS) and name not in _JAVA_EXTRAS}


@contextmanager
def held(home: Path, patience: float = 40.0) -> Generator[int]:
    """The data folder, made if need be, for this process alone; yields the descriptor of its lock.

    Raises HomeInUse at once while the process that holds it lives. An engine whose parent was killed is still putting
    its data away: it is waited for, `patience` seconds. Raises NoSpace on a disk too full to start anything on.
    """
    with renamed(home):
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        crowded = not room(home, _ROOM_TO_START)
    try:
        if crowded:
            raise full(home)
        _take(descriptor, home, time.monotonic() + patience)
        with renamed(home):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _take(descriptor: int, home: Path, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(descriptor, 20, 0).decode()
            if lives(owner) or time.monotonic() > until:
                raise HomeInUse(
                    f"The folder {home} is held by process {owner or 'unknown'}; stop it, or set C360_HOME to another folder."
                ) from None
            time.sleep(0.1)
        else:
            return


def lives(process: str) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def renamed(home: Path) -> Generator[None]:
    """Faults of the disk below `home` become NoSpace or EngineUnavailable."""
    try:
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise full(home) from fault
        raise EngineUnavailable(
            f"The folder {home} can't be used ({fault.strerror}); set C360_HOME to a folder of your own."
        ) from fault


def room(home: Path, size: int = 2**20) -> bool:
    """Whether the disk of `home` takes `size` more bytes."""
    return shutil.disk_usage(home).free >= size


def full(home: Path) -> NoSpace:
    """What is said when an engine finds no room."""
    return NoSpace(f"The disk of {home} is full; free some space, or set C360_HOME to a folder on another disk.")
