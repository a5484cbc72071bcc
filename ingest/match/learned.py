"""What records teach without labels: before anything is known of clusters, and from those of the first pass."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np

from ingest.match.arrays import Floats, Ints, expand, hashed, pair_keys, pairs_of
from ingest.match.comparison import MEASURES
from ingest.match.fields import Kind
from ingest.match.model import (
    FAMILY,
    GIVEN,
    NO_SYNONYMS,
    Dependence,
    FieldModel,
    Model,
    NameModel,
    Shares,
    Synonyms,
    both,
    shares,
    shares_of_parts,
)
from ingest.match.names_weighed import Names, NameWeights, names_of, token_levels
from ingest.match.standard.company_names import company_words
from ingest.match.table import Column, Table
from ingest.match.tokens import LEVELS
from ingest.match.weights import WORDS, Weigher

DRAWN = 600_000
_OF_PAIR = 400_000
_FEWEST_DEPENDENT = 500
_FEWEST_PAIRS = 300
_COMMONEST = 150
_KAPPA = 0.5
_BELIEVED = 10_000.0
_GIVEN_M = (0.62, 0.06, 0.06, 0.10, 0.02, 0.14)
_FAMILY_M = (0.80, 0.10, 0.02, 0.01, 0.01, 0.06)
_CROSSED_M = (0.001, 0.001, 0.02, 0.02, 0.85, 0.108)
_SWAPPED = 0.02
_NAME_WORLD = 4e-3
_WORD_WORLD = 1e-3


def drawn(records: int, seed: int, labels: Ints | None = None) -> tuple[Ints, Ints]:
    """Random pairs of rows, of two clusters where those are known; the same ones each time."""
    random = np.random.default_rng(seed)
    count = min(DRAWN, records * records * 2)
    i, j = random.integers(0, records, count), random.integers(0, records, count)
    keep = i != j if labels is None else labels[i] != labels[j]
    return i[keep], j[keep]


def prior(table: Table, salt: bytes) -> Model:
    """A model before anything is learned: believed m, u of random pairs, shares of the values at hand."""
    fields = {
        column.field.name: FieldModel(np.array(m), np.array(m), _shares_of(column, salt), _part_shares(column, salt))
        for column in table.columns
        if (measure := MEASURES.get(column.field.kind)) and (m := measure.m)
    }
    names = next((column for column in table.columns if column.field.kind is Kind.NAME), None)
    n = max(len(table), 2)
    seed = float(np.log2(n)) + 10
    model = Model(table.kind, len(table), 0.0, seed, fields, _name_prior(names, salt) if names else None, salt=salt)
    return with_u(model, table, *drawn(len(table), 0))


def _shares_of(column: Column, salt: bytes) -> Shares:
    return shares(column.values, _counts(column), MEASURES[column.field.kind].world[0], salt)


def _counts(column: Column) -> Floats:
    return np.bincount(column.codes[column.codes >= 0], minlength=len(column.values)).astype(np.float64)


def _part_shares(column: Column, salt: bytes) -> dict[int, Shares]:
    counts = _counts(column)
    measure = MEASURES[column.field.kind]
    if column.field.kind is Kind.COMPANY_NAME:
        told = [(word, count) for value, count in zip(column.values, counts, strict=True) for word in company_words(value)]
        words = shares_of_parts((word for word, _ in told), np.array([count for _, count in told]), _WORD_WORLD, salt)
        return {WORDS: replace(words, total=float(counts.sum()))}
    return {
        level: shares_of_parts((part(value) for value in column.values), counts, measure.world[level], salt)
        for level, part in measure.parts.items()
    }


def _name_prior(column: Column, salt: bytes) -> NameModel:
    names = names_of(column.values)
    counts = _counts(column)
    of_reading = np.zeros(len(names.readings))
    np.add.at(of_reading, names.flat, np.repeat(counts, names.counts))
    texts = list(names.tokens.texts)
    by_role = [_by_token(role, of_reading, len(texts)) for role in (names.given, names.family)]
    anywhere = by_role[0] + by_role[1]
    further = names.extras >= 0
    np.add.at(anywhere, names.extras[further], np.broadcast_to(of_reading[:, None], names.extras.shape)[further])
    sounding = [
        (sound, count)
        for row, count in zip(names.tokens.sounds.tolist(), anywhere.tolist(), strict=True)
        for sound in row
        if sound >= 0
    ]
    said = (names.tokens.sound_texts[sound] for sound, _ in sounding)
    of_sounds = shares_of_parts(said, np.array([count for _, count in sounding]), _NAME_WORLD, salt)
    m = np.array([[_GIVEN_M, _CROSSED_M], [_FAMILY_M, _CROSSED_M]])
    role_shares = (_smoothed(texts, by_role[0], salt), _smoothed(texts, by_role[1], salt))
    of_sounds = replace(of_sounds, total=float(anywhere.sum()))
    return NameModel(m, m.copy(), role_shares, shares(texts, anywhere, _NAME_WORLD, salt), of_sounds, _SWAPPED)


def _by_token(tokens: Ints, counts: Floats, distinct: int) -> Floats:
    said = tokens >= 0
    return np.bincount(tokens[said], weights=counts[said], minlength=distinct).astype(np.float64)


def _smoothed(texts: list[str], counts: Floats, salt: bytes) -> Shares:
    """A token that has been seen in another role may be in this one."""
    held = shares(texts, counts, _NAME_WORLD, salt)
    return replace(held, total=float(counts.sum()) + 0.5 * len(texts))


def with_u(model: Model, table: Table, i: Ints, j: Ints) -> Model:
    """With u by level from pairs of two parties."""
    fields = dict(model.fields)
    weigher = Weigher(model, table, {})
    for column in table.columns:
        name = column.field.name
        if name in fields:
            u = _distribution(_levels(column, weigher, i, j), len(fields[name].m), 1.0)
            fields[name] = replace(fields[name], m=_telling(column, fields[name].m, u), u=u)
    column = table.column("name")
    if model.name is None or column is None:
        return replace(model, fields=fields)
    counts = _name_levels(column, i, j, 1.0)
    return replace(model, fields=fields, name=replace(model.name, u=counts / counts.sum(axis=2, keepdims=True)))


def _telling(column: Column, m: Floats, u: Floats) -> Floats:
    """m, so that a last level that says nothing is as likely of one party as of two."""
    measure = MEASURES.get(column.field.kind)
    return np.append(m[:-1], u[-1]) if measure and measure.silent else m


def _levels(column: Column, weigher: Weigher, i: Ints, j: Ints) -> Ints:
    """Of people's names 0 where the family name is the same, else 1."""
    a, b = column.codes[i], column.codes[j]
    said = (a >= 0) & (b >= 0)
    if column.field.kind is Kind.NAME:
        names = names_of(column.values)
        family = names.family[names.flat[names.starts]]
        return (family[a[said]] != family[b[said]]).astype(np.int64)
    return weigher.values(column.field.name, a[said], b[said])[1].astype(np.int64)


