"""GraphQL over HTTP: which media types are spoken, and which a client takes."""

from functools import lru_cache

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
EVENTS = "text/event-stream"
CODINGS = ("zstd", "gzip")


@lru_cache(maxsize=256)
def accepted(accept: str | None) -> str | None:
    """The media type to answer in; None when the client takes neither."""
    if not accept or not accept.strip():
        return JSON
    best: tuple[float, int, str] | None = None
    for entry in accept.split(","):
        media, _, parameters = entry.strip().partition(";")
        quality = _quality(parameters)
        for rank, kind in enumerate((GRAPHQL, JSON)):
            if quality > 0 and _covers(media.strip().lower(), kind):
                specific = 0 if media.strip() == kind else 1
                found = (-quality, specific * 2 + (rank if media.strip() == kind else 1 - rank), kind)
                best = min(best, found) if best else found
    return best[2] if best else None


@lru_cache(maxsize=256)
def takes_events(accept: str | None) -> bool:
    """Whether a client names the stream of events among what it takes."""
    entries = [entry.strip().partition(";") for entry in (accept or "").split(",")]
    return any(media.strip().lower() == EVENTS and _quality(parameters) > 0 for media, _, parameters in entries)


@lru_cache(maxsize=256)
def coding(accept: bytes) -> str | None:
    """The coding that a client likes best of those there are; the first of them where it likes several as much."""
    liked: dict[str, float] = {}
    for entry in accept.decode("latin-1").lower().split(","):
        name, _, parameters = entry.strip().partition(";")
        liked[name.strip()] = _quality(parameters)
    best = max(CODINGS, key=lambda one: (liked.get(one, 0.0), -CODINGS.index(one)))
    return best if liked.get(best, 0.0) > 0 else None


def _covers(media: str, kind: str) -> bool:
    return media in (kind, "*/*", f"{kind.partition('/')[0]}/*")


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


@lru_cache(maxsize=256)
def is_json(content_type: str | None) -> bool:
    """Whether a body says it is JSON in UTF-8."""
    media, _, parameters = (content_type or "").partition(";")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    return media.strip().lower() == JSON and charset in ("", "utf-8", "utf8")
