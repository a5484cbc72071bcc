"""Where the bank draws its lines: the numbers that rules judge by, each with its default."""

from pydantic import BaseModel, ConfigDict, Field


class Thresholds(BaseModel):
    """One set of lines; one that makes no sense is refused by its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

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
