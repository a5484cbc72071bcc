"""Why two records are, or are not, one party: the way from the prior to the total, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph import judgements, resolution
from graph.judgements import Given
from graph.resolution import SaidRecord
from graph.session import Session
from ingest.findings import told
from ingest.match import reasons
from ingest.match.candidates import LIMIT, Hubs
from ingest.match.compared import Hanging, beside
from ingest.match.reasons import Waterfall
from ingest.match.table import Told, flattened, record_of
from ingest.models import in_use
from ingest.pair import pair
from runtime.errors import BadQuestion

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Why:
    """Two parties' records, or a record and the others of its party: what each step of the comparison says, by the bank's model;
    `decided` is how they stand now, in words. `judged`: what stewards have judged of a record of the one side and one of the other,
    as far as it stands; it outranks whatever else is said."""

    waterfall: Waterfall
    decided: str
    judged: tuple[Given, ...] = ()

    def lines(self) -> list[str]:
        return [*self.waterfall.lines(), *(f"{'':7}  {each.words()}" for each in self.judged), self.decided]


async def why(session: Session, home: Path, one: str, other: str) -> Why:
    """By the same weights as a resolution. Raises BadQuestion for records that are not there or not of one kind, and where no
    model is, ModelUnreadable."""
    mine, theirs = await pair(session, one, other)
    model = in_use(home, mine.kind)
    if model is None:
        raise BadQuestion("There is no model of this bank's records yet: run `c360 resolve` first.")
    asked = [one, other]
    asked += [each for each in await resolution.together(session, asked, _MOST) if each not in asked]
    found = {each.id: each for each in await resolution.records_of(session, asked)}
    kind = mine.kind.lower()
    table = flattened(kind, [told(each) for each in found.values()])
    near = {each.id for each in found.values() if each.id != other and each.party == mine.party}
    nearer, farther = ([id_ for id_ in table.ids if (record_of(id_) in near) == side] for side in (True, False))
    hubs = await hubs_of(session, mine.kind, list(found))
    given = judgements.that_stand(await judgements.given(session, sorted(found)))
    across = tuple(each for each in given if (each.one in near) != (each.other in near) and {each.one, each.other} <= found.keys())
    return Why(reasons.why(model, table, nearer, farther, hubs), _decided(mine, theirs), across)


async def hubs_of(session: Session, kind: str, records: Sequence[str]) -> Hubs:
    """What says nothing of these records, for too many share it."""
    return _hubs(kind.lower(), await resolution.crowded(session, records, LIMIT))


def _hubs(kind: str, crowded: Sequence[Hanging]) -> Hubs:
    table = flattened(kind, [Told("", None, beside(crowded))])
    return {column.field.name: frozenset(column.values) for column in table.columns if column.field.crowded}


def _decided(one: SaidRecord, other: SaidRecord) -> str:
    if one.party is not None and one.party == other.party:
        rules = " and ".join(dict.fromkeys(f"{each.id} by {each.rule}" for each in (one, other)))
        return f"Both describe {one.party}: {rules}."
    return f"They are two parties: {one.id} describes {one.party or 'none'}, {other.id} {other.party or 'none'}."
