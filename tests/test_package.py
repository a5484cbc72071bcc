"""The wheel: built, installed into an empty environment, and used from there."""

import os
import re
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Generator
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
READY_SECONDS = 180


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`c360` of an environment that has the wheel, what is locked to run it, linked from where the tests run, and nothing else."""
    folder = tmp_path_factory.mktemp("env")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    for requirement in locked():
        link(requirement, Path(sysconfig.get_path("purelib", vars={"base": str(folder)})))
    python = str(folder / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return folder / "bin" / "c360"


def locked() -> list[Requirement]:
    """What is to be installed on a machine like this one."""
    lines = (ROOT / "locks" / "run.txt").read_text(encoding="utf-8").splitlines()
    found = [Requirement(line.removesuffix("\\").strip()) for line in lines if line and not line.startswith((" ", "#", "-"))]
    return [each for each in found if each.marker is None or each.marker.evaluate()]


def link(requirement: Requirement, to: Path) -> None:
    """What a package has in the library of this environment; its commands are left out."""
    package = distribution(requirement.name)
    assert package.version in requirement.specifier
    for file in package.files or ():
        if ".." not in file.parts:
            (to / file).parent.mkdir(parents=True, exist_ok=True)
            (to / file).symlink_to(str(file.locate()))


def test_the_wheel_holds_the_doors_and_the_packages_and_no_tests(wheel: Path):
    names = ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if not name.startswith("c360-")} == {
        "schema", "resolvers", "rules", "graph", "ingest", "access", "runtime", "doctor", "explorer", "drawing", "gateway.py", "c360.py",
    }  # fmt: skip
    assert not [name for name in names if name.endswith(".jar")]
    assert "runtime/local/neo4j-5.26.lock" in names and "explorer/graphiql.html" in names
    assert [name for name in names if name.endswith("licenses/LICENSE")]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Generator[dict[str, str]]:
    """An environment of its own, away from the checkout; the cache of jars is shared."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "XDG_CACHE_HOME", "C360_CACHE", "LANG")}
    yield {**kept, "C360_HOME": str(tmp_path / "home"), "COLUMNS": "400"}


def test_the_installed_command_helps(installed: Path, tmp_path: Path, elsewhere: dict[str, str]):
    result = subprocess.run([installed, "--help"], cwd=tmp_path, env=elsewhere, capture_output=True, text=True, check=True)
    assert "demo" in result.stdout and "bench" not in result.stdout


@pytest.mark.long
def test_the_installed_demo_starts_answers_and_stops_keeping_its_data(installed: Path, tmp_path: Path, elsewhere: dict[str, str]):
    for _ in ("the first time", "again, on the same data"):
        process = subprocess.Popen(
            [installed, "demo", "--port", "0"],
            cwd=tmp_path,
            env=elsewhere,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            told = _until(process, "Ctrl-C stops it")
            address = re.search(r"(http://\S+)/graphql", told)
            token = re.search(r"Token\s+(\S+)", told)
            assert address and token
            assert "林海川" in _asked(address[1], token[1])
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
        assert process.returncode in (0, 130)
    assert (tmp_path / "home").is_dir()


def _until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout
    told, end = "", time.monotonic() + READY_SECONDS
    while words not in told and time.monotonic() < end:
        read = process.stdout.readline()
        assert read, f"the demo ended: {told}"
        told += read
    return told


def _asked(address: str, token: str) -> str:
    body = b'{"query": "{ party(by: {sourceId: \\"core:1000000003\\"}) { name } }"}'
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    end = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(f"{address}/graphql", body, headers)) as response:  # noqa: S310
                return response.read().decode()
        except OSError:  # the port is taken before the gateway answers
            assert time.monotonic() < end
            time.sleep(0.2)
