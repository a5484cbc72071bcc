"""What a bank may set: read once at the edge, frozen, passed down as plain arguments."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from runtime.errors import NotConfigured

SILO = "C360_SILO_"
SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


class Settings(BaseModel):
    """Every setting, its default and what it does; the table in the README is printed from here."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    home: Path = Field(Path(".c360"), alias="C360_HOME", description="folder of the own engines, their data and secrets")
    neo4j_uri: str | None = Field(
        None,
        alias="NEO4J_URI",
        description="a Neo4j that runs already (bolt://, neo4j://, +s); without it `demo` starts its own",
    )
    neo4j_user: str = Field("neo4j", alias="NEO4J_USER", description="its user")
    neo4j_password: SecretStr = Field(SecretStr(""), alias="NEO4J_PASSWORD", description="its password")
    neo4j_database: str = Field("neo4j", alias="NEO4J_DATABASE", description="its database")
    redis_url: SecretStr | None = Field(
        None, alias="REDIS_URL", description="a Redis or Valkey that runs already; without it `demo` starts its own"
    )
    neo4j_line: str = Field("5.26", alias="C360_NEO4J_LINE", description="line of the own Neo4j: 5.26 (LTS) or 2026.05")
    cache: Path | None = Field(
        None, alias="C360_CACHE", description="where the own Neo4j's jars are kept; the user's cache folder without it"
    )
    host: str = Field("127.0.0.1", alias="C360_HOST", description="address the gateway binds to")
    port: int = Field(8000, alias="C360_PORT", ge=0, le=65535, description="port the gateway binds to; 0 takes a free one")
    timezone: str = Field(
        "Asia/Shanghai", alias="C360_TIMEZONE", description="the bank's days, months and service clocks"
    )
    reverify_days: int = Field(
        730, alias="C360_REVERIFY_DAYS", ge=1, description="after so many days a value that was verified is to be verified again"
    )
    rules: Path | None = Field(
        None,
        alias="C360_RULES",
        description="the bank's own lines that rules judge by, a TOML file ([which](docs/early-warnings.md#lines))",
    )
    consent_days: int = Field(
        15, alias="C360_CONSENT_DAYS", ge=0, description="so many days after a consent was withdrawn nobody uses what it allowed"
    )
    match_on: str = Field(
        "here",
        alias="C360_MATCH_ON",
        description="where many records are matched at once: `here`, in one process, or on Spark by its master, as "
        "`spark://host:7077`, `yarn`, `local[4]` ([how](docs/matching.md#on-spark))",
    )
    match_checkpoints: str | None = Field(
        None,
        alias="C360_MATCH_CHECKPOINTS",
        description="a folder that all machines of that Spark read and write, as `hdfs://…`; one in the home for `local[…]`",
    )
    token_secret: SecretStr | None = Field(
        None, alias="C360_TOKEN_SECRET", description="signs callers' tokens; without it one is made and kept in the home"
    )
    pool_size: int = Field(32, alias="C360_NEO4J_POOL", ge=1, description="connections to Neo4j in one process")
    in_flight: int = Field(
        8,
        alias="C360_IN_FLIGHT",
        ge=1,
        description="questions one process works on at once, and statements it has under way; a few more wait, others are told to "
        "come again ([how](docs/operate.md#more-than-can-be-answered))",
    )
    connect_seconds: float = Field(
        2.0,
        alias="C360_CONNECT_SECONDS",
        gt=0,
        description="so long the gateway waits for a connection to Neo4j; then the question is told to come again",
    )
    statement_seconds: float = Field(
        10.0,
        alias="C360_STATEMENT_SECONDS",
        gt=0,
        description="so long a question may take, waiting included; then its statement is ended",
    )
    body_bytes: int = Field(
        1_000_000, alias="C360_BODY_BYTES", ge=1024, description="largest request body, or message over a socket"
    )
    cost_capacity: int = Field(
        100_000,
        alias="C360_COST_CAPACITY",
        ge=100,
        description="what a caller may ask for at once, in points of cost ([limits](docs/limits.md))",
    )
    cost_restore: float = Field(
        5_000, alias="C360_COST_RESTORE", gt=0, description="points of cost that come back to a caller each second"
    )
    partners_look: bool = Field(
        False, alias="C360_PARTNERS_LOOK", description="partners, too, may look at the schema: introspection, suggestions, GraphiQL"
    )
    body_seconds: float = Field(10.0, alias="C360_BODY_SECONDS", gt=0, description="within so many a request body has come")
    compress_bytes: int = Field(
        1024, alias="C360_COMPRESS_BYTES", ge=0, description="answers from this size on are compressed for who takes that; 0: none"
    )
    get: bool = Field(
        False, alias="C360_GET", description="answer queries whose text comes by GET; those of trusted documents are anyway"
    )
    documents: str | None = Field(
        None,
        alias="C360_DOCUMENTS",
        description="trusted documents: a folder of .graphql files, a JSON manifest, or `redis` for those that REDIS_URL keeps "
        "([how](docs/transports.md#trusted-documents))",
    )
    documents_only: bool = Field(False, alias="C360_DOCUMENTS_ONLY", description="refuse what is not a trusted document")
    origins: tuple[str, ...] = Field(
        (),
        alias="C360_ORIGINS",
        description="web origins whose pages may ask, with commas, as `https://app.bank.example`; the gateway's own may anyway",
    )
    https: bool = Field(
        False, alias="C360_HTTPS", description="clients come by https, which a proxy may end: browsers are told to stay with it"
    )
    sockets: int = Field(1000, alias="C360_SOCKETS", ge=0, description="WebSockets and event streams of one process at once")
    socket_operations: int = Field(
        32, alias="C360_SOCKET_OPERATIONS", ge=1, description="operations one WebSocket has under way at once"
    )
    shutdown_seconds: int = Field(
        10, alias="C360_SHUTDOWN_SECONDS", ge=0, description="what is under way may take so long after the gateway was told to stop"
    )
    graphiql: bool = Field(True, alias="C360_GRAPHIQL", description="serve GraphiQL at /graphiql")
    log_level: str = Field("INFO", alias="C360_LOG_LEVEL", description="DEBUG, INFO, WARNING or ERROR")
    otlp_endpoint: str | None = Field(
        None, alias="OTEL_EXPORTER_OTLP_ENDPOINT", description="collector of traces and metrics (OTLP over HTTP)"
    )
    trace_ratio: float = Field(
        0.1,
        alias="C360_TRACE_RATIO",
        ge=0,
        le=1,
        description="share of operations traced when a collector is set; what is part of a caller's trace goes by that",
    )

    metrics: str = Field(
        "loopback",
        alias="C360_METRICS",
        description="who reads /metrics, as Prometheus does: `loopback` (this machine, past any proxy), `anyone`, or `off`",
    )
    silos: Mapping[str, SecretStr] = Field(
        {},
        alias="C360_SILO_<NAME>",
        description="where a silo is that is a database or a service, as `C360_SILO_LAKESIDE_LOANS`; `C360_SILO_<NAME>_TOKEN` is "
        "a service's token",
    )

    def silo(self, name: str) -> tuple[str, str | None]:
        """Address and token of a silo by its source's name; an empty address where none is set."""
        plain = name.upper().replace("-", "_")
        address, token = self.silos.get(plain), self.silos.get(f"{plain}_TOKEN")
        return address.get_secret_value() if address else "", token.get_secret_value() if token else None

    @field_validator("neo4j_uri")
    @classmethod
    def _address(cls, uri: str | None) -> str | None:
        """The driver would say it later, in its own words."""
        if uri is not None:
            parts = urlsplit(uri)
            if parts.scheme not in SCHEMES or not parts.hostname:
                raise ValueError(f"must be an address as bolt://host:7687, by one of {', '.join(SCHEMES)}")
            try:
                _ = parts.port
            except ValueError:
                raise ValueError("has a port that is none") from None
        return uri

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("is not a time zone of the IANA database") from None
        return name

    @field_validator("match_on")
    @classmethod
    def _place(cls, on: str) -> str:
        if not re.fullmatch(r"here|local(\[(\d+|\*)\])?|yarn|(spark|k8s)://\S+", on):
            raise ValueError("must be here, or a master of Spark: local[4], spark://host:7077, yarn or k8s://…")
        return on

    @field_validator("neo4j_line")
    @classmethod
    def _line(cls, line: str) -> str:
        if line not in ("5.26", "2026.05"):
            raise ValueError("must be 5.26 or 2026.05")
        return line

    @field_validator("origins", mode="before")
    @classmethod
    def _origins(cls, origins: object) -> object:
        """`*` is not taken: who may ask from a browser is named."""
        if not isinstance(origins, str):
            return origins
        named = tuple(origin.strip().lower().rstrip("/") for origin in origins.split(",") if origin.strip())
        if wrong := [origin for origin in named if not re.fullmatch(r"https?://[a-z0-9.\-\[\]:]+", origin)]:
            raise ValueError(f"must be origins as https://app.bank.example, without a path: {wrong[0]} is none")
        return named

    @field_validator("metrics")
    @classmethod
    def _readers(cls, who: str) -> str:
        if who not in ("loopback", "anyone", "off"):
            raise ValueError("must be loopback, anyone or off")
        return who

    @field_validator("log_level")
    @classmethod
    def _level(cls, level: str) -> str:
        if level.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return level.upper()

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Settings by the names above; an empty value counts as not set. Raises NotConfigured with the name."""
        settings, wrong = cls.as_far_as_right(env)
        if wrong:
            raise NotConfigured(next(iter(wrong.values())))
        return settings

    @classmethod
    def chosen(cls, **chosen: object) -> "Settings":
        """The environment's, with what a command line says instead (None: nothing). Raises NotConfigured."""
        said = {str(cls.model_fields[name].alias): str(value) for name, value in chosen.items() if value is not None}
        return cls.from_env({**os.environ, **said})

    @classmethod
    def as_far_as_right(cls, env: Mapping[str, str]) -> "tuple[Settings, dict[str, str]]":
        """Settings in which wrong ones are as if not set, and why they are wrong, by their names."""
        given = {name: value for name, value in env.items() if value != ""}
        silos = {name.removeprefix(SILO): value for name, value in given.items() if name.startswith(SILO)}
        try:
            return cls.model_validate(given | {"silos": silos}), {}
        except ValidationError as fault:
            wrong = {str(each["loc"][0]): str(each["msg"]) for each in fault.errors(include_input=False)}
        right = {name: value for name, value in given.items() if name not in wrong}
        told = {name: f"The setting {name} is wrong: {why.removeprefix('Value error, ')}." for name, why in wrong.items()}
        return cls.model_validate(right | {"silos": silos}), told


def table() -> str:
    """The settings as a Markdown table."""
    lines = ["| setting | default | what it does |", "|---|---|---|"]
    for field in Settings.model_fields.values():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        shown = "" if default in (None, "", {}, ()) else f"`{default}`"
        lines.append(f"| `{field.alias}` | {shown} | {field.description} |")
    return "\n".join(lines)
