"""What has changed of the API since it was last released, in words; what can break a client must have been announced."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    BreakingChange,
    DangerousChange,
    GraphQLSchema,
    SafeChangeType,
    SchemaChange,
    build_schema,
    find_schema_changes,
)

FOLDER = Path(__file__).parent
ANNOUNCED = FOLDER / "CHANGES.md"
RELEASED = FOLDER / "released.graphql"


@dataclass(frozen=True, slots=True)
class Changes:
    """Sentences: what can break a client, what may surprise one, and what is merely more."""

    breaking: tuple[str, ...]
    surprising: tuple[str, ...]
    more: tuple[str, ...]

    def unannounced(self, announced: str) -> list[str]:
        """What can break a client and does not stand there."""
        return [sentence for sentence in self.breaking if sentence not in announced]

    def lines(self) -> Iterator[str]:
        chapters = {"Can break a client": self.breaking, "May surprise one": self.surprising, "Is more": self.more}
        for title, sentences in chapters.items():
            if sentences:
                yield f"{title}:"
                yield from (f"- {sentence}" for sentence in sentences)


def changes(before: GraphQLSchema, now: GraphQLSchema) -> Changes:
    """Descriptions may change as they like."""
    found = [each for each in find_schema_changes(before, now) if each.type is not SafeChangeType.DESCRIPTION_CHANGED]

    def told(these: Iterator[SchemaChange]) -> tuple[str, ...]:
        return tuple(sorted({each.description for each in these}))

    return Changes(
        told(each for each in found if isinstance(each, BreakingChange)),
        told(each for each in found if isinstance(each, DangerousChange)),
        told(each for each in found if not isinstance(each, BreakingChange | DangerousChange)),
    )


def since_release(printed: str) -> Changes:
    return changes(build_schema(RELEASED.read_text(encoding="utf-8")), build_schema(printed))


def announced() -> str:
    return ANNOUNCED.read_text(encoding="utf-8")
