"""What is known around a company as statements of BODS 0.4 (Open Ownership): read back, they make the same group."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from rules.ownership.records import NOMINEE, Family, Group, Interest, Party, Reason
from rules.ownership.tables import best, table

Statement = dict[str, Any]
DIRECT = {True: "direct", False: "indirect", None: "unknown"}
UNKNOWN_TO_US = "informationUnknownToPublisher"
REASONS = frozenset(
    "noBeneficialOwners subjectUnableToConfirmOrIdentifyBeneficialOwner interestedPartyHasNotProvidedInformation "
    "subjectExemptFromDisclosure interestedPartyExemptFromDisclosure unknown informationUnknownToPublisher".split()
)
"""What BODS takes as a reason; another register's is told in words."""
ENTITIES = {"GOVERNMENT": "stateBody", "PUBLIC_INSTITUTION": "stateBody"}


def statements(group: Group, on: date, publisher: str) -> list[Statement]:
    """Parties first, then who has what of whom: one statement for each party, each pair of them, and each owner that is not named.

    The same group on the same day gives the same ids.
    """
    parties = [_party(party, group, on, publisher) for _, party in sorted(group.parties.items())]
    return [*parties, *_relationships(group, on, publisher), *_unnamed(group, on, publisher)]


def _party(party: Party, group: Group, on: date, publisher: str) -> Statement:
    if party.person:
        names = [{"type": "legal", "fullName": party.name}]
        return _said("person", party.id, group.target, on, publisher, {"personType": "knownPerson", "names": names})
    told: Statement = {"entityType": {"type": ENTITIES.get(party.category or "", "registeredEntity")}, "name": party.name}
    if party.listed:
        told["publicListing"] = {"hasPublicListing": True}
    return _said("entity", party.id, group.target, on, publisher, told)


def _relationships(group: Group, on: date, publisher: str) -> Iterator[Statement]:
    """What is believed: of one pair the most trusted silo's word, and nobody for whom there is no room."""
    aside = {(party, each.company) for each in table(group, Family.SHARES).problems if each.reason is Reason.CONTRADICTED
             for party in each.parties}  # fmt: skip
    pairs = defaultdict[tuple[str, str], list[Interest]](list)
    for each in group.interests:
        pairs[each.company, each.owner].append(each)
    for (company, owner), said in sorted(pairs.items()):
        believed = best(said)
        if (owner, company) not in aside:
            interests = [_interest(each, group) for each in believed]
            if any(each.nominee and each.kind != NOMINEE for each in believed):
                interests.append({"type": _camel(NOMINEE), "directOrIndirect": "direct"})
            details = {"subject": company, "interestedParty": owner, "interests": interests}
            yield _said("relationship", f"{owner}>{company}", group.target, on, publisher, details) | {
                "source": {"description": believed[0].source}
            }


def _interest(each: Interest, group: Group) -> Statement:
    told: Statement = {"type": _camel(each.kind), "directOrIndirect": DIRECT[each.direct]}
    if each.beneficial is not None:  # of a person alone it may be said that it is so
        told["beneficialOwnershipOrControl"] = each.beneficial and group.parties[each.owner].person
    share = _share(each)
    return told | ({"share": share} if share else {}) | ({"startDate": each.since} if each.since else {})


def _share(each: Interest) -> Statement:
    if each.least is not None and each.least == each.most:
        return {"exact": percent(each.least)}
    ends = (("minimum", each.least), ("maximum", each.most))
    return {name: percent(end) for name, end in ends if end is not None}


def percent(share: float) -> float:
    """As a register prints it: 0.07 is 7, and not 7.000000000000001."""
    return float(Decimal(repr(share)) * 100)


def _unnamed(group: Group, on: date, publisher: str) -> Iterator[Statement]:
    for number, each in enumerate(group.declared):
        code = each.reason if each.reason in REASONS else UNKNOWN_TO_US
        text = " ".join(part for part in (each.reason if code == UNKNOWN_TO_US else None, each.text) if part)
        why = {"reason": code} | ({"description": text} if text else {})
        record = each.statement or f"{each.company}>{number}"
        yield _said("relationship", record, group.target, on, publisher, {"subject": each.company, "interestedParty": why})


def _said(kind: str, record: str, subject: str, on: date, publisher: str, details: Statement) -> Statement:
    return {
        "statementId": sha256(f"{kind} {record} {on}".encode()).hexdigest()[:32],
        "declarationSubject": subject,
        "statementDate": on.isoformat(),
        "publicationDetails": {"publicationDate": on.isoformat(), "bodsVersion": "0.4", "publisher": {"name": publisher}},
        "recordId": record,
        "recordStatus": "new",
        "recordType": kind,
        "recordDetails": {"isComponent": False, **details},
    }


def _camel(kind: str) -> str:
    """`votingRights` for VOTING_RIGHTS."""
    head, *rest = kind.lower().split("_")
    return head + "".join(word.capitalize() for word in rest)

