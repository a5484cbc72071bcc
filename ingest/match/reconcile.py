"""Clusters become parties: which id each gets, and which records have to move."""

from collections.abc import Callable, Mapping


def reconciled(
    described: Mapping[str, str],
    clusters: Mapping[str, str],
    first: Mapping[str, str],
    retired: Mapping[str, str],
    mint: Callable[[], str],
) -> dict[str, str]:
    """The party of each record whose party is to be another. `described`: its party now; `clusters`: what names its cluster;
    `first`: the record that a party was made for, where it still describes it; `retired`: the same of parties that are gone.

    A party stays with the record that it was made for, else with its smallest one; of several of one cluster the oldest stays; a
    cluster that has none gets back the id that was made for one of its records, or a new one.
    """
    stays = dict[str, str]()
    for record, party in described.items():
        stays[party] = min(record, stays.get(party, record))
    chosen = dict[str, str]()
    for party, record in sorted({**stays, **first}.items(), reverse=True):
        chosen[clusters[record]] = party
    gone = dict[str, str]()
    for party, record in sorted(retired.items(), reverse=True):
        if record in clusters:
            gone[clusters[record]] = party
    moves = dict[str, str]()
    for record in sorted(described):
        cluster = clusters[record]
        if cluster not in chosen:
            chosen[cluster] = gone.get(cluster) or mint()
        if described[record] != chosen[cluster]:
            moves[record] = chosen[cluster]
    return moves
