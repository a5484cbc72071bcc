"""Global ids: base64url of `Type:key`, opaque to callers, checked against the label when they come back."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error


def global_id(prefix: str, key: str) -> str:
    """`prefix` is the type's name with its colon."""
    return urlsafe_b64encode((prefix + key).encode()).decode().rstrip("=")


def named(told: str) -> tuple[str | None, str]:
    """The type and the key an id names; no type when it is a plain key, such as a party id."""
    try:
        text = urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode()
    except (Error, ValueError):
        return None, told
    type_, colon, key = text.partition(":")
    return (type_, key) if colon and type_.isidentifier() else (None, told)
