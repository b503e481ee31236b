"""Who the caller is and what they may do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from townsite.access.http import scope_in
from townsite.access.queries import grants_of
from townsite.accounts.models import User
from townsite.api.answers import as_json
from townsite.common import clock
from townsite.common.errors import Forbidden

router = Router()


@router.get("", operation_id="get_me", response={200: dict[str, Any]})
def get_me(request: HttpRequest) -> HttpResponse:
    """The caller's account, grants and permissions, and the token that asks."""
    user = request.user
    if not isinstance(user, User):
        raise Forbidden("Sign in first.")
    token = getattr(request, "token", None)
    return as_json(
        {
            "id": user.pk,
            "email": user.email,
            "name": user.name,
            "time_zone": user.time_zone,
            "units": user.units,
            **({"token": {"prefix": token.prefix, "scopes": token.limits.scopes}} if token else {}),
            "permissions": sorted(scope_in(request).permissions),
            "grants": [
                {
                    "role": grant.role,
                    "territory": grant.territory and grant.territory.code,
                    "site": grant.site and grant.site.number,
                }
                for grant in grants_of(user, at=clock.now())
            ],
        }
    )
