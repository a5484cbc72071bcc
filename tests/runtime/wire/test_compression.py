import gzip

import pytest

from runtime.wire import compression
from runtime.wire.compression import ASIDE_BYTES, Compression, zstd

WORDS = "湖畔银行 Lakeside Bank ".encode()


@pytest.mark.parametrize("size", [1, 1024, ASIDE_BYTES, 3 * ASIDE_BYTES])
async def test_what_was_made_smaller_is_the_same_again(size: int):
    body = (WORDS * (size // len(WORDS) + 1))[:size]
    made = Compression(1024)
    assert zstd.decompress(await made.of(body, "zstd")) == body
    assert gzip.decompress(await made.of(body, "gzip")) == body


def test_what_is_small_is_left_as_it_is_and_all_is_where_that_was_chosen():
    assert [Compression(1024).is_worth(b"x" * size) for size in (1023, 1024)] == [False, True]
    assert not Compression(0).is_worth(b"x" * 1_000_000)


async def test_only_what_is_large_is_done_beside_the_loop(monkeypatch: pytest.MonkeyPatch):
    aside: list[int] = []
    beside = compression.asyncio.to_thread

    async def noted(do, body):
        aside.append(len(body))
        return await beside(do, body)

    monkeypatch.setattr(compression.asyncio, "to_thread", noted)
    for size in (ASIDE_BYTES - 1, ASIDE_BYTES):
        await Compression(1024).of(b"x" * size, "gzip")
    assert aside == [ASIDE_BYTES]
