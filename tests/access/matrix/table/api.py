"""What the addresses of the API and of the tiles expect."""

from typing import Final

from tests.access.matrix.ask import Asks, api, get
from townsite.access.choices import Permission as May

REQUEST: Final = "api/v1/coordination-requests/{request}"
ASKED: Final = {
    "protocol": "SHARED", "asking": "EAST", "answering": "EAST2", "title": "x", "text": "x"
}  # fmt: skip
PERIOD: Final = "since=2026-01-01T00:00:00Z&until=2026-12-31T00:00:00Z"
SCENARIO: Final = "api/v1/scenarios/{scenario}"
CHANGE: Final = "api/v1/change-sets/{change_set}"
TABLE: Final[Asks] = {
    "api/v1/sites": [
        get("api/v1/sites"),
        api("POST", "api/v1/sites", May.SITE_EDIT, name="Pier", facility_type="hotel"),
    ],
    "api/v1/sites/<number>": [
        get("api/v1/sites/{site}"),
        api("PATCH", "api/v1/sites/{site}", May.SITE_EDIT, room_count=7),
    ],
    "api/v1/sites/<number>/status": [
        api("POST", "api/v1/sites/{site}/status", May.SITE_EDIT, verb="submit"),
        api("POST", "api/v1/sites/{site}/status", May.SITE_DEACTIVATE, verb="suspend", reason="x"),
    ],
    "api/v1/sites/<number>/placement": [
        get("api/v1/sites/{site}/placement"),
        api(
            "POST",
            "api/v1/sites/{site}/placement",
            May.SITE_ASSIGN,
            territory="EAST2",
            reason="nearer",
        ),
    ],
    "api/v1/nearby": [get("api/v1/nearby", query="lat=33.5&lon=-84.5")],
    "api/v1/customers": [get("api/v1/customers")],
    "api/v1/customers/<uuidstr:id>": [get("api/v1/customers/{customer}")],
    "api/v1/contacts": [get("api/v1/contacts")],
    "api/v1/contacts/<uuidstr:id>": [get("api/v1/contacts/{contact}")],
    "api/v1/territories": [get("api/v1/territories")],
    "api/v1/territories/tree": [get("api/v1/territories/tree")],
    "api/v1/territories/hierarchies": [get("api/v1/territories/hierarchies")],
    "api/v1/territories/<code>": [get("api/v1/territories/{territory}")],
    "api/v1/change-sets": [
        get("api/v1/change-sets"),
        api("POST", "api/v1/change-sets", May.CHANGE_PROPOSE, title="x", reason="x", changes=[]),
    ],
    "api/v1/change-sets/<number>": [get(CHANGE)],
    "api/v1/change-sets/<number>/submit": [api("POST", f"{CHANGE}/submit", May.CHANGE_PROPOSE)],
    "api/v1/change-sets/<number>/publish": [api("POST", f"{CHANGE}/publish", reason="x")],
    "api/v1/change-sets/<number>/revert": [api("POST", f"{CHANGE}/revert", reason="x")],
    "api/v1/scenarios": [
        get("api/v1/scenarios", May.CHANGE_PROPOSE),
        api("POST", "api/v1/scenarios", May.CHANGE_PROPOSE, name="x", territory="EAST"),
    ],
    "api/v1/scenarios/<number>": [get(SCENARIO, May.CHANGE_PROPOSE)],
    "api/v1/scenarios/<number>/brief": [
        api("PUT", f"{SCENARIO}/brief", May.CHANGE_PROPOSE, brief={})
    ],
    "api/v1/scenarios/<number>/runs": [api("POST", f"{SCENARIO}/runs", May.CHANGE_PROPOSE)],
    "api/v1/coordination-requests": [
        get("api/v1/coordination-requests"),
        api("POST", "api/v1/coordination-requests", May.CHANGE_PROPOSE, **ASKED),
    ],
    "api/v1/coordination-requests/measures": [
        get("api/v1/coordination-requests/measures", query=PERIOD)
    ],
    "api/v1/coordination-requests/<number>": [get(REQUEST)],
    "api/v1/coordination-requests/<number>/answer": [
        api("POST", f"{REQUEST}/answer", May.CHANGE_PROPOSE, accept=True)
    ],
    "api/v1/coordination-requests/<number>/messages": [
        api("POST", f"{REQUEST}/messages", May.CHANGE_PROPOSE, text="Soon")
    ],
    "api/v1/coordination-requests/<number>/end": [
        api("POST", f"{REQUEST}/end", May.CHANGE_PROPOSE, text="Done", outcome="resolved")
    ],
    "api/v1/notifications": [get("api/v1/notifications")],
    "api/v1/notifications/read": [api("POST", "api/v1/notifications/read", ids=["{notification}"])],
    "api/v1/events": [get("api/v1/events")],
    "api/v1/audit": [get("api/v1/audit", May.AUDIT_READ)],
    "api/v1/me": [get("api/v1/me")],
    "api/ogc/": [get("api/ogc/")],
    "api/ogc/api": [get("api/ogc/api")],
    "api/ogc/conformance": [get("api/ogc/conformance")],
    "api/ogc/collections": [get("api/ogc/collections")],
    "api/ogc/collections/<str:name>": [
        get("api/ogc/collections/sites"),
        get("api/ogc/collections/territories"),
    ],
    "api/ogc/collections/<str:name>/queryables": [get("api/ogc/collections/sites/queryables")],
    "api/ogc/collections/<str:name>/items": [
        get("api/ogc/collections/sites/items"),
        get("api/ogc/collections/territories/items"),
        get("api/ogc/collections/sites/items", query="filter=name LIKE '%25Inn%25'"),
    ],
    "api/ogc/collections/<str:name>/items/<str:key>": [
        get("api/ogc/collections/sites/items/{site}"),
        get("api/ogc/collections/territories/items/{territory}"),
    ],
    "api/ogc/tiles/<str:name>.json": [get("api/ogc/tiles/sites.json")],
    "tiles/<slug:name>.json": [get("tiles/sites.json")],
    "tiles/sites/<int:z>/<int:x>/<int:y>.mvt": [
        get("tiles/sites/4/4/6.mvt"),
        get("tiles/sites/14/4719/6445.mvt"),
    ],
    "tiles/territories/<int:z>/<int:x>/<int:y>.mvt": [get("tiles/territories/4/4/6.mvt")],
}
