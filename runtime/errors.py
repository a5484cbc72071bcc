"""Every error this platform raises on purpose, drawn first.

PlatformError
├── Refused                 the caller may change the question and ask again
│   ├── NotAuthenticated      who asks is not known: no token, a forged one, an expired one
│   ├── NotPermitted          who asks is known, and may not
│   ├── BadQuestion           the question cannot be answered as it stands
│   ├── UnknownCompany        no company of that name that the caller may see
│   ├── UnknownParty          no person or company of that name that the caller may see
│   ├── UnknownEmployee       no employee and no unit of that name
│   ├── UnknownOpportunity    the company has no such opportunity
│   ├── DateOutOfRange        a day of which nothing can be known
│   ├── DepthOutOfRange       more levels, or fewer, than are read
│   ├── ThresholdOutOfRange   a share that is none, or one that the rule does not take
│   ├── TooLong               the question has more characters, words or definitions than are read
│   ├── TooDeep               … is nested deeper than is answered
│   ├── TooCostly             … asks for more at once than is answered: aliases, repetitions, values, cost
│   ├── DocumentRequired      only trusted documents are answered here, and a text was sent
│   └── UnknownDocument       no trusted document is known by this id
├── Unavailable             the same again later may succeed
│   ├── GraphUnavailable      Neo4j does not answer, or not in time
│   ├── TooSlow               a statement was ended at its time limit
│   ├── Overloaded            more is asked of this process than it can answer in time
│   ├── Throttled             the caller has used up what may be asked for now; `wait` seconds bring enough back
│   ├── GraphBehind           the database lacks migrations: `c360 migrate`
│   ├── OutcomeUnknown        a commit was sent and its answer lost; the batch ledger knows
│   ├── PassRunning           another process ingests the same source
│   ├── PassLost              another process took this one's pass over, or somebody ended it
│   ├── DocumentsUnavailable  the Redis that keeps the trusted documents does not answer
│   ├── EngineUnavailable     the own Neo4j or Valkey can't be fetched or started
│   └── SparkUnavailable      Spark can't be reached, or did not do its part of the matching
├── SourceFault             the people who own the source must look
│   ├── SourceUnreadable      a folder, file or table that is not there or not what it should be
│   ├── ContractBroken        the whole delivery does not fit its contract
│   ├── RowRefused            one row does not; the pass goes on without it
│   │   └── UnreadField         … because a field of it was neither read nor set aside
│   └── UnexpectedCount       more or fewer rows than the contract allows
├── PassStopped             someone asked the pass to stop: it goes on when its delivery is ingested again
└── OperatorFault           whoever runs the command must change something: a setting, a port, a folder
    ├── NotConfigured
    ├── NameReserved          a silo is called as the desk is, whose records its sweep would end
    ├── ModelUnreadable       a model of matching that is not there, is none, or is of another version
    ├── PortInUse
    ├── HomeInUse             another process holds this data folder
    ├── HomeTooNew            … a later version of the platform wrote it
    ├── NotEmpty              a database that must be empty holds something
    ├── NoSpace
    ├── CredentialsRefused    Neo4j or Redis refuses the password
    ├── NoSuchDatabase        the server has no database of this name
    ├── GraphTooOld           a Neo4j before 5.26
    ├── GraphTooNew           a database that a later version of the platform migrated, or a migration whose text was altered
    └── MigrationFailed       Neo4j refused a step of a migration

A message is one line: what happened, where, and what to do. It never carries a customer's data.
"""


class PlatformError(Exception):
    """`code` is what callers of the API see in `extensions.code`; `exit` is the command line's exit code."""

    code = "INTERNAL"
    exit = 1


class Refused(PlatformError):
    code = "BAD_REQUEST"
    exit = 2


class NotAuthenticated(Refused):
    code = "UNAUTHENTICATED"


class NotPermitted(Refused):
    code = "FORBIDDEN"


class BadQuestion(Refused):
    code = "BAD_USER_INPUT"


class UnknownCompany(Refused):
    code = "UNKNOWN_COMPANY"


