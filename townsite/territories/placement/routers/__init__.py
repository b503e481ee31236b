"""Outside routing services; each module turns one service's answer into ours.

`TOWNSITE_ROUTER` chooses: "" (none: estimates), "osrm:https://routes.example.org",
"valhalla:https://routes.example.org" or "azure:KEY" ("azure:KEY@https://atlas.azure.us").
"""

from townsite.common.errors import Invalid
from townsite.territories.placement.routers.azure_maps import AzureMapsRouter
from townsite.territories.placement.routers.contract import Leg, Place, Router, RouterFailed
from townsite.territories.placement.routers.osrm import OsrmRouter
from townsite.territories.placement.routers.valhalla import ValhallaRouter

__all__ = ["Leg", "Place", "Router", "RouterFailed", "router_from"]

AZURE_URL = "https://atlas.microsoft.com"
WEB = ("http://", "https://")


def router_from(setting: str) -> Router | None:
    """The router that the setting names; None for "".

    Raises Invalid for any other text, without repeating it: it may hold a key.
    """
    kind, _, rest = setting.strip().partition(":")
    if not kind and not rest:
        return None
    if kind == "osrm" and rest.startswith(WEB):
        return OsrmRouter(rest)
    if kind == "valhalla" and rest.startswith(WEB):
        return ValhallaRouter(rest)
    key, _, url = rest.partition("@")
    if kind == "azure" and key and (not url or url.startswith(WEB)):
        return AzureMapsRouter(key, url or AZURE_URL)
    raise Invalid(
        "TOWNSITE_ROUTER is not understood. Write osrm:https://your.server, "
        "valhalla:https://your.server or azure:KEY, or leave it empty for estimates."
    )
