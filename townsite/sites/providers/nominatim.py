"""Nominatim, public or one's own (https://nominatim.org/release-docs/latest/api/Output/)."""

from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import URLLibAdapter
from geopy.geocoders import Nominatim

from townsite.sites.choices import GeocodeQuality
from townsite.sites.providers.contract import (
    TIMEOUT_SECONDS,
    USER_AGENT,
    Address,
    Answer,
    asked,
)

# `class` of the answer's main OpenStreetMap tag; `type` decides inside place and boundary.
_QUALITY_BY_CLASS = {"highway": GeocodeQuality.STREET}
_QUALITY_BY_TYPE = {
    "house": GeocodeQuality.EXACT,
    "house_number": GeocodeQuality.EXACT,
    "building": GeocodeQuality.EXACT,
    "postcode": GeocodeQuality.ZIP,
    "postal_code": GeocodeQuality.ZIP,
}
_AREAS = {"place", "boundary"}


class NominatimProvider:
    """Asks a Nominatim server for one address at a time."""

    name = "Nominatim"

    def __init__(self, url: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        parts = urlsplit(url)
        self._geocoder = Nominatim(
            scheme=parts.scheme,
            domain=f"{parts.netloc}{parts.path.rstrip('/')}",
            user_agent=USER_AGENT,
            timeout=timeout,
            adapter_factory=URLLibAdapter,
        )

    def find(self, address: Address) -> Answer | None:
        """Where the address is; None when the server does not know. Raises ProviderFailed."""
        found = asked(
            self.name,
            lambda: self._geocoder.geocode(address.line, country_codes="us", addressdetails=True),
        )
        return Answer(found.latitude, found.longitude, _quality(found.raw)) if found else None


def _quality(raw: dict[str, Any]) -> GeocodeQuality:
    """How exact an answer is, by what kind of thing was found."""
    kind = raw.get("class") or raw.get("category") or ""
    if raw.get("type") in _QUALITY_BY_TYPE:
        return _QUALITY_BY_TYPE[raw["type"]]
    if kind in _QUALITY_BY_CLASS:
        return _QUALITY_BY_CLASS[kind]
    # Anything else that stands somewhere (amenity, tourism, office, …) is a mapped thing.
    return GeocodeQuality.PLACE if kind in _AREAS else GeocodeQuality.EXACT