class UnknownParty(Refused):
    code = "UNKNOWN_PARTY"


class UnknownEmployee(Refused):
    code = "UNKNOWN_EMPLOYEE"


class UnknownOpportunity(Refused):
    code = "UNKNOWN_OPPORTUNITY"


class DateOutOfRange(Refused):
    code = "DATE_OUT_OF_RANGE"


class DepthOutOfRange(Refused):
    code = "DEPTH_OUT_OF_RANGE"


class ThresholdOutOfRange(Refused):
    code = "THRESHOLD_OUT_OF_RANGE"


class TooLong(Refused):
    code = "QUERY_TOO_LONG"


class TooDeep(Refused):
    code = "QUERY_TOO_DEEP"


class TooCostly(Refused):
    code = "QUERY_TOO_COSTLY"


class DocumentRequired(Refused):
    code = "DOCUMENT_REQUIRED"


class UnknownDocument(Refused):
    code = "PERSISTED_DOCUMENT_NOT_FOUND"


class Unavailable(PlatformError):
    code = "UNAVAILABLE"
    exit = 3


class GraphUnavailable(Unavailable):
    code = "GRAPH_UNAVAILABLE"


class TooSlow(Unavailable):
    code = "TOO_SLOW"


class Throttled(Unavailable):
    code = "THROTTLED"

    def __init__(self, reason: str, cost: int, wait: int) -> None:
        super().__init__(reason)
        self.cost = cost
        self.wait = wait


class Overloaded(Unavailable):
    code = "OVERLOADED"


class GraphBehind(Unavailable):
    code = "GRAPH_BEHIND"


class OutcomeUnknown(Unavailable):
    code = "OUTCOME_UNKNOWN"


class PassRunning(Unavailable):
    code = "PASS_RUNNING"


class PassLost(Unavailable):
    code = "PASS_LOST"


class DocumentsUnavailable(Unavailable):
    code = "DOCUMENTS_UNAVAILABLE"


class EngineUnavailable(Unavailable):
    code = "ENGINE_UNAVAILABLE"


class SparkUnavailable(Unavailable):
    code = "SPARK_UNAVAILABLE"


class SourceFault(PlatformError):
    code = "SOURCE_FAULT"
    exit = 4


class SourceUnreadable(SourceFault):
    code = "SOURCE_UNREADABLE"


class ContractBroken(SourceFault):
    code = "CONTRACT_BROKEN"


class RowRefused(SourceFault):
    """One row that does not fit its contract: `field` is its name, never its value."""

    code = "ROW_REFUSED"

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class UnreadField(RowRefused):
    code = "UNREAD_FIELD"


class UnexpectedCount(SourceFault):
    code = "UNEXPECTED_COUNT"


class PassStopped(PlatformError):
    code = "PASS_STOPPED"
    exit = 130  # as Ctrl-C: whoever tries again by itself must not undo what a person asked for


class OperatorFault(PlatformError):
    code = "OPERATOR_FAULT"
    exit = 2


class NotConfigured(OperatorFault):
    code = "NOT_CONFIGURED"


class NameReserved(OperatorFault):
    code = "NAME_RESERVED"


class ModelUnreadable(OperatorFault):
    code = "MODEL_UNREADABLE"


class PortInUse(OperatorFault):
    code = "PORT_IN_USE"


class HomeInUse(OperatorFault):
    code = "HOME_IN_USE"


class HomeTooNew(OperatorFault):
    code = "HOME_TOO_NEW"


class NotEmpty(OperatorFault):
    code = "NOT_EMPTY"


class NoSpace(OperatorFault):
    code = "NO_SPACE"


class CredentialsRefused(OperatorFault):
    code = "CREDENTIALS_REFUSED"


class NoSuchDatabase(OperatorFault):
    code = "NO_SUCH_DATABASE"


class GraphTooOld(OperatorFault):
    code = "GRAPH_TOO_OLD"


class GraphTooNew(OperatorFault):
    code = "GRAPH_TOO_NEW"


class MigrationFailed(OperatorFault):
    code = "MIGRATION_FAILED"