def _distribution(levels: Ints, count: int, added: float) -> Floats:
    found = np.bincount(levels, minlength=count) + added
    return found / found.sum()


def _name_levels(column: Column, i: Ints, j: Ints, added: float) -> Floats:
    """How often each level comes out by role and by whether scripts differ."""
    names = names_of(column.values)
    counts = np.full((2, 2, len(LEVELS)), added)
    for role, a, b in _role_pairs(names, column, i, j):
        levels, crossed = token_levels(names.tokens, a, b)
        np.add.at(counts, (np.full(len(levels), role), crossed, levels.astype(np.int64)), 1.0)
    return counts


def _role_pairs(names: Names, column: Column, i: Ints, j: Ints) -> Iterator[tuple[int, Ints, Ints]]:
    a, b = column.codes[i], column.codes[j]
    said = (a >= 0) & (b >= 0)
    _, x, y = names.pairs(a[said], b[said])
    whole = (names.given[x] >= 0) & (names.given[y] >= 0)
    for role, tokens in ((GIVEN, names.given), (FAMILY, names.family)):
        yield role, tokens[x[whole]], tokens[y[whole]]


# ---- from clusters


def share_of_pairs(labels: Ints, times: Ints) -> float:
    """λ̂: the share of record pairs that are one party, by a partition; never none, and never much where records are few."""
    sizes = np.bincount(labels, weights=times)
    n = float(times.sum())
    return max(float((sizes * (sizes - 1)).sum()), 2.0) / (n * (n - 1) + _BELIEVED)


def learned(model: Model, table: Table, labels: Ints) -> Model:
    """m, u, swapped names, synonyms, dependence, by a pass's clusters (labels are any numbers)."""
    labels = np.unique(labels, return_inverse=True)[1].reshape(-1).astype(np.int64)
    i, j = _within(labels)
    apart = drawn(len(table), 1, labels)
    if len(i) >= _FEWEST_PAIRS:
        model = _with_m(model, table, i, j)
    model = with_u(model, table, *apart)
    model = _with_synonyms(model, table, labels)
    return replace(model, dependences=tuple(_dependences(model, table, labels, apart)))


