"""The peer's server: Node, with the packages its lock names, installed below build/ when they are first needed."""

import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.children import ROOT, Child, started
from runtime.errors import NotConfigured, Unavailable
from runtime.settings import Settings

FOLDER = Path(__file__).parent
BUILD = ROOT / "build" / "peers"
FILES = ("package.json", "package-lock.json", ".npmrc", "server.mjs", "types.graphql")


def missing() -> str:
    """Why the peer cannot be measured here; nothing where it can."""
    gone = [name for name in ("node", "npm") if shutil.which(name) is None]
    return f"{' and '.join(gone)} missing: the peer is a Node program" if gone else ""


@contextmanager
def serving(settings: Settings, secret: str) -> Generator[Child]:
    """The peer on a free port, ended with this block. Raises NotConfigured without Node, Unavailable."""
    if why := missing():
        raise NotConfigured(f"{why}.")
    _install()
    with started([str(shutil.which("node")), str(BUILD / "server.mjs")], settings, secret, NODE_ENV="production") as child:
        yield child


def _install() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    installed = BUILD / "installed.json"
    for name in FILES:
        shutil.copyfile(FOLDER / name, BUILD / name)
    lock = (FOLDER / "package-lock.json").read_bytes()
    if installed.exists() and installed.read_bytes() == lock:
        return
    sys.stderr.write("Installing the peer's packages …\n")
    done = subprocess.run(["npm", "ci", "--silent", "--no-progress"], cwd=BUILD, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(f"npm could not install the peer's packages: {done.stderr.strip().rpartition(chr(10))[2]}")
    installed.write_bytes(lock)
