"""A trained model: what decides on any two records, as a file that outlives the run that trained it."""

import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import orjson

from ingest.match.arrays import Floats, Hashes, hashed, mixed, positions
from ingest.match.comparison import MEASURES
from ingest.match.decided import SEPARATE
from ingest.match.fields import FIELDS
from ingest.match.tokens import LEVELS
from runtime.errors import ModelUnreadable
from runtime.home import writing

VERSION = 2
_READ = (1, VERSION)
"""Of the first the hashes have no salt."""
SALT = "salt"
"""The file beside models that are written without their salt."""
WORLD = 500.0
"""Records."""
GIVEN, FAMILY = 0, 1


@dataclass(frozen=True, slots=True)
class Shares:
    """How often each value stands among all records that say something; kept by salted hash, for a model holds no customer's data.
    A value that was never seen, or once, counts as seen once. `world` is the share of a value outside, as far as anyone knows
    before looking, which counts as much as WORLD records: a few records say little about how rare a value is."""

    hashes: Hashes
    counts: Floats
    total: float
    world: float
    salt: bytes = b""

    def of(self, texts: Sequence[str]) -> Floats:
        place, known = positions(self.hashes, hashed(texts, self.salt))
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
    """`records`: how many taught it, and `judgements` how many helped. `threshold` (bits) is θ = −log2 of the share of record pairs
    that are one party; `seed` (bits) what two records must weigh to be one party at once. `salt`: what values were hashed with.
    `number` and `at` (an instant): which of the bank's models it is, and when it was made. `unasked`: a resolution that found none
    made it, and nobody has chosen it."""

    kind: str
    records: int
    threshold: float
    seed: float
    fields: Mapping[str, FieldModel]
    name: NameModel | None = None
    dependences: tuple[Dependence, ...] = ()
    salt: bytes = b""
    judgements: int = 0
    number: int = 1
    at: str = ""
    unasked: bool = False

    @property
    def least(self) -> float:
        """Bits below which two records do not make their clusters candidates, for nobody would be asked of them: so components
        stay small."""
        return max(4.0, self.threshold + SEPARATE)


def both(one: Hashes, other: Hashes) -> Hashes:
    return mixed(np.minimum(one, other), np.maximum(one, other))


def shares(texts: Sequence[str], counts: Floats, world: float, salt: bytes) -> Shares:
    """Of distinct texts and how often each stands."""
    keys = hashed(texts, salt)
    order = np.argsort(keys)
    return Shares(keys[order], counts[order].astype(np.float64), float(counts.sum()), world, salt)


def shares_of_parts(parts: Iterable[str], counts: Floats, world: float, salt: bytes) -> Shares:
    """Of texts that may stand several times."""
    summed = dict[str, float]()
    for part, count in zip(parts, counts, strict=True):
        summed[part] = summed.get(part, 0.0) + float(count)
    return shares(tuple(summed), np.fromiter(summed.values(), dtype=np.float64, count=len(summed)), world, salt)


# ---- the file


def write(model: Model, path: Path, *, apart: bool = False) -> None:
    """As JSON; rare values, seen once, are left out, for that is what unseen ones count. `apart`: the salt goes into a file beside
    it, that only its owner may read: names can't be tried against the model by who has it alone."""
    held = {"saltOf": _fingerprint(model.salt)} if apart else {"salt": model.salt.hex()}
    with writing(path.parent):
        if apart and salt_beside(path) is None:
            _write_salt(path.with_name(SALT), model.salt)
        path.write_bytes(orjson.dumps({"version": VERSION} | held | _document(model), option=orjson.OPT_INDENT_2))


