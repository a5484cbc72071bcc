"""Where the bank draws its lines for offers: beside those of warnings, in the same file."""

from pydantic import Field, model_validator

from rules.standing_lines import StandingLines


class OfferLines(StandingLines):
    """What may be offered, to whom, how often."""

    event_days: int = Field(default=365, ge=1, le=3650, description="what happened in so many days makes an offer")
    new_days: int = Field(default=90, ge=1, le=3650, description="a card opened, or a car looked at, in so many days is new")
    assessment_months: int = Field(default=12, ge=1, le=36, description="a risk assessment holds so many months at most")
    approved: frozenset[str] | None = Field(
        default=None, description="codes that may be offered, as `core:LN03`; without, all of the catalogue"
    )
    consent_needed: bool = Field(default=False, description="offers need a consent to marketing, or else only no refusal of it")
    contact_days: int = Field(default=30, ge=1, le=365, description="contacts by the bank are counted over so many days")
    contact_most: int = Field(default=3, ge=1, le=100, description="whom it has contacted so often is left in peace")
    refused_days: int = Field(default=180, ge=1, le=3650, description="what was refused is not offered for so many days")
    forbidden: frozenset[str] = Field(default=frozenset[str](), description="phrases that the bank forbids besides the library")
    products: dict[str, tuple[str, ...]] = Field(
        default={}, description="codes that meet a need, the first that suits is offered; without, products are known by name"
    )

    @model_validator(mode="after")
    def _of_offers(self) -> "OfferLines":
        if not all(any(letter.isalnum() for letter in phrase) for phrase in self.forbidden):
            raise ValueError("forbidden must be phrases with a letter in them")
        return self
