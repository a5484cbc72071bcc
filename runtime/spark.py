"""The one door to Spark: a session for as long as it is needed, its faults renamed. pyspark is imported when one is asked for."""

import os
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from subprocess import DEVNULL, PIPE, run
from tempfile import TemporaryDirectory
from typing import Any

from runtime.errors import NotConfigured, SparkUnavailable
from runtime.home import writing

Session = Any
"""Of pyspark, which need not be there."""
OTHER_VERSION = "another version of c360, or of what it computes with, is here than where the work came from"
"""What a machine of a cluster says whose code is not that of the session's process."""
_PACKAGES = ("pyspark", "pandas", "pyarrow")
_MODULE = "jdk.incubator.vector"


@dataclass(frozen=True, slots=True)
class Cluster:
    """`master`: Spark's address of it, `local[2]` for threads of this machine. `checkpoints`: a folder that all of its machines
    reach; `home`: where this machine's part of it is kept as long as it runs."""

    master: str
    checkpoints: str | None
    home: Path

    @property
    def is_local(self) -> bool:
        return self.master.startswith("local")


@contextmanager
def opened(cluster: Cluster) -> Generator[Session]:
    """A session, ended with the block; what Spark wrote in the home goes with it.

    Raises NotConfigured without pyspark, a full JDK or a folder for checkpoints, SparkUnavailable where it can't be reached or
    doesn't do its part.
    """
    check_packages()
    check_java()
    with writing(cluster.home), _scratch(cluster.home) as scratch, renamed(cluster.master):
        session = _session(cluster, scratch)
        try:
            _set_checkpoints(session, cluster, scratch)
            yield session
        finally:
            _end(session)


@contextmanager
def _scratch(home: Path) -> Generator[Path]:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="spark-", dir=home) as folder:
        yield Path(folder)


def _end(session: Session) -> None:
    """Leaves nothing in the folder for checkpoints, and no Java that waits for another session."""
    cls: Any = import_module("pyspark").SparkContext
    context, gateway = session.sparkContext, cls._gateway
    try:
        if (folder := context.getCheckpointDir()) is not None:
            path = context._jvm.org.apache.hadoop.fs.Path(folder)
            path.getFileSystem(context._jsc.hadoopConfiguration()).delete(path, True)
    finally:
        session.stop()
        gateway.shutdown()
        cls._gateway = cls._jvm = None
        if gateway.proc is not None:
            gateway.proc.stdin.close()
            gateway.proc.wait()


def _session(cluster: Cluster, scratch: Path) -> Session:
    said = {
        "spark.log.level": "ERROR",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.maxResultSize": "0",  # the process holds all rows anyway
    }
    if cluster.is_local:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        said |= _alone(scratch)
    builder: Any = import_module("pyspark.sql").SparkSession.builder
    return builder.master(cluster.master).appName("c360").config(map=said).getOrCreate()


def _alone(scratch: Path) -> Mapping[str, str]:
    """On one machine nothing is heard by others, and what it writes is kept in the home."""
    return {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(scratch.absolute()),
    }


def _set_checkpoints(session: Session, cluster: Cluster, scratch: Path) -> None:
    folder = cluster.checkpoints or (str(scratch / "checkpoints") if cluster.is_local else None)
    if folder is None:
        raise NotConfigured(
            "C360_MATCH_CHECKPOINTS is not set: name a folder that all machines of the Spark cluster read and write, as hdfs:// or "
            "s3a://; row numbers are kept there, and no values."
        )
    try:
        session.sparkContext.setCheckpointDir(folder)
    except _faults() as fault:
        raise NotConfigured(
            f"Spark can't write the folder {folder} ({type(fault).__name__}): let C360_MATCH_CHECKPOINTS name one that all of its "
            "machines read and write."
        ) from fault


@contextmanager
def renamed(master: str) -> Generator[None]:
    """What Spark says may hold customers' data: only what kind of fault it was is told."""
    try:
        yield
    except _faults() as fault:
        if OTHER_VERSION in str(fault):
            raise NotConfigured(
                f"A machine of Spark at {master} has another version of c360, or of numpy and the like, than this one: "
                "install the same on all of them."
            ) from None
        kind = getattr(fault, "getCondition", lambda: None)() or type(fault).__name__
        raise SparkUnavailable(
            f"Spark at {master} can't be reached or did not do its part ({kind}): see its logs, then run the same again; "
            "C360_MATCH_ON=here matches without it."
        ) from None


def _faults() -> tuple[type[Exception], ...]:
    errors: Any = import_module("pyspark.errors")
    protocol: Any = import_module("py4j.protocol")
    return errors.PySparkException, protocol.Py4JError, ConnectionError, EOFError


def check_packages() -> None:
    """Raises NotConfigured where one is not installed."""
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        raise NotConfigured(
            f"C360_MATCH_ON names Spark, which needs {' and '.join(missing)}: install it by `pip install 'c360[spark]'`, or set "
            "C360_MATCH_ON=here."
        )


def check_java() -> None:
    """As Spark finds it: that of JAVA_HOME, else the one on the path. Raises NotConfigured where that is no full JDK."""
    home = os.environ.get("JAVA_HOME")
    java = which("java", path=str(Path(home) / "bin")) if home else which("java")
    found = run([java, "--list-modules"], stdout=PIPE, stderr=DEVNULL, text=True, check=False).stdout if java else ""
    if f"{_MODULE}@" not in found:
        lacks = f"{java} lacks the module {_MODULE}" if java else f"there is no java in {home}/bin" if home else "there is no java"
        raise NotConfigured(
            f"Spark needs a full JDK of Java 17 or later, and {lacks}: install one (on Debian: apt install "
            "openjdk-17-jdk-headless) and let JAVA_HOME name its folder, or set C360_MATCH_ON=here."
        )
