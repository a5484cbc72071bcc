"""Where the graph is: the bank's own, a running demo's, or one started here for as long as it is needed."""

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager

from pydantic import SecretStr

from runtime import presence
from runtime.presence import Presence
from runtime.settings import Settings


@contextmanager
def graph_at(settings: Settings, told: Callable[[str, int, int], None]) -> Generator[Settings]:
    """Settings that lead to a graph; `told` hears of fetching and starting, as `runtime.local.engines.Told`."""
    if settings.neo4j_uri is not None:
        yield settings
    elif there := presence.found(settings.home):
        yield _reaching(settings, there)
    else:
        from runtime.local.engines import running  # with the `local` extra

        with running(settings.home, settings.neo4j_line, settings.cache, told) as engines:
            here = Presence(
                pid=os.getpid(),
                neo4j_uri=engines.neo4j_uri,
                neo4j_user=engines.neo4j_user,
                neo4j_password=engines.neo4j_password,
                redis_url=engines.redis_url,
            )
            with presence.told(settings.home, here):
                yield _reaching(settings, here)


def _reaching(settings: Settings, there: Presence) -> Settings:
    return settings.model_copy(
        update={
            "neo4j_uri": there.neo4j_uri,
            "neo4j_user": there.neo4j_user,
            "neo4j_password": SecretStr(there.neo4j_password),
            "neo4j_database": "neo4j",
            "redis_url": SecretStr(there.redis_url),
        }
    )
