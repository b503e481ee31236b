"""Outside geocoding services; each module turns one service's answer into ours.

`TOWNSITE_GEOCODER` chooses: "" (none), "nominatim:https://geo.example.org" or "azure:KEY"
("azure:KEY@https://atlas.azure.us" for another cloud).
"""

from townsite.common.errors import Invalid
from townsite.sites.providers.azure_maps import AzureMapsProvider
from townsite.sites.providers.contract import Address, Answer, Provider, ProviderFailed
from townsite.sites.providers.nominatim import NominatimProvider

__all__ = ["Address", "Answer", "Provider", "ProviderFailed", "provider_from"]

AZURE_URL = "https://atlas.microsoft.com"


def provider_from(setting: str) -> Provider | None:
    """The provider that the setting names; None for "".

    Raises Invalid for any other text, without repeating it: it may hold a key.
    """
    kind, _, rest = setting.strip().partition(":")
    if not kind and not rest:
        return None
    if kind == "nominatim" and rest.startswith(("http://", "https://")):
        return NominatimProvider(rest)
    if kind == "azure" and rest:
        key, _, url = rest.partition("@")
        return AzureMapsProvider(key, url or AZURE_URL)
    raise Invalid(
        "TOWNSITE_GEOCODER is not understood. Write nominatim:https://your.server or azure:KEY, "
        "or leave it empty for the packaged ZIP and town points."
    )
