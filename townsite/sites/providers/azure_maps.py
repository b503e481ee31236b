"""Azure Maps Search, "Get Search Address", version 1.0 of its API."""

from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import URLLibAdapter
from geopy.geocoders import AzureMaps

from townsite.sites.choices import GeocodeQuality
from townsite.sites.providers.contract import (
    TIMEOUT_SECONDS,
    USER_AGENT,
    Address,
    Answer,
    asked,
)

# The `type` of a result, from the service's response reference.
_QUALITY_BY_TYPE = {
    "Point Address": GeocodeQuality.EXACT,
    "POI": GeocodeQuality.EXACT,
    "Address Range": GeocodeQuality.STREET,
    "Street": GeocodeQuality.STREET,
    "Cross Street": GeocodeQuality.STREET,
}


class AzureMapsProvider:
    """Asks Azure Maps for one address at a time."""

    name = "Azure Maps"

    def __init__(self, key: str, url: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        parts = urlsplit(url)
        self._geocoder = AzureMaps(
            subscription_key=key,
            scheme=parts.scheme,
            domain=f"{parts.netloc}{parts.path.rstrip('/')}",
            user_agent=USER_AGENT,
            timeout=timeout,
            adapter_factory=URLLibAdapter,
        )

    def find(self, address: Address) -> Answer | None:
        """Where the address is; None when the service does not know. Raises ProviderFailed."""
        found = asked(self.name, lambda: self._geocoder.geocode(f"{address.line}, USA"))
        return Answer(found.latitude, found.longitude, _quality(found.raw)) if found else None


def _quality(raw: dict[str, Any]) -> GeocodeQuality:
    """How exact a result is; an area is a ZIP area or, else, a town or larger."""
    if raw.get("entityType") == "PostalCodeArea":
        return GeocodeQuality.ZIP
    return _QUALITY_BY_TYPE.get(raw.get("type", ""), GeocodeQuality.PLACE)
