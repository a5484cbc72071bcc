"""What a whole delivery leaves out: weighed before anything is written, and ended when all else is loaded."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from graph.endings import AT_ONCE, ENDING, Identity, LeftOut, end, end_links_of, left_out
from graph.ledger import Outcome, Writer
from graph.model import NODES
from graph.session import Session
from ingest.mentioned import Mentioned
from ingest.quarantine import Quarantine
from ingest.repeated import Repeated
from ingest.report import Loaded, Report
from ingest.spool import Spool
from ingest.touched import Touched
from runtime.batched import batched
from runtime.errors import UnexpectedCount

SUSPICIOUS = 20
"""Of one class, things that a delivery leaves out, and more of them than it mentions: then it is not whole but cut."""


class Sweep:
    """Ends what a delivery leaves out, and notes what was touched. Where nothing came before it there is nothing to end."""

    def __init__(
        self,
        session: Session,
        writer: Writer,
        spool: Spool,
        broken: Quarantine,
        report: Report,
        touched: Touched,
        repeated: Repeated,
    ) -> None:
        self._session, self._writer, self._spool, self._broken = session, writer, spool, broken
        self._report, self._touched, self._repeated = report, touched, repeated
        self._found = dict[type[Any], LeftOut]()

    async def weigh(self, *, shrunk: bool) -> None:
        """Finds what was left out. Raises UnexpectedCount where that is more than what is mentioned, unless `shrunk` says that
        it may be."""
        if not (self._writer.whole and self._writer.again):
            return
        for cls in ENDING:
            if self._repeated.every(cls):
                continue
            mentioned = Mentioned(cls, self._broken.unread)
            await mentioned.hear(self._spool)
            found = self._found[cls] = await left_out(self._session, self._writer, cls, mentioned)
            newest = self._writer.until is None
            if newest:
                found.links = found.ended
            if newest and not shrunk and len(found.ended) >= max(SUSPICIOUS, mentioned.count + 1):
                raise UnexpectedCount(
                    f"The delivery mentions {mentioned.count:,} {cls.__name__} and leaves out {len(found.ended):,} that the graph "
                    f"has of {self._writer.source}: nothing was loaded. Is it whole? If so, load it with --shrunk; if it holds "
                    f"only what changed, with --changes."
                )

    async def end(self) -> None:
        """Ends it, class by class."""
        for cls, found in self._found.items():
            for part in batched(found.links if cls in NODES else (), AT_ONCE):
                self._note(cls, part, await end_links_of(self._session, self._writer, cls, self._name(cls, "links", part), part))
            for part in batched(found.ended, AT_ONCE):
                done = await end(self._session, self._writer, cls, self._name(cls, "ended", part), part)
                self._report.loaded.setdefault(cls.__name__, Loaded()).ended += done.ended
                self._note(cls, part, done)

    def _name(self, cls: type[Any], what: str, part: Sequence[Identity]) -> str:
        """Named by its content: a pass that goes on finds less to end than before."""
        content = blake2b(repr(part).encode(errors="surrogatepass"), digest_size=12).hexdigest()
        return f"{self._writer.pass_id}/{cls.__name__}/{what}/{content}"

    def _note(self, cls: type[Any], part: Sequence[Identity], done: Outcome) -> None:
        for identity in part if done.touched is None else [part[place] for place in done.touched]:
            self._touched.ended(cls, identity)
