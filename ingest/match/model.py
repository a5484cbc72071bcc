"""A trained model: what decides on any two records, as a file that outlives the run that trained it."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import orjson

from ingest.match.arrays import Floats, Hashes, hashed, mixed, positions
from runtime.errors import ModelUnreadable

VERSION = 1
WORLD = 500.0
"""Records."""
GIVEN, FAMILY = 0, 1


@dataclass(frozen=True, slots=True)
class Shares:
    """How often each value stands among all records that say something; kept by hash, for a model holds no customer's data.
    A value that was never seen, or once, counts as seen once. `world` is the share of a value outside, as far as anyone knows
    before looking, which counts as much as WORLD records: a few records say little about how rare a value is."""

    hashes: Hashes
    counts: Floats
    total: float
    world: float

    def of(self, texts: Sequence[str]) -> Floats:
        place, known = positions(self.hashes, hashed(texts))
        found = self.counts[place] if len(self.counts) else np.zeros(len(texts))
        return (np.where(known, np.maximum(found, 1.0), 1.0) + WORLD * self.world) / (max(self.total, 1.0) + WORLD)


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Pairs of values (by the hash of both) and their weight in bits."""

    pairs: Hashes
    weights: Floats

    def of(self, one: Hashes, other: Hashes) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """The weight of each pair, and whether one is known."""
        if not len(self.pairs):
            return np.zeros(len(one)), np.zeros(len(one), dtype=np.bool_)
        place, known = positions(self.pairs, both(one, other))
        return self.weights[place], known


NO_SYNONYMS = Synonyms(np.array([], dtype=np.uint64), np.array([], dtype=np.float64))


@dataclass(frozen=True, slots=True)
class FieldModel:
    """`m` and `u` by level: how often records of one party, and of any two, come out there. `parts`: shares of what is equal at
    a level that is not the first."""

    m: Floats
    u: Floats
    shares: Shares
    parts: Mapping[int, Shares] = field(default_factory=dict[int, Shares])
    synonyms: Synonyms = NO_SYNONYMS


@dataclass(frozen=True, slots=True)
class NameModel:
    """`m` and `u` by role (given, family), by whether the scripts differ, and by level. `swapped`: how often the roles are."""

    m: Floats
    u: Floats
    shares: tuple[Shares, Shares]
    anywhere: Shares
    sounds: Shares
    swapped: float
    synonyms: tuple[Synonyms, Synonyms] = (NO_SYNONYMS, NO_SYNONYMS)


@dataclass(frozen=True, slots=True)
class Dependence:
    """How many bits each level of `field` says twice where `given` agrees. `left`: the bits that an equal value, however rare,
    still says there (of those who share an address many share a family name, a rare one too); None where its rarity counts on."""

    given: str
    field: str
    bits: Floats
    left: float | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """`records`: how many it was trained on. `threshold` (bits) is θ = −log2 of the share of record pairs that are one party;
    `seed` (bits) what two records must weigh to be one party at once."""

    kind: str
    records: int
    threshold: float
    seed: float
    fields: Mapping[str, FieldModel]
    name: NameModel | None = None
    dependences: tuple[Dependence, ...] = ()

    @property
    def least(self) -> float:
        """Bits below which two records do not make their clusters candidates: so components stay small."""
        return max(4.0, self.threshold - 5.0)


def both(one: Hashes, other: Hashes) -> Hashes:
    return mixed(np.minimum(one, other), np.maximum(one, other))


def shares(texts: Sequence[str], counts: Floats, world: float) -> Shares:
    """Of distinct texts and how often each stands."""
    keys = hashed(texts)
    order = np.argsort(keys)
    return Shares(keys[order], counts[order].astype(np.float64), float(counts.sum()), world)


def shares_of_parts(parts: Iterable[str], counts: Floats, world: float) -> Shares:
    """Of texts that may stand several times."""
    summed = dict[str, float]()
    for part, count in zip(parts, counts, strict=True):
        summed[part] = summed.get(part, 0.0) + float(count)
    return shares(tuple(summed), np.fromiter(summed.values(), dtype=np.float64, count=len(summed)), world)


