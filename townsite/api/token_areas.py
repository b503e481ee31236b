"""Which area of the API an address belongs to; a token needs its scope there, or gets nowhere."""

from typing import Final

ANY: Final = "any"  # tells nothing but what the token itself and the service are
# The longest beginning that fits decides. An address that none fits takes no token at all.
AREAS: Final = {
    "/api/v1/openapi.json": ANY,
    "/api/v1/me": ANY,
    "/api/v1/sites": "sites",
    "/api/v1/nearby": "sites",
    "/api/v1/customers": "customers",
    "/api/v1/contacts": "contacts",
    "/api/v1/territories": "territories",
    "/api/v1/change-sets": "changes",
    "/api/v1/events": "events",
    "/api/v1/audit": "events",
    "/api/ogc": ANY,
    "/api/ogc/collections/sites": "sites",
    "/api/ogc/collections/territories": "territories",
    "/api/ogc/tiles/sites.json": "sites",
    "/api/ogc/tiles/territories.json": "territories",
    "/tiles/sites": "sites",
    "/tiles/territories": "territories",
}
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def area_of(path: str) -> str | None:
    """The area of an address, None where tokens do not work."""
    fitting = [
        known for known in AREAS if path == known or path.startswith((f"{known}/", f"{known}."))
    ]
    return AREAS[max(fitting, key=len)] if fitting else None


def needed_scope(path: str, method: str) -> str | None:
    """The scope that a request needs; empty when any token will do, None when none will."""
    area = area_of(path)
    if area is None:
        return None
    if area == ANY:
        return "" if method in SAFE else None
    if method in SAFE:
        return f"{area}:read"
    return f"{area}:approve" if path.endswith("/approve") else f"{area}:write"
