"""Where the graph is: the bank's own, a running demo's, or one started here for as long as it is needed."""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager

from pydantic import SecretStr

from runtime import home
from runtime.local import engines
from runtime.local.engines import Engines
from runtime.settings import Settings
from runtime.terminal import bar


@contextmanager
def opened(settings: Settings, *, join: bool = True) -> Generator[Settings]:
    """`graph_at` for a command: its home is opened, and who waits for an engine is told how far it is."""
    with ExitStack() as held:
        home.opened(settings.home)
        with bar("Neo4j") as told:
            reached = held.enter_context(graph_at(settings, told, join=join))
        yield reached


@contextmanager
def graph_at(settings: Settings, told: Callable[[str, int, int], None], *, join: bool = True) -> Generator[Settings]:
    """Settings that lead to a graph; `told` hears of fetching and starting, as `runtime.local.engines.Told`.

    Without `join` a home whose engines run for another process is refused (HomeInUse).
    """
    if settings.neo4j_uri is not None:
        yield settings
    elif join and (there := engines.found(settings.home)):
        yield _reaching(settings, there)
    else:
        with engines.running(settings.home, settings.neo4j_line, settings.cache, told) as own:
            yield _reaching(settings, own)


def at_hand(settings: Settings) -> Settings | None:
    """Settings that lead to the bank's own graph or one that runs in this home; None where nothing runs, and nothing is started."""
    if settings.neo4j_uri is not None:
        return settings
    there = engines.found(settings.home)
    return _reaching(settings, there) if there else None


def _reaching(settings: Settings, there: Engines) -> Settings:
    return settings.model_copy(
        update={
            "neo4j_uri": there.neo4j_uri,
            "neo4j_user": there.neo4j_user,
            "neo4j_password": SecretStr(there.neo4j_password),
            "neo4j_database": "neo4j",
            "redis_url": SecretStr(there.redis_url),
        }
    )
