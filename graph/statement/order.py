"""The order of a list, and where a page of it begins: keyset paging in both directions."""

from dataclasses import dataclass

TEMPORAL = ("Date", "DateTime")


@dataclass(frozen=True, slots=True)
class Key:
    """One thing a list is sorted by: its Cypher, ASC or DESC, and the scalar it is told as."""

    text: str
    way: str
    kind: str

    @property
    def told(self) -> str:
        """As it leaves Cypher."""
        return f"toString({self.text})" if self.kind in TEMPORAL else self.text

    @property
    def turned(self) -> "Key":
        return Key(self.text, "DESC" if self.way == "ASC" else "ASC", self.kind)


def by(keys: list[Key]) -> str:
    return ", ".join(f"{key.text} {key.way}" for key in keys)


def beyond(keys: list[Key], cursor: str) -> str:
    """Strictly after the place whose keys are the parameters `cursor_0`, `cursor_1` …, in the order given.

    Keys are [identity], [key, identity], or [key IS NULL, key, identity] where rows may lack the key.
    """
    identity, n = keys[-1], len(keys) - 1
    last = f"{identity.text} {sign(identity)} ${cursor}_{n}"
    if n == 0:
        return last
    lacking, key = keys[:-2], keys[-2]
    value = f"${cursor}_{n - 1}"
    # the first test repeats the second so that an index can start there
    after = f"{key.text} {sign(key)}= {value} AND ({key.text} {sign(key)} {value} OR {last})"
    if not lacking:
        return f"{after} AND {identity.text} IS NOT NULL"
    none, at_none = f"{key.text} IS NULL", f"${cursor}_0"
    if lacking[0].way == "ASC":  # rows that lack the key come last
        return f"(({none} AND (NOT {at_none} OR {last})) OR (NOT {at_none} AND {after}))"
    return f"((NOT {none} AND ({at_none} OR ({after}))) OR ({at_none} AND {none} AND {last}))"


def sign(key: Key) -> str:
    return ">" if key.way == "ASC" else "<"
