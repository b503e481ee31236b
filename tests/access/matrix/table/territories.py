"""What the pages of territories, placement, customers and scenarios expect."""

from typing import Final

from tests.access.matrix.ask import Asks, form, get, post, whole
from townsite.access.choices import Permission as May

CODE: Final = "territories/{territory}/"
SCENARIO: Final = "scenarios/{scenario}/"
PLACED: Final = {"reason": "nearer"}
TABLE: Final[Asks] = {
    "placement/": [get("placement/", May.SITE_ASSIGN)],
    "placement/choose/": [
        get("placement/choose/", May.SITE_ASSIGN, query="site={site}&territory=EAST2")
    ],
    "placement/place/": [
        post("placement/place/", May.SITE_ASSIGN, site="{site}", territory="EAST2", **PLACED)
    ],
    "placement/rehearse/": [post("placement/rehearse/", May.SITE_ASSIGN, site="{site}")],
    "placement/accept/": [
        post("placement/accept/", May.SITE_ASSIGN, choice="{site}:EAST2", **PLACED)
    ],
    "placement/balance/": [get("placement/balance/")],
    "placement/balance/look/": [post("placement/balance/look/", May.TERRITORY_EDIT)],
    "placement/reviews/<uuid:pk>/close/": [
        post("placement/reviews/{review}/close/", May.TERRITORY_EDIT)
    ],
    "placement/compare/": [
        get("placement/compare/"),
        get("placement/compare/", query="territory=EAST&territory=WEST"),
    ],
    "placement/opportunities/": [get("placement/opportunities/")],
    "placement/managers/<str:code>/": form("placement/managers/{territory}/", May.TERRITORY_EDIT),
    "customers/": [get("customers/"), get("customers/", query="q=Hotels")],
    "customers/new/": form("customers/new/", May.SITE_EDIT),
    "customers/<uuid:pk>/": [get("customers/{customer}/")],
    "customers/<uuid:pk>/edit/": form("customers/{customer}/edit/", May.SITE_EDIT),
    "territories/": [get("territories/"), get("territories/", query="q=Zanziba")],
    "territories/new/": form("territories/new/", May.TERRITORY_EDIT),
    "territories/hierarchies/": [get("territories/hierarchies/")],
    "territories/hierarchies/new/": whole(form("territories/hierarchies/new/", May.TERRITORY_EDIT)),
    "territories/hierarchies/<str:code>/edit/": whole(
        form("territories/hierarchies/{hierarchy}/edit/", May.TERRITORY_EDIT)
    ),
    "territories/map/": [get("territories/map/")],
    "territories/map/panel/": [get("territories/map/panel/")],
    "territories/map/edit/": [get("territories/map/edit/", May.CHANGE_PROPOSE)],
    "territories/boundaries/": [get("territories/boundaries/")],
    "territories/boundaries/problems.geojson": [get("territories/boundaries/problems.geojson")],
    "territories/boundaries/coverage.geojson": [get("territories/boundaries/coverage.geojson")],
    "territories/boundaries/edit/": [post("territories/boundaries/edit/", May.CHANGE_PROPOSE)],
    "territories/boundaries/by/<str:kind>/": [
        post("territories/boundaries/by/table/", May.CHANGE_PROPOSE)
    ],
    "territories/boundaries/files/": [post("territories/boundaries/files/", May.CHANGE_PROPOSE)],
    "territories/boundaries/export/<str:kind>/": [
        get("territories/boundaries/export/geojson/", May.EXPORT)
    ],
    "territories/boundaries/preview/": [
        post("territories/boundaries/preview/", May.CHANGE_PROPOSE)
    ],
    "territories/boundaries/propose/": [
        post("territories/boundaries/propose/", May.CHANGE_PROPOSE)
    ],
    "territories/boundaries/strays/": [get("territories/boundaries/strays/", May.CHANGE_PROPOSE)],
    "territories/map/edit/sites/": [get("territories/map/edit/sites/", May.CHANGE_PROPOSE)],
    "placement/quarterly/": [get("placement/quarterly/")],
    "placement/quarterly/<uuid:pk>/": [get("placement/quarterly/{quarterly}/")],
    "placement/quarterly/<uuid:pk>/close/": [
        post("placement/quarterly/{quarterly}/close/", May.TERRITORY_EDIT)
    ],
    "scenarios/": [get("scenarios/", May.CHANGE_PROPOSE)],
    "scenarios/new/": form("scenarios/new/", May.CHANGE_PROPOSE),
    "scenarios/<int:number>/": [get(f"{SCENARIO}", May.CHANGE_PROPOSE)],
    "scenarios/<int:number>/edit/": form(f"{SCENARIO}edit/", May.CHANGE_PROPOSE),
    "scenarios/<int:number>/progress/": [get(f"{SCENARIO}progress/", May.CHANGE_PROPOSE)],
    r"scenarios/^(?P<number>\d{1,9})/(?P<verb>run|stop|copy)/$": [
        post(f"{SCENARIO}{verb}/", May.CHANGE_PROPOSE) for verb in ("run", "stop", "copy")
    ],
    "territories/<str:code>/": [get(CODE)],
    "territories/<str:code>/edit/": form(f"{CODE}edit/", May.TERRITORY_EDIT),
    "territories/<str:code>/move/": [post(f"{CODE}move/", May.TERRITORY_EDIT)],
    "territories/<str:code>/close/": [post(f"{CODE}close/", May.TERRITORY_EDIT)],
    "territories/<str:code>/posts/": [post(f"{CODE}posts/", May.TERRITORY_EDIT)],
}
