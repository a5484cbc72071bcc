"""Trusted documents: texts that a bank has read before anybody asks them, found by their ids."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from runtime.errors import DocumentRequired, DocumentsUnavailable, NotConfigured, UnknownDocument
from runtime.settings import Settings
from runtime.wire.question import Question

LOG = structlog.get_logger("c360.documents")
REDIS = "redis"
KEY = "c360:document:"
HASH = "sha256:"
MOST = 1000
"""Texts out of Redis that are kept here, the last used."""
LONGEST = 100_000
SECONDS = 2.0


class Documents:
    """By id, out of files or out of Redis; a text is read once."""

    def __init__(self, known: Mapping[str, str], redis: "Redis | None" = None, *, only: bool = False) -> None:
        self._known, self._redis, self.only = known, redis, only
        self._kept: OrderedDict[str, str] = OrderedDict()

    @property
    def are_there(self) -> bool:
        return bool(self._known) or self._redis is not None

    async def whole(self, asked: Question) -> Question:
        """The question with its text. Raises DocumentRequired, UnknownDocument, DocumentsUnavailable."""
        if asked.document is not None:
            asked.query = await self.text(asked.document)
        elif self.only:
            raise DocumentRequired("Only trusted documents are answered here: send a documentId.")
        return asked

    async def text(self, id_: str) -> str:
        """Raises UnknownDocument, DocumentsUnavailable."""
        found = self._known.get(id_) or self._known.get(HASH + id_)
        if found is None and id_ in self._kept:
            self._kept.move_to_end(id_)
            found = self._kept[id_]
        if found is None and self._redis is not None:
            found = await self._read(self._redis, id_)
        if found is None:
            raise UnknownDocument("No trusted document is known by this documentId.")
        return found

    async def _read(self, redis: Redis, id_: str) -> str | None:
        try:
            text = cast(str | None, await redis.get(KEY + id_))
        except (RedisError, OSError, UnicodeDecodeError) as fault:
            raise DocumentsUnavailable("The trusted documents cannot be read now: check that Redis runs.") from fault
        if text is None or not is_of(id_, text):
            return None
        if len(text) <= LONGEST:
            self._kept[id_] = text
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return text

    async def all(self) -> list[str]:
        """The texts there are, each once; of those in Redis as many as are kept here. Raises DocumentsUnavailable."""
        texts = dict.fromkeys(self._known.values())
        if self._redis is not None:
            try:
                async for key in self._redis.scan_iter(match=f"{KEY}*", count=1000):  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
                    if len(self._kept) >= MOST:
                        break
                    text = await self._read(self._redis, cast(str, key).removeprefix(KEY))
                    texts |= {text: None} if text else {}
            except (RedisError, OSError) as fault:
                raise DocumentsUnavailable("The trusted documents cannot be read now: check that Redis runs.") from fault
        return list(texts)

    async def close(self) -> None:
        if self._redis is not None:
            await self._redis.aclose()


def opened(settings: Settings) -> Documents:
    """Reads files at once; Redis when it is first needed. Raises NotConfigured."""
    where, only = settings.documents, settings.documents_only
    if where is None:
        if only:
            raise NotConfigured("C360_DOCUMENTS_ONLY refuses every question while C360_DOCUMENTS names no documents: set it.")
        return Documents({})
    if where != REDIS:
        return Documents(of_files(Path(where)), only=only)
    if settings.redis_url is None:
        raise NotConfigured("C360_DOCUMENTS is redis, and REDIS_URL is not set.")
    url = settings.redis_url.get_secret_value()
    redis = Redis.from_url(url, decode_responses=True, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)  # pyright: ignore[reportUnknownMemberType]
    return Documents({}, redis, only=only)


def of_files(where: Path) -> dict[str, str]:
    """Ids and texts of a folder of .graphql files, or of a manifest. Raises NotConfigured."""
    try:
        if where.is_dir():
            texts = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(where.rglob("*.graphql"))]
        else:
            texts = list(_of_manifest(json.loads(where.read_text(encoding="utf-8"))))
    except (OSError, ValueError, RecursionError) as fault:
        raise NotConfigured(f"C360_DOCUMENTS: {where} is not a folder of .graphql files or a JSON manifest.") from fault
    known: dict[str, str] = {}
    for id_, text in texts:
        if known.get(id_, text) != text or not is_of(id_, text):
            raise NotConfigured(f"C360_DOCUMENTS: {id_} is not the id of one document.")
        known |= {id_: text, hashed(text): text, hashed(text.strip()): text}
    return known


def _of_manifest(said: Any) -> Iterable[tuple[str, str]]:
    """Relay's (an object of texts by id) or Apollo's (a list of operations). Raises ValueError."""
    entries: dict[Any, Any] = cast(dict[Any, Any], said) if isinstance(said, dict) else {}
    operations: Any = entries.get("operations")
    found: list[tuple[Any, Any]] = list(entries.items())
    if isinstance(operations, list):
        listed = cast(list[dict[Any, Any]], [each for each in cast(list[Any], operations) if isinstance(each, dict)])
        found = [(each.get("id"), each.get("body")) for each in listed]
    if not found or not all(isinstance(id_, str) and isinstance(text, str) and text for id_, text in found):
        raise ValueError("not a manifest")
    return found


def hashed(text: str) -> str:
    return HASH + sha256(text.encode()).hexdigest()


def is_of(id_: str, text: str) -> bool:
    """Whether a text is the one that its id says, where the id says."""
    if not id_.startswith(HASH) or id_ in (hashed(text), hashed(text.strip())):
        return True
    LOG.error("document", id=id_, wrong="its text has another hash")
    return False
