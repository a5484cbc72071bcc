"""Where the bank draws its lines for standings, as stage and tier: in the same file as those of warnings and offers."""

from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field, model_validator


class StandingLines(BaseModel):
    """When a customer is new, grown or gone, and what it takes to be in a tier."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    onboarding_days: int = Field(default=30, ge=1, le=365, description="who has moved nothing yet is being onboarded so long")
    new_customer_days: int = Field(default=180, ge=1, le=730, description="a customer is new so many days")
    won_back_days: int = Field(default=180, ge=1, le=730, description="who lapsed and moves money again is won back so many days")
    mature_years: int = Field(default=3, ge=1, le=50, description="who is a customer so many years, and")
    mature_products: int = Field(default=3, ge=1, le=20, description="holds so many kinds of products, is mature")
    growing_share: float = Field(default=0.2, gt=0, le=10, description="assets that rose by this share over a trend's months grow")
    tier_floors: dict[str, int] = Field(
        default={"HIGH_NET_WORTH": 600_000_000, "REGULAR": 5_000_000},
        description="the assets in minor units with which a person reaches a tier; below all of them is LOW",
    )
    company_tier_floors: dict[str, int] = Field(
        default={"STRATEGIC": 10_000_000_000, "KEY": 1_000_000_000, "BASIC": 50_000_000},
        description="the same of companies; below all of them is SMALL",
    )
    grace_months: int = Field(default=3, ge=0, le=11, description="a tier is kept so many full months after its floor is passed")
    frequent_moves: int = Field(default=10, ge=1, le=1000, description="who moves money so often in a month is active")
    sleeping_assets: int = Field(default=50_000_000, ge=0, description="assets in minor units that are high beside attachment")
    attached_products: int = Field(default=3, ge=1, le=20, description="who holds so many kinds of products is attached")
    attached_moves: int = Field(default=4, ge=1, le=1000, description="or moves money so often in a month")
    currency: str = Field(default="CNY", pattern="^[A-Z]{3}$", description="tiers are counted in this currency")

    @model_validator(mode="after")
    def _of_standings(self) -> "StandingLines":
        known = {"tier_floors": TIERS, "company_tier_floors": COMPANY_TIERS}
        for name, floors in (("tier_floors", self.tier_floors), ("company_tier_floors", self.company_tier_floors)):
            if min(floors.values(), default=0) < 0:
                raise ValueError(f"{name} must not be less than nothing")
            if strange := sorted(floors.keys() - set(known[name][:-1])):
                raise ValueError(f"{name} names {strange[0]}: it knows {', '.join(known[name][:-1])}")
            told = [floors[tier] for tier in known[name] if tier in floors]
            if any(higher <= lower for higher, lower in pairwise(told)):
                raise ValueError(f"{name} must fall from {' to '.join(known[name][:-1])}")
        return self


TIERS = ("HIGH_NET_WORTH", "REGULAR", "LOW")
COMPANY_TIERS = ("STRATEGIC", "KEY", "BASIC", "SMALL")
