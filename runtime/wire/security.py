"""Headers that tell browsers what they must not do with a response."""

Header = tuple[bytes, bytes]

EVERYWHERE: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
"""A page of its own says what it loads in a policy of its own."""

OF_ANSWERS: tuple[Header, ...] = (
    *EVERYWHERE,
    (b"cache-control", b"no-store"),
    (b"vary", b"Accept, Accept-Encoding, Origin"),
)
"""An answer is its caller's alone: no cache keeps it, whatever way it was asked."""

HTTPS: Header = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")

PAGE = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Of GraphiQL: all from here, nothing written into the page but styles, which its editor makes as it goes."""
