"""Every address of Townsite, composed from its interfaces."""

from django.urls import include, path

from townsite.api.api import api

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("api/v1/", api.urls),
    path("api/ogc/", include("townsite.api.ogc.urls")),
    path("", include("townsite.web.urls")),
]

handler400 = "townsite.web.errors.bad_request"
handler403 = "townsite.web.errors.forbidden"
handler404 = "townsite.web.errors.not_found"
handler500 = "townsite.web.errors.server_error"
