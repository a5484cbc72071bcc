"""The own engines: Java, Neo4j's jars in the cache, Valkey; and the Redis that is used."""

from doctor.finding import Finding, not_checked, ok, split, warning, wrong
from runtime import probe
from runtime.errors import EngineUnavailable, PlatformError
from runtime.local import extra, jars, lock
from runtime.local.jars import cache_folder
from runtime.settings import Settings


def programs(settings: Settings) -> list[Finding]:
    """The packages that bring Java and Valkey; who brings a Neo4j of their own can do without."""
    lacking = list[str]()
    for program in (extra.java, extra.valkey):
        try:
            program()
        except EngineUnavailable as fault:
            lacking.append(str(fault))
    if not lacking:
        return [ok("engines", "Java and Valkey are there, with the `local` extra.")]
    if settings.neo4j_uri is not None:
        return [ok("engines", "The own engines are not installed; NEO4J_URI is used.")]
    return [wrong("engines", *split(fault), kind=EngineUnavailable) for fault in lacking]


def archives(settings: Settings) -> list[Finding]:
    """Of each Neo4j line whether its jars are in the cache, all and as they should be."""
    return [_line(line, settings) for line in lock.lines()]


def redis(url: str | None) -> list[Finding]:
    """Whether the Redis or Valkey of REDIS_URL, or of the engines that run here, answers."""
    if not url:
        return [not_checked("redis", "REDIS_URL is not set, and no engine runs in this home.")]
    host, port = probe.place(url, 6379)
    try:
        probe.ask_redis(url)
    except EngineUnavailable as fault:
        said, do = split(str(fault))
        why = probe.unreachable(host, port)
        return [wrong("redis", f"It can't be reached: {why}." if why else said, do, type(fault))]
    except PlatformError as fault:
        return [wrong("redis", *split(str(fault)), kind=type(fault))]
    return [ok("redis", f"It answers at {host}:{port}.")]


def _line(line: str, settings: Settings) -> Finding:
    wanted = lock.read(line)
    folder = cache_folder(settings.cache) / f"neo4j-{wanted.version}"
    if jars.complete(folder, wanted):
        return ok("jars", f"Neo4j {wanted.version}: all {len(wanted.jars)} are in {folder}.")
    there = len(list(folder.glob("*.jar")))
    used = settings.neo4j_uri is None and settings.neo4j_line == line
    if not there:
        said = f"Neo4j {wanted.version}: none is in {folder}."
        do = f"The next start fetches {wanted.size // 10**6} MB: can this machine reach its Maven registry?"
        return warning("jars", said, do) if used else ok("jars", f"{said} Nobody asks for it.")
    said = f"Neo4j {wanted.version}: {there} of {len(wanted.jars)} are in {folder}, or some are altered."
    return warning("jars", said, f"The next start of this line fetches what is missing or broken; or delete {folder}.")
