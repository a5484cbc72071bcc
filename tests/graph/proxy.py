"""A line to Neo4j that is cut at a chosen message: before the server has it, after it, or in the middle of its answer."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlparse

GOODBYE, RUN, COMMIT, PULL = 0x02, 0x10, 0x12, 0x3F
SUMMARIES = (0x70, 0x7E, 0x7F)  # success, ignored, failure: each ends the answer to one message
HELLO = 20  # bytes: the sign of Bolt and four versions
MANIFEST = b"\x00\x00\x01\xff"  # the server tells its versions, the client chooses one in a second word
AT_ONCE = 1 << 16


class Place(StrEnum):
    """Where a line is cut."""

    RUN = "run"  # the server never gets the statement
    RUN_ANSWER = "run-answer"  # it runs it, the answer never arrives
    PULL = "pull"  # in the middle of an answer
    COMMIT = "commit"  # the server never gets it: nothing was applied
    COMMIT_ANSWER = "commit-answer"  # it was applied, the answer never arrives
    ANY = "any"  # before the server gets a message of whatever kind
    ANY_ANSWER = "any-answer"


OF = {
    Place.RUN: RUN,
    Place.RUN_ANSWER: RUN,
    Place.PULL: PULL,
    Place.COMMIT: COMMIT,
    Place.COMMIT_ANSWER: COMMIT,
}


def nothing() -> None:
    """A cut is all that happens."""


@dataclass(slots=True)
class Cut:
    """The line is cut at the `nth` message of its kind from now on, counted over all connections; `act` is done just then."""

    place: Place
    nth: int = 1
    act: Callable[[], None] = nothing

    def meets(self, tag: int) -> bool:
        """Counts a message of its kind; whether it is the one."""
        if OF.get(self.place, tag) != tag or tag == GOODBYE:
            return False
        self.nth -= 1
        return self.nth == 0


class Message(NamedTuple):
    """A Bolt message as it was sent, with its chunks; a chunk of nothing between messages has no tag."""

    tag: int | None
    raw: bytes


class Chunks:
    """Bolt messages out of a stream that splits and joins them as it likes."""

    def __init__(self) -> None:
        self._left = bytearray()

    def whole(self, more: bytes) -> Iterator[Message]:
        """The messages that are complete by now."""
        self._left += more
        while (end := self._end()) is not None:
            raw = bytes(self._left[:end])
            del self._left[:end]
            yield Message(_tag(raw), raw)

    def _end(self) -> int | None:
        at = 0
        while len(self._left) >= at + 2:
            size = int.from_bytes(self._left[at : at + 2])
            at += 2 + size
            if size == 0:
                return at
        return None


def _tag(raw: bytes) -> int | None:
    """The byte behind that of the structure; a sender may put each byte into a chunk of its own."""
    content, at = bytearray(), 0
    while len(content) < 2 and (size := int.from_bytes(raw[at : at + 2])):
        content += raw[at + 2 : at + 2 + size]
        at += 2 + size
    return content[1] if len(content) > 1 else None


class Proxy:
    """Passes everything on until the line is to be cut; `counts` are the messages of clients by their tag. Messages with the tag
    that it `holds` wait until they are released; while it `refuses` no new line is made."""

    def __init__(self, host: str, port: int) -> None:
        self.server = (host, port)
        self.uri = ""
        self.cuts = deque[Cut]()
        self.made = 0
        self.holds: int | None = None
        self.refuses = False
        self.counts = Counter[int]()
        self.heard: list[bytes] | None = None
        """What clients say, where somebody listens."""
        self._lines = dict[Line, asyncio.Task[None] | None]()
        self._flows = asyncio.Event()
        self._flows.set()

    def hold(self) -> None:
        """From now on the server hears nothing, and nobody is told: it hangs, and every line stays open."""
        self._flows.clear()

    def let_go(self) -> None:
        """What was said meanwhile arrives."""
        self._flows.set()

    async def flowing(self) -> None:
        await self._flows.wait()

    def cut(self, place: Place, nth: int = 1, act: Callable[[], None] = nothing) -> None:
        """After those that are to come before."""
        self.cuts.append(Cut(place, nth, act))

    def met(self, tag: int) -> Cut | None:
        """The cut that this message of a client meets."""
        self.counts[tag] += 1
        if self.cuts and self.cuts[0].meets(tag):
            self.made += 1
            return self.cuts.popleft()
        return None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.CancelledError):  # the loop ends; before Python 3.12 a server's stream takes that for a fault
            await self._serve(reader, writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuses:
            writer.transport.abort()
            return
        try:
            answers, asking = await asyncio.open_connection(*self.server)
        except OSError:
            writer.transport.abort()
            return
        line = Line(self, writer, asking)
        self._lines[line] = asyncio.current_task()
        try:
            await line.open(reader, answers)
        finally:
            del self._lines[line]
            line.hang_up()

    async def close(self) -> None:
        """Ends when every line has ended."""
        self.hang_up()
        if tasks := [task for task in self._lines.values() if task]:
            await asyncio.wait(tasks)

    @property
    def held(self) -> int:
        """How many messages wait."""
        return sum(line.held for line in self._lines)

    def release(self) -> None:
        """Sends on what was held, and holds no more."""
        self.holds = None
        for line in self._lines:
            line.release()

    def hang_up(self) -> None:
        """Cuts every line there is."""
        for line in self._lines:
            line.hang_up()


class Line:
    """One connection of a client."""

    def __init__(self, proxy: Proxy, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        self._held = list[Message]()
        self._asked = deque[Cut | None]()  # messages that the server has not answered in full, and how their answers are cut

    async def open(self, questions: asyncio.StreamReader, answers: asyncio.StreamReader) -> None:
        """Until either side hangs up, or the line is cut."""
        with suppress(asyncio.IncompleteReadError, OSError):
            await self._shake_hands(questions, answers)
            ways = [asyncio.create_task(way) for way in (self._there(questions), self._back(answers))]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)

    async def _shake_hands(self, questions: asyncio.StreamReader, answers: asyncio.StreamReader) -> None:
        self._server.write(await questions.readexactly(HELLO))
        chosen = await answers.readexactly(len(MANIFEST))
        self._client.write(chosen)
        if chosen == MANIFEST:
            (versions,) = await _passed(answers, self._client)
            await _passed(answers, self._client, 4 * versions)
            await _passed(questions, self._server, 4)

    async def _there(self, questions: asyncio.StreamReader) -> None:
        chunks = Chunks()
        while said := await questions.read(AT_ONCE):
            await self._proxy.flowing()
            for message in chunks.whole(said):
                if not self._asks(message):
                    return
            await self._server.drain()

    def _asks(self, message: Message) -> bool:
        """Passes a message on, or does not and tells that the line is cut; nothing follows one whose answer will be cut."""
        if self._proxy.heard is not None:
            self._proxy.heard.append(message.raw)
        if self._asked and self._asked[-1]:
            return True
        if message.tag is None:
            self._server.write(message.raw)
            return True
        if message.tag == self._proxy.holds:
            self._held.append(message)
            return True
        cut = self._proxy.met(message.tag)
        if cut and cut.place in (Place.RUN, Place.COMMIT, Place.ANY):
            cut.act()
            return False
        self._server.write(message.raw)
        if message.tag != GOODBYE:
            self._asked.append(cut)
        return True

    async def _back(self, answers: asyncio.StreamReader) -> None:
        chunks = Chunks()
        while said := await answers.read(AT_ONCE):
            for message in chunks.whole(said):
                if not self._answers(message):
                    return
            await self._client.drain()

    def _answers(self, message: Message) -> bool:
        cut = self._asked[0] if self._asked and message.tag is not None else None
        ends = message.tag in SUMMARIES
        if cut and cut.place is Place.PULL:
            self._client.write(message.raw[: len(message.raw) // 2])
            cut.act()
            return False
        if cut is None:
            self._client.write(message.raw)
        elif ends:
            cut.act()
            return False
        if ends:
            self._asked.popleft()
        return True

    @property
    def held(self) -> int:
        return len(self._held)

    def release(self) -> None:
        held, self._held = self._held, []
        for message in held:
            self._asks(message)

    def hang_up(self) -> None:
        self._server.transport.abort()
        self._client.transport.close()


async def _passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, size: int = 0) -> list[int]:
    """Passes on so many bytes and the number behind or, without a size, before them; tells the number."""
    fixed = await reader.readexactly(size)
    number, raw = 0, bytearray()
    while not raw or raw[-1] & 0x80:
        raw += await reader.readexactly(1)
        number |= (raw[-1] & 0x7F) << 7 * (len(raw) - 1)
    writer.write(fixed + bytes(raw))
    return [number]


@asynccontextmanager
async def proxied(uri: str) -> AsyncGenerator[Proxy]:
    """A proxy before the server at a bolt:// address."""
    address = urlparse(uri)
    proxy = Proxy(address.hostname or "127.0.0.1", address.port or 7687)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.uri = f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        server.close()
        await proxy.close()
