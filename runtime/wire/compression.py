"""Answers made smaller: zstd or gzip, never for what is small, and beside the event loop for what is large."""

import asyncio
import sys
import zlib

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ASIDE_BYTES = 128 * 1024
"""From here on it takes longer than other requests should wait."""
GZIP = 16 + zlib.MAX_WBITS
FAST = 1


class Compression:
    def __init__(self, least: int) -> None:
        self._least = least

    def is_worth(self, body: bytes) -> bool:
        return 0 < self._least <= len(body)

    async def of(self, body: bytes, coding: str) -> bytes:
        """`coding` is zstd or gzip."""
        small = _zstd if coding == "zstd" else _gzip
        return small(body) if len(body) < ASIDE_BYTES else await asyncio.to_thread(small, body)


def _zstd(body: bytes) -> bytes:
    return zstd.compress(body, FAST)


def _gzip(body: bytes) -> bytes:
    made = zlib.compressobj(FAST, zlib.DEFLATED, GZIP)
    return made.compress(body) + made.flush()
