"""Every address of Townsite, composed from its interfaces."""

from django.urls import include, path
from django.views.generic import RedirectView

from townsite.api.api import api

urlpatterns = [
    # The address that a person signs in with is changed by an administrator.
    path("accounts/email/", RedirectView.as_view(pattern_name="preferences")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/logins/", include("allauth.socialaccount.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("api/v1/", api.urls),
    path("api/ogc/", include("townsite.api.ogc.urls")),
    path("", include("townsite.web.urls")),
]

handler400 = "townsite.web.errors.bad_request"
handler403 = "townsite.web.errors.forbidden"
handler404 = "townsite.web.errors.not_found"
handler429 = "townsite.web.errors.too_many"
handler500 = "townsite.web.errors.server_error"
