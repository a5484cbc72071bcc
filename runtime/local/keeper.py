"""Keeps one engine: starts it, and ends it when the process that wanted it stops, asks, or is gone.

Run as a program of its own, `keeper.py PARENT SECONDS COMMAND…`, with a pipe from the parent as standard input. The
pipe closes however the parent dies, and works the same on Linux and macOS.
"""

import ctypes
import os
import select
import signal
import subprocess
import sys
from types import FrameType

_LOOK_SECONDS = 1.0
_PR_SET_PDEATHSIG = 1


def keep(parent: int, seconds: float, command: list[str]) -> int:
    """The engine's exit code; `seconds` is what it gets to stop by itself before it is killed."""
    waker, wake = os.pipe()
    for end in (waker, wake):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wake)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _woken)
    engine = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        close_fds=False,  # it carries the lock of its folder
        preexec_fn=_go_with_keeper,
    )
    while engine.poll() is None and os.getppid() == parent:
        ready, _, _ = select.select([sys.stdin, waker], [], [], _LOOK_SECONDS)
        if sys.stdin in ready or _asked(waker):
            break
    return _stopped(engine, seconds)


def _woken(number: int, frame: FrameType | None) -> None:
    """The signal's number is in the pipe already."""


def _asked(waker: int) -> bool:
    """Whether a signal other than the engine's own end has come."""
    try:
        return any(number != signal.SIGCHLD for number in os.read(waker, 64))
    except BlockingIOError:
        return False


def _stopped(engine: subprocess.Popen[bytes], seconds: float) -> int:
    if engine.poll() is None:
        engine.terminate()
    try:
        code = engine.wait(seconds)
    except subprocess.TimeoutExpired:
        engine.kill()
        code = engine.wait()
    return code if code >= 0 else 128 - code


def _go_with_keeper() -> None:
    """On Linux the kernel ends the engine should the keeper itself be killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(keep(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]))