def _write_salt(path: Path, salt: bytes) -> None:
    """There whole or not at all; in the place of one that can't be read, with which no model can be used."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(salt.hex())
    fresh.replace(path)


def read(path: Path) -> Model:
    """Raises ModelUnreadable."""
    try:
        document = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as fault:
        raise ModelUnreadable(f"{path} is no model that can be read: train one, or name another file.") from fault
    if not isinstance(document, dict) or cast(dict[str, Any], document).get("version") not in _READ:
        raise ModelUnreadable(f"{path} is no model of version {VERSION}: train it again.")
    said = cast(dict[str, Any], document)
    salt = _salt(said, path)
    try:
        return _checked(_model(said, salt))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise ModelUnreadable(f"{path} is no whole model: train it again.") from fault


def salt_beside(path: Path) -> bytes | None:
    """What models in this folder are hashed with, where one is there."""
    try:
        return bytes.fromhex(path.with_name(SALT).read_text()) or None
    except (OSError, ValueError):
        return None


def _fingerprint(salt: bytes) -> str:
    return blake2b(b"of a salt", digest_size=8, key=salt).hexdigest()


def _salt(said: Mapping[str, Any], path: Path) -> bytes:
    if "saltOf" not in said:
        try:
            return bytes.fromhex(str(said.get("salt", "")))
        except ValueError as fault:
            raise ModelUnreadable(f"{path} is no whole model: train it again.") from fault
    salt = salt_beside(path)
    if salt is None or _fingerprint(salt) != said["saltOf"]:
        where = path.with_name(SALT)
        raise ModelUnreadable(f"{path} was made with a salt that is not in {where}: bring that file with it, or train it again.")
    return salt


def _checked(model: Model) -> Model:
    """Raises ValueError for a model of other comparisons than are made here."""
    kinds = {field.name: field.kind for field in FIELDS[model.kind]}
    shares_held = list[Shares]()
    for name, one in model.fields.items():
        if name in kinds and not len(MEASURES[kinds[name]].m) == len(one.m) == len(one.u):
            raise ValueError(f"{name} was compared otherwise")
        shares_held += [one.shares, *one.parts.values()]
    if model.name is not None:
        if not model.name.m.shape == model.name.u.shape == (2, 2, len(LEVELS)):
            raise ValueError("names were compared otherwise")
        shares_held += [*model.name.shares, model.name.anywhere, model.name.sounds]
    if any(len(each.hashes) != len(each.counts) for each in shares_held):
        raise ValueError("values and counts differ")
    return model


def _document(model: Model) -> dict[str, Any]:
    name = model.name
    return {
        "kind": model.kind, "number": model.number, "at": model.at, "records": model.records, "judgements": model.judgements,
        "unasked": model.unasked,
        "threshold": model.threshold, "seed": model.seed,
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


def _model(said: Mapping[str, Any], salt: bytes) -> Model:
    name = said["name"]
    return Model(
        said["kind"], said["records"], said["threshold"], said["seed"],
        {key: _read_field(each, salt) for key, each in said["fields"].items()},
        name and _read_name(name, salt),
        tuple(Dependence(each["given"], each["field"], np.array(each["bits"]), each["left"]) for each in said["dependences"]),
        salt, said.get("judgements", 0), said.get("number", 1), said.get("at", ""), said.get("unasked", False),
    )  # fmt: skip


def _read_name(said: Mapping[str, Any], salt: bytes) -> NameModel:
    given, family, anywhere, sounds = (_read_shares(each, salt) for each in (*said["shares"], said["anywhere"], said["sounds"]))
    synonyms = _read_synonyms(said["synonyms"][0]), _read_synonyms(said["synonyms"][1])
    return NameModel(np.array(said["m"]), np.array(said["u"]), (given, family), anywhere, sounds, said["swapped"], synonyms)


def _read_field(said: Mapping[str, Any], salt: bytes) -> FieldModel:
    parts = {int(level): _read_shares(each, salt) for level, each in said["parts"].items()}
    return FieldModel(
        np.array(said["m"]), np.array(said["u"]), _read_shares(said["shares"], salt), parts, _read_synonyms(said["synonyms"])
    )


def _read_shares(said: Mapping[str, Any], salt: bytes) -> Shares:
    return Shares(_unpacked(said["hashes"], "<u8"), _unpacked(said["counts"], "<f8"), said["total"], said["world"], salt)


def _read_synonyms(said: Mapping[str, Any]) -> Synonyms:
    return Synonyms(_unpacked(said["pairs"], "<u8"), _unpacked(said["weights"], "<f8"))


def _unpacked(text: str, dtype: str) -> npt.NDArray[Any]:
    return np.frombuffer(b64decode(text), dtype=dtype).astype(np.dtype(dtype).newbyteorder("="))
