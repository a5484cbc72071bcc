"""The model's fixed words, as the API tells them."""

from enum import Enum

import strawberry

from access.caller import CallerRole
from graph.model import (
    AccountKind,
    AccountStatus,
    Channel,
    CollateralKind,
    CompanyCategory,
    ConsentState,
    ContactLevel,
    DecisionRole,
    Direction,
    EventKind,
    Evidence,
    FacilityKind,
    FacilityStatus,
    FundTie,
    Gender,
    GuaranteeKind,
    Initiator,
    LoanClass,
    Office,
    OutcomeKind,
    ParentLevel,
    ProofKind,
    Purpose,
    RelationKind,
    RequestKind,
    RequestStatus,
    RiskLevel,
    RiskTolerance,
    Stance,
    TransactionKind,
    UnitLevel,
)
from graph.model import Coverage as CoverageFunction
from graph.model import Role as HoldingRole
from rules.contacts import Way

ENUMS: dict[type[Enum], tuple[str, str]] = {
    AccountKind: ("AccountKind", "What kind of agreement an account is."),
    AccountStatus: ("AccountStatus", "Whether an account can be used, and how."),
    CallerRole: ("CallerRole", "What a caller does; it decides which fields are shown, masked or withheld."),
    Channel: ("Channel", "How bank and customer met."),
    CollateralKind: ("CollateralKind", "What kind of thing secures a debt."),
    CompanyCategory: ("CompanyCategory", "What kind of organisation a company is."),
    ConsentState: ("ConsentState", "Whether a consent was given or withdrawn."),
    ContactLevel: ("ContactLevel", "How near the bank is to a person: not at all, by name, by a meeting, by trust."),
    CoverageFunction: ("CoverageFunction", "What an employee does for a customer; RM, RISK, PRODUCT: the iron triangle (铁三角)."),
    DecisionRole: ("DecisionRole", "The part a person plays in a company's decisions."),
    Direction: ("Direction", "Who sought whom in a contact: INBOUND, the customer the bank."),
    EventKind: ("EventKind", "What happened in a life or a business."),
    Evidence: ("EvidenceKind", "Whether it was told or worked out."),
    FacilityKind: ("FacilityKind", "What a line of credit is for."),
    FacilityStatus: ("FacilityStatus", "Whether a line of credit can be drawn on."),
    FundTie: ("FundTie", "What a company is to a fund of it."),
    Gender: ("Gender", "As the silo says it."),
    GuaranteeKind: ("GuaranteeKind", "Whether a guarantor answers beside the borrower (连带责任保证) or after (一般保证)."),
    HoldingRole: ("HoldingRole", "In which role a party holds an account."),
    Initiator: ("Initiator", "Who set a movement off: the client, a standing order, the bank."),
    LoanClass: ("LoanClass", "五级分类: how sure it is that a debt is paid; from the third on it counts as bad."),
    Office: ("OfficeKind", "An office that a register lists."),
    OutcomeKind: ("OutcomeKind", "What came of something that was offered or asked."),
    ParentLevel: ("ParentLevel", "Whether a parent consolidates a company itself, or stands above all that do."),
    ProofKind: ("ProofKind", "How it is proved what a party declared."),
    Purpose: ("Purpose", "For what somebody's data may be used; the law asks for a separate consent to each."),
    RelationKind: ("RelationKind", "What one person is to another."),
    RequestKind: ("RequestKind", "What kind of request it is."),
    RequestStatus: ("RequestStatus", "Whether a request waits, is answered, or is done with."),
    RiskLevel: ("RiskLevel", "A product's risk, R1 (least) to R5."),
    RiskTolerance: ("RiskTolerance", "A customer's tolerance of risk, C1 (least) to C5."),
    Stance: ("Stance", "Where a person stands towards the bank's proposal."),
    TransactionKind: ("TransactionKind", "How money moved."),
    Way: ("ContactWay", "By which somebody is reached."),
    UnitLevel: ("UnitLevel", "Head office, branch, sub-branch."),
}
for word, (name, about) in ENUMS.items():
    strawberry.enum(word, name=name, description=about)

__all__ = [
    "AccountKind", "AccountStatus", "CallerRole", "Channel", "CollateralKind", "CompanyCategory", "ConsentState",
    "ContactLevel", "CoverageFunction", "DecisionRole", "Direction", "EventKind", "Evidence", "FacilityKind", "FacilityStatus",
    "FundTie", "Gender", "GuaranteeKind", "HoldingRole", "Initiator", "LoanClass", "Office", "OutcomeKind", "ParentLevel",
    "ProofKind", "Purpose", "RelationKind", "RequestKind", "RequestStatus", "RiskLevel", "RiskTolerance", "Stance",
    "TransactionKind", "UnitLevel", "Way",
]  # fmt: skip
