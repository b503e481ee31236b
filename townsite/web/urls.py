"""Addresses of the portal, one include a part."""

from django.urls import URLPattern, URLResolver, include, path

from townsite.web.basemap import views as basemap
from townsite.web.health import health
from townsite.web.preferences.views import preferences_view

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("townsite.web.home.urls")),
    path("sites/map/", include("townsite.web.site_map.urls")),
    path("sites/", include("townsite.web.directory.urls")),
    path("sites/", include("townsite.web.sites.urls")),
    path("", include("townsite.web.placement.urls")),
    path("customers/", include("townsite.web.customers.urls")),
    path("audit/", include("townsite.web.audit.urls")),
    path("docs/", include("townsite.web.docs.urls")),
    path("territories/", include("townsite.web.territories.urls")),
    path("change-sets/", include("townsite.web.changes.urls")),
    path("scenarios/", include("townsite.web.scenarios.urls")),
    path("notifications/", include("townsite.web.notifications.urls")),
    path("coordination/", include("townsite.web.coordination.urls")),
    path("imports/", include("townsite.web.imports.urls")),
    path("policies/", include("townsite.web.policies.urls")),
    path("jobs/", include("townsite.web.jobs.urls")),
    path("tiles/", include("townsite.web.tiles.urls")),
    path("health", health, name="health"),
    path("preferences/", preferences_view, name="preferences"),
    path("preferences/tokens/", include("townsite.web.tokens.urls")),
    path("preferences/devices/", include("townsite.web.devices.urls")),
    path("basemap/style.json", basemap.basemap_style, name="basemap_style"),
    path("basemap/<int:z>/<int:x>/<int:y>.mvt", basemap.basemap_tile, name="basemap_tile"),
]