# ---- the file


def write(model: Model, path: Path) -> None:
    """As JSON; rare values, seen once, are left out, for that is what unseen ones count."""
    path.write_bytes(orjson.dumps({"version": VERSION} | _document(model), option=orjson.OPT_INDENT_2))


def read(path: Path) -> Model:
    """Raises ModelUnreadable."""
    try:
        document = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as fault:
        raise ModelUnreadable(f"{path} is no model that can be read: train one, or name another file.") from fault
    if not isinstance(document, dict) or cast(dict[str, Any], document).get("version") != VERSION:
        raise ModelUnreadable(f"{path} is no model of version {VERSION}: train it again.")
    try:
        return _model(cast(dict[str, Any], document))
    except (KeyError, TypeError, ValueError) as fault:
        raise ModelUnreadable(f"{path} is no whole model: train it again.") from fault


def _document(model: Model) -> dict[str, Any]:
    name = model.name
    return {
        "kind": model.kind, "records": model.records, "threshold": model.threshold, "seed": model.seed,
        "fields": {key: _field(value) for key, value in model.fields.items()},
        "name": name and {
            "m": name.m.tolist(), "u": name.u.tolist(), "swapped": name.swapped,
            "shares": [_shares(each) for each in name.shares], "anywhere": _shares(name.anywhere), "sounds": _shares(name.sounds),
            "synonyms": [_synonyms(each) for each in name.synonyms],
        },
        "dependences": [asdict(each) | {"bits": each.bits.tolist()} for each in model.dependences],
    }  # fmt: skip


def _field(one: FieldModel) -> dict[str, Any]:
    parts = {str(level): _shares(each) for level, each in one.parts.items()}
    return {
        "m": one.m.tolist(),
        "u": one.u.tolist(),
        "shares": _shares(one.shares),
        "parts": parts,
        "synonyms": _synonyms(one.synonyms),
    }


def _shares(one: Shares) -> dict[str, Any]:
    common = one.counts > 1
    return {"total": one.total, "world": one.world, "hashes": _packed(one.hashes[common]), "counts": _packed(one.counts[common])}


def _synonyms(one: Synonyms) -> dict[str, Any]:
    return {"pairs": _packed(one.pairs), "weights": _packed(one.weights)}


def _packed(numbers: npt.NDArray[Any]) -> str:
    """Little-endian, eight bytes each, in base64."""
    return b64encode(numbers.astype(numbers.dtype.newbyteorder("<")).tobytes()).decode()


def _model(said: Mapping[str, Any]) -> Model:
    name = said["name"]
    return Model(
        said["kind"], said["records"], said["threshold"], said["seed"],
        {key: _read_field(each) for key, each in said["fields"].items()},
        name and NameModel(
            np.array(name["m"]), np.array(name["u"]), (_read_shares(name["shares"][0]), _read_shares(name["shares"][1])),
            _read_shares(name["anywhere"]), _read_shares(name["sounds"]), name["swapped"],
            (_read_synonyms(name["synonyms"][0]), _read_synonyms(name["synonyms"][1])),
        ),
        tuple(Dependence(each["given"], each["field"], np.array(each["bits"]), each["left"]) for each in said["dependences"]),
    )  # fmt: skip


def _read_field(said: Mapping[str, Any]) -> FieldModel:
    parts = {int(level): _read_shares(each) for level, each in said["parts"].items()}
    return FieldModel(
        np.array(said["m"]), np.array(said["u"]), _read_shares(said["shares"]), parts, _read_synonyms(said["synonyms"])
    )


def _read_shares(said: Mapping[str, Any]) -> Shares:
    return Shares(_unpacked(said["hashes"], "<u8"), _unpacked(said["counts"], "<f8"), said["total"], said["world"])


def _read_synonyms(said: Mapping[str, Any]) -> Synonyms:
    return Synonyms(_unpacked(said["pairs"], "<u8"), _unpacked(said["weights"], "<f8"))


def _unpacked(text: str, dtype: str) -> npt.NDArray[Any]:
    return np.frombuffer(b64decode(text), dtype=dtype).astype(np.dtype(dtype).newbyteorder("="))
