"""What the own Neo4j finds in its folder: configuration, arguments, the password, and whether its data counts."""

import os
import secrets
import shutil
from enum import StrEnum
from pathlib import Path


class Lifetime(StrEnum):
    """For how long an engine is there. One that soon ends is not worth being made as fast as can be; of a run of tests it is."""

    YEARS = "YEARS"
    RUN = "RUN"
    MINUTES = "MINUTES"


_FOLDERS = ("conf", "data", "logs", "run", "plugins", "import", "licenses")
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_STORES, _GRAPH = ("databases", "transactions"), "neo4j"
_BY_MANIFEST = "jaxb-runtime-"
"""The jar whose manifest names other jars: Java takes them up where it meets it, so it stands last."""

# A plan of what the gateway asks takes up to a megabyte: a thousand of them, as by default, fill the heap of an own engine.
_CONF = """\
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size={page_cache}
server.memory.query_cache.per_db_cache_num_entries=300
db.transaction.timeout=10m
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=500M size
dbms.usage_report.enabled=false
internal.server.bolt.thread_pool_shutdown_wait_time=0s
"""
# A plan once made is kept: in a graph that is emptied and filled every second, half of the time would go into making them anew.
_PLANS_KEPT = "dbms.cypher.min_replan_interval=1d\n"
_SWEPT_AT_ONCE = "-XX:+UseParallelGC"  # nobody waits for its pauses: a run that plans many statements takes a quarter less
_JAVA = {
    Lifetime.YEARS: ["-XX:+UseG1GC"],
    Lifetime.RUN: [_SWEPT_AT_ONCE],
    Lifetime.MINUTES: [_SWEPT_AT_ONCE, "-XX:TieredStopAtLevel=1"],
}
_SILENT = "server.fleet_discovery.enabled=false\n"  # else it tells the network that it is there


def prepare(home: Path) -> None:
    """Makes the folders. A start that was never ready, or an import that was broken off, has left nothing worth keeping: its
    data goes. Of an import that was finished and never started with, the graph stays."""
    if not holds_data(home):
        shutil.rmtree(home / "data", ignore_errors=True)
    elif _imported(home).exists():
        _keep_graph(home / "data")
    _importing(home).unlink(missing_ok=True)
    _make_folders(home)
    if not any((home / "data").iterdir()):
        _first_start(home).touch()


def began(home: Path) -> None:
    """From now on the data counts: a later start keeps it, whatever becomes of this one."""
    _first_start(home).unlink(missing_ok=True)
    _imported(home).unlink(missing_ok=True)


def holds_data(home: Path) -> bool:
    """Whether there is anything that a start would keep."""
    data = home / "data"
    return data.is_dir() and any(data.iterdir()) and not (_first_start(home).exists() or _importing(home).exists())


def begin_import(home: Path) -> None:
    """Drops the data. Until the import is finished, whatever is in its place does not count."""
    _importing(home).touch()
    for mark in (_first_start(home), _imported(home)):
        mark.unlink(missing_ok=True)
    shutil.rmtree(home / "data", ignore_errors=True)
    _make_folders(home)


def is_importing(home: Path) -> bool:
    """Whether an import was begun and has not finished: until the next start there is no graph here."""
    return _importing(home).exists()


def finish_import(home: Path) -> None:
    """The graph counts; what else a first start makes does not yet."""
    _importing(home).replace(_imported(home))


def configure(home: Path, jars: Path, port: int, page_cache: str, options: list[str], life: Lifetime) -> Path:
    """Writes the configuration of one start; the file of Java's arguments. `options` are Java's own, such as -Xmx1g."""
    conf = _CONF.format(port=port, page_cache=page_cache) + (_SILENT if _dated(jars) else "")
    conf += "" if life is Lifetime.YEARS else _PLANS_KEPT
    (home / "conf" / "neo4j.conf").write_text(conf)
    server = "org.neo4j.server.Neo4jCommunity" if _dated(jars) else "org.neo4j.server.CommunityEntryPoint"
    place = home.resolve()
    words = ["-Xms256m", *_JAVA[life], "-XX:+ExitOnOutOfMemoryError", *options, *_java(jars), server]
    return _argument_file(home / "conf" / "java.args", [*words, f"--home-dir={place}", f"--config-dir={place / 'conf'}"])


def configure_tool(home: Path, jars: Path, options: list[str], command: list[str]) -> Path:
    """The same for a command of Neo4j's own tool, such as `database import full`."""
    (home / "conf" / "neo4j.conf").write_text(_CONF.format(port=0, page_cache="64m") + (_SILENT if _dated(jars) else ""))
    words = ["-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError", *options, *_java(jars), "org.neo4j.cli.AdminTool", *command]
    return _argument_file(home / "conf" / "tool.args", words)


def environment(home: Path) -> dict[str, str]:
    """What Neo4j's own tool reads from its environment."""
    return {"NEO4J_HOME": str(home.resolve()), "NEO4J_CONF": str(home.resolve() / "conf")}


def password(home: Path) -> str:
    """The password kept in the home, made when there is none, readable by its owner only."""
    path = home / "password"
    if not path.exists():
        fresh = home / "password.new"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(24))
        fresh.replace(path)
    return path.read_text()


def _first_start(home: Path) -> Path:
    return home / "first-start"


def _importing(home: Path) -> Path:
    return home / "importing"


def _imported(home: Path) -> Path:
    return home / "imported"


def _make_folders(home: Path) -> None:
    for name in _FOLDERS:
        (home / name).mkdir(exist_ok=True)


def _keep_graph(data: Path) -> None:
    """Drops what a first start makes beside the graph: users, and the list of databases."""
    for entry in data.iterdir():
        if entry.name not in _STORES:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    for store in _STORES:
        for entry in (data / store).iterdir() if (data / store).is_dir() else ():
            if entry.name != _GRAPH:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _java(jars: Path) -> list[str]:
    """Java's words for whatever of Neo4j it is to run."""
    return [
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
        *(["--enable-native-access=ALL-UNNAMED"] if _dated(jars) else []),
        "-Dfile.encoding=UTF-8",
        "-cp",
        os.pathsep.join(str(jar) for jar in _class_path(jars.resolve())),
    ]


def _argument_file(path: Path, words: list[str]) -> Path:
    path.write_text("\n".join(_quoted(word) for word in words))
    return path


def _dated(jars: Path) -> bool:
    """Whether the version begins with its year, as from 2025 on."""
    return jars.name.startswith("neo4j-20")


def _class_path(jars: Path) -> list[Path]:
    """Every jar by name: an archive of classes is good for one order only."""
    return sorted(jars.glob("*.jar"), key=lambda jar: (jar.name.startswith(_BY_MANIFEST), jar.name))


def _quoted(word: str) -> str:
    """A word as Java reads it in a file of arguments."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
