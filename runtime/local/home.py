"""What the own Neo4j finds in its folder: configuration, Java's arguments, and the password made at the first start."""

import os
import secrets
import shutil
from pathlib import Path

_FOLDERS = ("conf", "data", "logs", "run", "plugins", "import", "licenses")
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_BY_MANIFEST = "jaxb-runtime-"
"""The jar whose manifest names other jars: Java takes them up where it meets it, so it stands last."""

_CONF = """\
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size={page_cache}
db.transaction.timeout=10m
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=500M size
dbms.usage_report.enabled=false
internal.server.bolt.thread_pool_shutdown_wait_time=0s
"""
_SILENT = "server.fleet_discovery.enabled=false\n"  # else it tells the network that it is there


def prepare(home: Path) -> None:
    """Makes the folders. A start that was never ready has left nothing worth keeping: its data goes."""
    if _first_start(home).exists():
        shutil.rmtree(home / "data", ignore_errors=True)
    for name in _FOLDERS:
        (home / name).mkdir(exist_ok=True)
    if not any((home / "data").iterdir()):
        _first_start(home).touch()


def began(home: Path) -> None:
    """From now on the data counts: a later start keeps it, whatever becomes of this one."""
    _first_start(home).unlink(missing_ok=True)


def configure(home: Path, jars: Path, port: int, page_cache: str, options: list[str]) -> Path:
    """Writes the configuration of one start; the file of Java's arguments. `options` are Java's own, such as -Xmx1g."""
    conf = _CONF.format(port=port, page_cache=page_cache) + (_SILENT if _dated(jars) else "")
    (home / "conf" / "neo4j.conf").write_text(conf)
    path = home / "conf" / "java.args"
    path.write_text("\n".join(_quoted(word) for word in _arguments(home.resolve(), jars.resolve(), options)))
    return path


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


def _arguments(home: Path, jars: Path, options: list[str]) -> list[str]:
    return [
        "-Xms256m",
        "-XX:+UseG1GC",
        "-XX:+ExitOnOutOfMemoryError",
        *options,
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
        *(["--enable-native-access=ALL-UNNAMED"] if _dated(jars) else []),
        "-Dfile.encoding=UTF-8",
        "-cp",
        os.pathsep.join(str(jar) for jar in _class_path(jars)),
        "org.neo4j.server.Neo4jCommunity" if _dated(jars) else "org.neo4j.server.CommunityEntryPoint",
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
    ]


def _dated(jars: Path) -> bool:
    """Whether the version begins with its year, as from 2025 on."""
    return jars.name.startswith("neo4j-20")


def _class_path(jars: Path) -> list[Path]:
    """Every jar by name: an archive of classes is good for one order only."""
    return sorted(jars.glob("*.jar"), key=lambda jar: (jar.name.startswith(_BY_MANIFEST), jar.name))


def _quoted(word: str) -> str:
    """A word as Java reads it in a file of arguments."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
