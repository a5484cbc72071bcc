"""The line that the chaos tests cut is cut where it says, however the messages were packed."""

from collections.abc import Awaitable, Callable

import pytest

from graph.session import Session, connect
from runtime.errors import GraphUnavailable, OutcomeUnknown
from runtime.local.engines import Engines
from tests.graph.proxy import COMMIT, RUN, Chunks, Place, Proxy, proxied

COUNT = "MATCH (c:Counter) RETURN coalesce(sum(c.count), 0)"
ADD = "MERGE (c:Counter) SET c.count = coalesce(c.count, 0) + 1 RETURN c.count"
MESSAGE = b"\x00\x02\xb0\x12\x00\x00"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_messages_are_found_however_the_stream_is_parted(size: int) -> None:
    split = b"\x00\x01\xb1\x00\x03\x10ab\x00\x00"  # one message in two chunks
    stream = MESSAGE + b"\x00\x00" + split + MESSAGE
    chunks = Chunks()
    found = [each for at in range(0, len(stream), size) for each in chunks.whole(stream[at : at + size])]
    assert [each.tag for each in found] == [COMMIT, None, RUN, COMMIT]
    assert b"".join(each.raw for each in found) == stream


async def through(empty: Session, engines: Engines, act: Callable[[Session, Proxy], Awaitable[None]]) -> int:
    async with proxied(engines.neo4j_uri) as proxy:
        session = connect(proxy.uri, engines.neo4j_user, engines.neo4j_password, empty.database)
        await session.write("RETURN 1")
        await act(session, proxy)
        await session.close()
    ((count,),) = await empty.rows(COUNT)
    return count


@pytest.mark.parametrize("place", [Place.RUN, Place.RUN_ANSWER, Place.PULL])
async def test_what_was_cut_before_its_commit_is_done_again_and_once(empty: Session, engines: Engines, place: Place) -> None:
    async def act(session: Session, proxy: Proxy) -> None:
        proxy.cut(place)
        assert await session.write(ADD) == 1
        assert proxy.made == 1

    assert await through(empty, engines, act) == 1


@pytest.mark.parametrize(("place", "done"), [(Place.COMMIT, 0), (Place.COMMIT_ANSWER, 1)])
async def test_of_a_commit_nobody_answered_it_is_not_known_whether_it_was_done(
    empty: Session, engines: Engines, place: Place, done: int
) -> None:
    async def act(session: Session, proxy: Proxy) -> None:
        proxy.cut(place, act=lambda: seen.append(proxy.counts[COMMIT]))
        with pytest.raises(OutcomeUnknown):
            await session.write(ADD)

    seen = list[int]()
    assert await through(empty, engines, act) == done
    assert seen == [2]


async def test_a_server_that_is_gone_is_told_as_unavailable(empty: Session, engines: Engines) -> None:
    async def act(session: Session, proxy: Proxy) -> None:
        proxy.server = ("127.0.0.1", 1)
        proxy.hang_up()
        with pytest.raises(GraphUnavailable):
            await session.write(ADD)

    assert await through(empty, engines, act) == 0
