"""The words the model is written in: what a label, a relationship and a link are."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, dataclass_transform, get_args, get_origin, get_type_hints

T = TypeVar("T")
SCOPES = Literal["own", "public", "inherited"]


@dataclass(frozen=True, slots=True)
class Link:
    """On a field that holds another node's key: the relationship that leads there.

    `dated` says that it may change: then a changed one ends (`validTo`) and another begins, and reads
    ask for the current one. `of_record` says that the key is a source record's, and that the
    relationship leads to the party which that record describes. `since` names the field that says from
    when the first such relationship holds.
    """

    type: str
    label: str
    key: str = "id"
    dated: bool = True
    of_record: bool = False
    since: str | None = None


@dataclass(frozen=True, slots=True)
class NodeMeta:
    """A label (with the general one before it, if any), its key, and who may see its nodes.

    own: it carries `unit` and `units`. public: everyone. inherited: whoever sees what it hangs from.
    `needs` names the links without which it is not loaded. `ends` says that a silo's list of them is a list of what there is:
    one that it leaves out has ended. What happened does not end, nor does what others hang from.
    """

    label: str
    key: str
    scope: SCOPES
    properties: dict[str, str]  # field → property
    links: dict[str, Link]  # field → the relationship it stands for
    needs: tuple[str, ...] = ()
    ends: bool = False

    @property
    def key_field(self) -> str:
        """The field whose property is the key."""
        return next(field for field, name in self.properties.items() if name == self.key)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a relationship: a label, its key, or the party that a source record describes."""

    field: str
    label: str
    key: str
    of_record: bool


@dataclass(frozen=True, slots=True)
class RelationshipMeta:
    """A type, its two ends, and the fields that with them tell one such relationship from another."""

    type: str
    start: End
    end: End
    by: tuple[str, ...]
    properties: dict[str, str]

    @property
    def dated(self) -> bool:
        """Whether its silos say since and until when it holds; then every word on it is kept."""
        return "validTo" in self.properties.values()

    @property
    def identity(self) -> tuple[str, ...]:
        """The properties that with its ends tell one from another: the records, and the values that the model names, joined."""
        of_records = self.start.of_record + self.end.of_record
        return ("recordId", "toRecordId")[:of_records] + (("by",) if self.by else ())


@dataclass(frozen=True, slots=True)
class RecordMeta:
    """What a silo says about one party, and the label of that party."""

    label: str
    properties: dict[str, str]


@dataclass_transform(frozen_default=True, kw_only_default=False)
def node(label: str, *, key: str = "id", scope: SCOPES = "own", ends: bool = False) -> Callable[[type[T]], type[T]]:
    """A node that sources deliver and ingest loads, keyed by one property."""

    def declare(cls: type[T]) -> type[T]:
        made = dataclass(frozen=True, slots=True)(cls)
        hints = get_type_hints(made, include_extras=True)
        links = {name: link for name, hint in hints.items() if (link := _link(hint))}
        properties = {name: camel(name) for name in hints if name not in links}
        needs = tuple(name for name in links if NoneType not in get_args(get_args(hints[name])[0]))
        _note(made, NodeMeta(label, camel(key), scope, properties, links, needs, ends))
        return made

    return declare


@dataclass_transform(frozen_default=True, kw_only_default=False)
def relationship(type_: str, start: str, end: str, *, by: tuple[str, ...] = ()) -> Callable[[type[T]], type[T]]:
    """A relationship that sources deliver; `start` and `end` name the two fields that hold its ends' keys."""

    def declare(cls: type[T]) -> type[T]:
        made = dataclass(frozen=True, slots=True)(cls)
        hints = get_type_hints(made, include_extras=True)
        ends = [_end(name, hints[name]) for name in (start, end)]
        properties = {name: camel(name) for name in hints if name not in (start, end)}
        _note(made, RelationshipMeta(type_, ends[0], ends[1], by, properties))
        return made

    return declare


@dataclass_transform(frozen_default=True, kw_only_default=False)
def source_record(label: str) -> Callable[[type[T]], type[T]]:
    """What one silo says about one party: loaded as SourceRecord and RecordVersion, resolved to a party."""

    def declare(cls: type[T]) -> type[T]:
        made = dataclass(frozen=True, slots=True)(cls)
        _note(made, RecordMeta(label, {field.name: camel(field.name) for field in dataclasses.fields(cast_any(made))}))
        return made

    return declare


def meta_of(record: type[Any]) -> NodeMeta | RelationshipMeta | RecordMeta:
    """How a class of the model is stored."""
    return META[record]


def node_meta(cls: type[Any]) -> NodeMeta:
    meta = meta_of(cls)
    if not isinstance(meta, NodeMeta):
        raise TypeError(f"{cls.__name__} is not a node")
    return meta


def relationship_meta(cls: type[Any]) -> RelationshipMeta:
    meta = meta_of(cls)
    if not isinstance(meta, RelationshipMeta):
        raise TypeError(f"{cls.__name__} is not a relationship")
    return meta


def record_meta(cls: type[Any]) -> RecordMeta:
    meta = meta_of(cls)
    if not isinstance(meta, RecordMeta):
        raise TypeError(f"{cls.__name__} is not a source record")
    return meta


def end_text(label: str, key: str, of_record: bool, value: str, name: str) -> str:
    """The Cypher that finds the node at an end of a relationship: by its key, or the party that a record describes.

    The party has no label in it: in an empty database the planner would begin at the label.
    """
    if of_record:
        record = f"{name}Record"
        return (
            f"MATCH ({record}:SourceRecord {{id: {value}}})-[:DESCRIBES]->({name}) USING INDEX SEEK {record}:SourceRecord(id)"
        )
    return f"MATCH ({name}:{label} {{{key}: {value}}}) USING INDEX SEEK {name}:{label}({key})"


def class_of(record: object) -> type[Any]:
    """The class of the model that a record is of."""
    return type(record)


META: dict[type[Any], NodeMeta | RelationshipMeta | RecordMeta] = {}


def _note(cls: type[Any], meta: NodeMeta | RelationshipMeta | RecordMeta) -> None:
    META[cls] = meta


def _link(hint: Any) -> Link | None:
    if get_origin(hint) is not Annotated:
        return None
    return next((extra for extra in get_args(hint)[1:] if isinstance(extra, Link)), None)


def _end(field: str, hint: Any) -> End:
    link = _link(hint)
    if link is None:
        raise TypeError(f"{field} must be annotated with the node it leads to")
    return End(field, link.label, link.key, link.of_record)


def cast_any(value: Any) -> Any:
    return value


def camel(name: str) -> str:
    """`first_name` as the graph writes it: `firstName`."""
    head, *rest = name.strip("_").split("_")
    return head + "".join(word.capitalize() for word in rest)


def stored(value: Any) -> Any:
    """A value as the driver takes it; a list says nothing where nothing is in it."""
    if isinstance(value, tuple):
        return [each for each in cast_any(value) if each] or None
    return value.value if isinstance(value, Enum) else value