def _within(labels: Ints) -> tuple[Ints, Ints]:
    """Each row of a cluster of three and more (of two, where there are few) with three others of it."""
    found = _partners(labels, 3)
    return found if len(found[0]) >= 3 * _FEWEST_PAIRS else _partners(labels, 2)


def _partners(labels: Ints, least: int, each: int = 3) -> tuple[Ints, Ints]:
    order = np.argsort(labels, kind="stable")
    held = labels[order]
    sizes = np.bincount(labels)
    starts = np.cumsum(sizes) - sizes
    size, start = sizes[held], starts[held]
    place = np.arange(len(labels)) - start
    i, j = list[Ints](), list[Ints]()
    for step in range(1, each + 1):
        enough = (size >= least) & (size > step)
        i.append(order[enough])
        j.append(order[(start + (place + step) % size)[enough]])
    return np.concatenate(i), np.concatenate(j)


def _with_m(model: Model, table: Table, i: Ints, j: Ints) -> Model:
    weigher = Weigher(model, table, {})
    fields = dict(model.fields)
    for column in table.columns:
        name = column.field.name
        if name in fields and len(levels := _levels(column, weigher, i, j)) >= _FEWEST_PAIRS:
            fields[name] = replace(fields[name], m=_distribution(levels, len(fields[name].m), 2.0))
    column = table.column("name")
    if model.name is None or column is None:
        return replace(model, fields=fields)
    return replace(model, fields=fields, name=_with_name_m(model.name, column, i, j))


def _with_name_m(model: NameModel, column: Column, i: Ints, j: Ints) -> NameModel:
    counts = _name_levels(column, i, j, 0.0)
    enough = counts.sum(axis=2, keepdims=True) >= _FEWEST_PAIRS
    m = np.where(enough, (counts + 2) / (counts + 2).sum(axis=2, keepdims=True), model.m)
    return replace(model, m=m, swapped=_swapped(column, i, j))


def _swapped(column: Column, i: Ints, j: Ints) -> float:
    names = names_of(column.values)
    (_, a, b), (_, c, d) = _role_pairs(names, column, i, j)
    swapped = (a != b) & (c != d) & ((a == d) | (c == b))
    return max(float(swapped.sum()) / max(len(a), 1), 1e-3)


# ---- synonyms


def _with_synonyms(model: Model, table: Table, labels: Ints) -> Model:
    fields = dict(model.fields)
    bare = replace(model, fields={k: replace(v, synonyms=NO_SYNONYMS) for k, v in fields.items()})
    weigher = Weigher(bare, table, {})
    for column in table.columns:
        name = column.field.name
        if column.field.kind is Kind.WORDS and name in fields:
            share = fields[name].shares.of(column.values)
            found = _together(column.codes, labels, share)
            weights = _synonym_weights(found, share, weigher.values(name, found.a, found.b)[0])
            fields[name] = replace(fields[name], synonyms=_synonyms(found, weights, column.values, model.salt))
    if bare.name is None or not (column := table.column("name")):
        return replace(model, fields=fields)
    return replace(model, fields=fields, name=_name_synonyms(bare.name, column, labels))


def _name_synonyms(model: NameModel, column: Column, labels: Ints) -> NameModel:
    bare = replace(model, synonyms=(NO_SYNONYMS, NO_SYNONYMS))
    weights = NameWeights(column.values, bare)
    names = weights.names
    texts = list(names.tokens.texts)
    first = np.append(names.flat[names.starts], -1)[column.codes]  # the reading that counts of a name in several scripts
    found = list[Synonyms]()
    for role, tokens in ((GIVEN, names.given), (FAMILY, names.family)):
        codes = np.where((column.codes >= 0) & (names.given[first] >= 0), tokens[first], -1)
        share = bare.shares[role].of(texts)
        together = _together(codes, labels, share)
        bits = _synonym_weights(together, share, weights.role(role, together.a, together.b))
        found.append(_synonyms(together, bits, texts, model.anywhere.salt))
    return replace(bare, synonyms=(found[0], found[1]))


class _Together:
    """Pairs of values of a field within clusters: how often they meet, and in how many clusters they could have met."""

    def __init__(self, keys: Ints, met: Floats, clusters: int) -> None:
        self.a, self.b = pairs_of(keys)
        self.met, self.clusters = met, clusters


