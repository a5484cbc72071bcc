"""The keeper's promises, with small programs in the place of the engines."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runtime.errors import EngineUnavailable, HomeInUse, NoSpace
from runtime.local import child

PARENT = """
import signal, sys, time
from pathlib import Path
from runtime.local import child
signal.signal(signal.SIGINT, signal.default_int_handler)  # what starts in the background of a script ignores it
home = Path(sys.argv[1])
with child.held(home) as hold, child.running(sys.argv[2:], home, home / "log", hold, seconds=1.0):
    print("up", flush=True)
    time.sleep(60)
"""
SLEEPER = [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import os, signal, time; signal.signal(15, signal.SIG_IGN); print(os.getpid(), flush=True); time.sleep(60)",
]


def parent(home: Path, command: list[str]) -> tuple[subprocess.Popen[str], int]:
    """A process that runs the command as its engine, and the engine's own process."""
    process = subprocess.Popen([sys.executable, "-c", PARENT, str(home), *command], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    process.stdout.close()
    return process, int(printed(home / "log"))


def printed(log: Path) -> str:
    for _ in range(100):
        if log.exists() and log.read_text().endswith("\n"):
            return log.read_text().strip()
        time.sleep(0.05)
    raise AssertionError("it printed nothing")


def gone(engine: int, seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not child.lives(str(engine)):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("command", [SLEEPER, STUBBORN], ids=["willing", "stubborn"])
def test_an_engine_ends_with_its_parent_however_that_ends(tmp_path: Path, command: list[str], ending: signal.Signals) -> None:
    process, engine = parent(tmp_path, command)
    process.send_signal(ending)
    assert gone(engine)
    process.wait(10)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux alone ends a child with its parent")
def test_an_engine_ends_with_its_keeper(tmp_path: Path) -> None:
    process, engine = parent(tmp_path, STUBBORN)
    keeper = int(Path(f"/proc/{engine}/stat").read_text().rsplit(")")[-1].split()[1])
    os.kill(keeper, signal.SIGKILL)
    assert gone(engine)
    process.kill()
    process.wait(10)


def test_a_folder_in_use_is_refused_at_once_and_free_when_its_engine_is_gone(tmp_path: Path) -> None:
    process, engine = parent(tmp_path, STUBBORN)
    begun = time.monotonic()
    with pytest.raises(HomeInUse, match=rf"held by process {process.pid}; stop it, or set C360_HOME"), child.held(tmp_path):
        pass
    assert time.monotonic() - begun < 1

    process.kill()
    process.wait(10)
    with child.held(tmp_path):
        assert not child.lives(str(engine))


def test_one_process_does_not_take_a_folder_twice(tmp_path: Path) -> None:
    with child.held(tmp_path), pytest.raises(HomeInUse), child.held(tmp_path):
        pass


def test_an_engine_sees_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NEO4J_PASSWORD", "REDIS_URL", "C360_TOKEN_SECRET", "JAVA_TOOL_OPTIONS"):
        monkeypatch.setenv(name, "secret")
    command = [sys.executable, "-c", "import os; print(sorted(name for name, value in os.environ.items() if value == 'secret'))"]
    with child.held(tmp_path) as hold, child.running(command, tmp_path, tmp_path / "log", hold) as engine:
        assert printed(engine.log) == "[]"


def test_what_an_engine_ended_with_is_known(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('so long'); raise SystemExit(7)"]
    with child.held(tmp_path) as hold, child.running(command, tmp_path, tmp_path / "log", hold) as engine:
        assert printed(engine.log) == "so long"
        while engine.code is None:  # what it printed last is there before it has ended
            time.sleep(0.01)
    assert engine.code == 7
    with child.held(tmp_path) as hold, child.running(SLEEPER, tmp_path, tmp_path / "log", hold) as engine:
        printed(engine.log)
        assert engine.code is None
    assert engine.code == 128 + signal.SIGTERM


def test_what_is_kept_is_begun_again_when_it_ends_and_that_is_told(tmp_path: Path) -> None:
    """The first ends by itself, the second with the block."""
    log, codes = tmp_path / "log", list[int]()
    text = f"import time; from pathlib import Path; first = not Path({str(log)!r} + '.1').exists(); print('first' if first else 'second', flush=True); first and exit(7); time.sleep(60)"
    with child.kept([sys.executable, "-c", text], log, 5.0, os.environ, codes.append, again=0.1):
        while not codes or printed(log) != "second":
            time.sleep(0.05)
    assert codes == [7]
    assert (tmp_path / "log.1").read_text() == "first\n"


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EngineUnavailable, match="set C360_HOME to a folder of your own"), child.held(tmp_path / "file" / "home"):
        pass


def test_a_full_disk_is_told_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_ROOM_TO_START", 2**60)
    with pytest.raises(NoSpace, match="C360_HOME"), child.held(tmp_path):
        pass
