"""Where the bank draws its lines: the numbers that rules judge by, each with its default."""

import tomllib
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from rules.offer_lines import OfferLines
from runtime.errors import NotConfigured


class Thresholds(OfferLines):
    """One set of lines; one that makes no sense is refused by its name."""

    quiet_days: int = Field(default=90, ge=7, le=3650, description="after so many days without a movement the client is quiet")
    lapsed_days: int = Field(default=180, ge=7, le=3650, description="after so many it is lapsed")
    left_days: int = Field(default=90, ge=7, le=180, description="assets are looked at over so many days")
    left_share: float = Field(default=0.5, gt=0, lt=1, description="more than this share of assets moved out is much")
    trend_months: int = Field(default=3, ge=2, le=6, description="a trend is so many full months, each lower than the last")
    trend_share: float = Field(default=0.2, gt=0, lt=1, description="and at least this share lower in all")
    maturing_days: int = Field(default=30, ge=1, le=365, description="a product matures soon if it does within so many days")
    left_person_days: int = Field(default=180, ge=1, le=3650, description="who left a company in so many days has just left")
    reason_days: int = Field(default=180, ge=7, le=3650, description="what happened in so many days may be a reason")
    least_assets: int = Field(default=100_000, ge=0, description="who has less, in minor units, is not warned of for money")

    @model_validator(mode="after")
    def _sane(self) -> "Thresholds":
        if self.lapsed_days <= self.quiet_days:
            raise ValueError("lapsed_days must be more than quiet_days: who is quiet lapses later")
        return self


def read(path: Path | None) -> Thresholds:
    """The bank's own out of a TOML file, the defaults without one. Raises NotConfigured, naming each line that makes no sense."""
    if path is None:
        return Thresholds()
    try:
        return Thresholds.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as fault:
        raise NotConfigured(f"{path}, which C360_RULES or --try names, cannot be read ({fault.strerror}).") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise NotConfigured(f"{path} is no TOML: {fault}") from fault
    except ValidationError as fault:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc'])) or 'together'}: {each['msg']}" for each in fault.errors())
        raise NotConfigured(f"{path} draws lines that make no sense ({wrong}). Nothing was judged by it.") from fault