def _together(codes: Ints, labels: Ints, share: Floats) -> _Together:
    """Pairs that met in two clusters at least, and common ones that should have met but never did."""
    sizes = np.bincount(labels)
    said = (codes >= 0) & (sizes[labels] >= 3)
    keys, counts = np.unique((labels[said] << 32) | codes[said], return_counts=True)
    cluster, value = pairs_of(keys)
    told = np.bincount(cluster, weights=counts, minlength=len(sizes))
    part = counts / told[cluster]
    distinct = np.bincount(cluster, minlength=len(sizes)).astype(np.int64)
    starts = np.cumsum(distinct) - distinct
    _, i, j = expand(starts, distinct, starts, distinct)
    once = value[i] < value[j]
    i, j = i[once], j[once]
    pairs, inverse = np.unique(pair_keys(value[i], value[j]), return_inverse=True)
    inverse = inverse.reshape(-1)
    met, times = np.bincount(inverse, weights=2 * part[i] * part[j]), np.bincount(inverse)
    clusters = int((told >= 2).sum())
    never = np.setdiff1d(_expected(share, clusters), pairs)
    often = times >= 2
    every = np.concatenate([pairs[often], never])
    return _Together(every, np.concatenate([met[often].astype(np.float64), np.zeros(len(never))]), clusters)


def _expected(share: Floats, clusters: int) -> Ints:
    """Pairs of common values that chance alone would have brought together."""
    top = np.argsort(-share, kind="stable")[:_COMMONEST]
    i, j = np.triu_indices(len(top), 1)
    often = share[top[i]] * share[top[j]] * 2 * clusters >= 0.5
    return pair_keys(top[i[often]], top[j[often]])


def _synonym_weights(found: _Together, share: Floats, before: Floats) -> Floats:
    """Towards what was believed before where little was seen."""
    chance = 2 * found.clusters * share[found.a] * share[found.b]
    return np.log2((found.met + _KAPPA) / (chance + _KAPPA * np.exp2(-before)))


def _synonyms(found: _Together, weights: Floats, texts: "list[str] | tuple[str, ...]", salt: bytes) -> Synonyms:
    keys = hashed(texts, salt)
    pairs = both(keys[found.a], keys[found.b])
    order = np.argsort(pairs)
    return Synonyms(pairs[order], weights[order])


# ---- dependence


def _dependences(model: Model, table: Table, labels: Ints, apart: tuple[Ints, Ints]) -> Iterator[Dependence]:
    """How much likelier each level of a field is between two parties that agree in a coarser one. Of people's names
    their family names, which those share who share an address or a telephone."""
    weigher = Weigher(model, table, {})
    telling = [column for column in table.columns if column.field.kind is not Kind.CHOICE]
    usual = {column.field.name: _levels(column, weigher, *apart) for column in telling}
    for given, other in combinations(telling, 2):
        if other.field.kind is Kind.NAME and not given.field.contact:
            continue
        levels = _levels(other, weigher, *_agreeing(given, labels))
        if len(levels) < _FEWEST_DEPENDENT:
            continue
        bits = _said_twice(model, other.field.name, levels, usual[other.field.name])
        if bits.max() >= 1.0:
            left = _left(model, other.field.name, levels) if given.field.contact else None
            yield Dependence(given.field.name, other.field.name, bits, left)


def _left(model: Model, field: str, levels: Ints) -> float:
    """What equality says among those who share an address, a telephone or the like."""
    of = model.fields.get(field)
    m = float(of.m[0]) if of else float(model.name.m[FAMILY, 0, 0]) if model.name else 1.0
    return float(np.log2(m / ((levels == 0).sum() + 0.5) * (len(levels) + 1)))


def _said_twice(model: Model, field: str, levels: Ints, usual: Ints) -> Floats:
    """What agrees counts less, never more; what disagrees where it seldom does counts a little less against, never for."""
    of = model.fields.get(field)
    count = len(of.m) if of else 2
    bits = np.log2(_distribution(levels, count, 0.5) / _distribution(usual, count, 0.5))
    against = float(np.log2(of.m[-1] / of.u[-1])) if of else 0.0
    last = max(min(0.0, float(bits[-1])), min(against, 0.0))
    bits = np.maximum(bits, 0.0)
    bits[-1] = last
    return bits


def _agreeing(column: Column, labels: Ints) -> tuple[Ints, Ints]:
    """Random pairs of rows of two clusters that say the same here."""
    random = np.random.default_rng(2)
    order = np.argsort(column.codes, kind="stable")
    order = order[column.codes[order] >= 0]
    sizes = np.bincount(column.codes[order], minlength=len(column.values)).astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    pairs = sizes * (sizes - 1.0)
    if not pairs.sum():
        return order[:0], order[:0]
    block = random.choice(len(sizes), min(_OF_PAIR, int(pairs.sum()) * 2), p=pairs / pairs.sum())
    i = order[starts[block] + (random.random(len(block)) * sizes[block]).astype(np.int64)]
    j = order[starts[block] + (random.random(len(block)) * sizes[block]).astype(np.int64)]
    differ = labels[i] != labels[j]
    return i[differ], j[differ]
