"""The tokens that the search box knows, by name."""

from townsite.directory.tokens.address import CITY, NAME, NUMBER, STATE, STREET, ZIP
from townsite.directory.tokens.choice import choice_token
from townsite.directory.tokens.facts import IS_TOKEN, MISSING, NO
from townsite.directory.tokens.favorite import FAVORITE
from townsite.directory.tokens.moment import moment_token
from townsite.directory.tokens.near import NEAR
from townsite.directory.tokens.number import number_token
from townsite.directory.tokens.records import CONTACT, CUSTOMER, TERRITORY
from townsite.directory.tokens.token import Token, nearest
from townsite.sites import choices

_ALL = [
    choice_token("type", "facility_type", choices.FacilityType.choices, says="Facility type"),
    choice_token("status", "status", choices.SiteStatus.choices, says="Status"),
    choice_token("tier", "tier", choices.Tier.choices, says="Performance tier", can_lack=True),
    STATE,
    TERRITORY,
    CUSTOMER,
    NEAR,
    CITY,
    ZIP,
    NUMBER,
    NAME,
    STREET,
    CONTACT,
    choice_token("health", "health", choices.Health.choices, says="Health of the record"),
    number_token("completeness", "completeness", says="Percent complete", example="completeness:<80"),
    MISSING,
    NO,
    IS_TOKEN,
    FAVORITE,
    choice_token("quality", "geocode_quality", choices.GeocodeQuality.choices, says="Map point"),
    choice_token(
        "service", "service_class", choices.ServiceClass.choices, says="Service class", can_lack=True
    ),
    choice_token(
        "class", "commercial_class", choices.CommercialClass.choices,
        says="Commercial class", can_lack=True,
    ),
    choice_token(
        "segment", "business_segment", choices.BusinessSegment.choices,
        says="Business segment", can_lack=True,
    ),
    choice_token(
        "revenueclass", "revenue_class", choices.RevenueClass.choices,
        says="Revenue class", can_lack=True,
    ),
    choice_token(
        "parking", "parking_mode", choices.ParkingMode.choices, says="Parking mode", can_lack=True
    ),
    number_token("spaces", "parking_spaces", says="Parking spaces", example="spaces:>200"),
    number_token("rooms", "room_count", says="Rooms", example="rooms:100..300"),
    number_token(
        "revenue", "annual_revenue_cents", says="Annual revenue in dollars",
        example="revenue:>1m", factor=100,
    ),
    number_token("complexity", "complexity", says="Complexity, 0 to 100", example="complexity:>60"),
    moment_token("updated", "updated_at", says="Last change"),
    moment_token("created", "created_at", says="When it was added"),
    moment_token("started", "start_date", says="Start of service"),
]  # fmt: skip
TOKENS: dict[str, Token] = {token.name: token for token in _ALL}


def add_token(token: Token) -> None:
    """Makes a filter of a part above the directory known to the search; call it when apps are ready."""
    TOKENS[token.name] = token


# Other words for the same.
SYNONYMS = {
    "facility": "type",
    "facility_type": "type",
    "region": "territory",
    "district": "territory",
    "town": "city",
    "within": "near",
    "room_count": "rooms",
    "parking_spaces": "spaces",
    "complete": "completeness",
    "service_class": "service",
    "commercial_class": "class",
    "revenue_class": "revenueclass",
}

__all__ = ["SYNONYMS", "TOKENS", "Token", "add_token", "nearest"]
