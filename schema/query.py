"""Where a question begins."""

import strawberry

from schema.account import Account
from schema.coverage_gaps import CoverageGaps, coverage_gaps
from schema.economic_unit import EconomicUnit, economic_unit
from schema.federation import Entity, Service, service
from schema.field import root, start, start_by, start_many, start_page, start_represented, start_search
from schema.household import Household
from schema.lineage import PassConnection, PassOrder, PassWhere, QuarantinedRowConnection, QuarantinedRowOrder, QuarantinedRowWhere
from schema.node import Connection, Node
from schema.ownership import BeneficialOwnership, Ownership, beneficial_owners, ownership
from schema.party import (
    CUSTOMER,
    PARTY_KEYS,
    Company,
    Party,
    PartyConnection,
    PartyKey,
    PartyKind,
    PartyOrder,
    PartyWhere,
    Person,
    SearchConnection,
)
from schema.product import ProductEdge, ProductOrder, ProductWhere
from schema.stakeholder_map import StakeholderMap, stakeholder_map
from schema.task import Affected, MatchTaskConnection, MatchTaskOrder, MatchTaskWhere, affected_by
from schema.verification import Reverification, reverifications
from schema.viewer import Viewer, viewer
from schema.warm_paths import WarmPaths, warm_paths


@root
class Query:
    """All that can be asked."""

    viewer: Viewer = strawberry.field(resolver=viewer)
    """Who asks."""
    node: Node | None = start("a global id")
    """Anything by its global id."""
    nodes: list[Node | None] = start_many()
    """Many things by their global ids, in their order."""
    party: Party | None = start_by(PartyKey, PARTY_KEYS)
    """A person or a company by any of its keys."""
    parties: list[Party | None] = start_many(PartyKey, PARTY_KEYS)
    """Many parties by any of their keys, in their order."""
    customer: Party | None = start(test=CUSTOMER)
    """A person or a company that holds an account."""
    person: Person | None = start()
    """A person."""
    company: Company | None = start()
    """A company."""
    household: Household | None = start()
    """A household."""
    account: Account | None = start()
    """An account."""
    customers: PartyConnection = start_page(
        where=PartyWhere, order=PartyOrder, by="sortName ASC", test=CUSTOMER
    )
    """Who holds accounts, by name (Chinese names by pinyin)."""
    search: SearchConnection = start_search("party_names", (("searchText", None), ("otherText", "identity")), PartyKind)
    """Parties by name, in any script."""
    passes: PassConnection = start_page(where=PassWhere, order=PassOrder, by="startedAt DESC")
    """Runs over deliveries, the newest first."""
    quarantine: QuarantinedRowConnection = start_page(
        where=QuarantinedRowWhere, order=QuarantinedRowOrder, by="refusedAt DESC"
    )
    """Rows that were refused, the newest first."""
    match_tasks: MatchTaskConnection = start_page(
        where=MatchTaskWhere, order=MatchTaskOrder, by="cost DESC", test="this.cost IS NOT NULL"
    )
    """Pairs of records that wait for a steward, those first of which a wrong answer would cost most."""
    affected_by: list[Affected] | None = strawberry.field(resolver=affected_by)
    """What rests on a judgement or a merge, at most five hundred things; null where nothing was decided by that name."""
    reverifications: list[Reverification] = strawberry.field(resolver=reverifications)
    """Parties whose documents have expired, or were seen too long ago; what is due longest comes first."""
    ownership: Ownership | None = ownership()
    """Who owns and controls a company: effective shares along all ways, circles solved."""
    beneficial_owners: BeneficialOwnership | None = beneficial_owners()
    """The beneficial owners of a company (受益所有人), with what of the rule found each."""
    coverage_gaps: CoverageGaps | None = coverage_gaps()
    """What the bank lacks at a company: managers of the iron triangle (铁三角), parts nobody is known to play, contact."""
    economic_unit: EconomicUnit | None = economic_unit()
    """A party with its companies, owners, their families, guarantors and payroll; every account counted once."""
    stakeholder_map: StakeholderMap | None = stakeholder_map()
    """Who is around a company: people with parts, stance and ties, owners and subsidiaries, bankers; each line with who says so."""
    warm_paths: WarmPaths | None = warm_paths()
    """The best introductions to somebody, or to those who decide in a company: different ways, each step with what it rests on."""
    products: Connection[ProductEdge] = start_page(where=ProductWhere, order=ProductOrder, by="code ASC")
    """What the bank sells."""
    entities: list[Entity | None] = start_represented()
    """Things as a federated graph names them, in their order."""
    service: Service = strawberry.field(resolver=service, name="_service")
    """This part of a federated graph."""
