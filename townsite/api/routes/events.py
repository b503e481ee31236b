"""The event spine: what happened within reach, by cursor."""

from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from townsite.access.choices import Permission
from townsite.access.http import scope_in
from townsite.api.answers import page
from townsite.api.parameters import Key, Limit
from townsite.audit.event_types import EventType
from townsite.audit.models import Event
from townsite.common.errors import Invalid
from townsite.common.rendering import dumps
from townsite.sites.models import Site

router = Router()
LARGEST_ID = 2**63 - 1
FIELDS = [
    "id", "type", "at", "target_kind", "target_id", "target_label", "site_id", "territory_id",
    "actor_id", "actor_label", "on_behalf_of_id", "reason", "changes", "request_id", "job_id",
]  # fmt: skip


@router.get("", operation_id="list_events", response={200: dict[str, Any]})
def list_events(
    request: HttpRequest,
    cursor: Annotated[int, Query(0, ge=0, le=LARGEST_ID, description="`id` of the last one read")],
    limit: Limit = 50,
    type: Annotated[str, Query("", description="For example site.created")] = "",  # noqa: A002 - the event's own word
    site: Annotated[Key | None, Query(None, description="Site number")] = None,
) -> HttpResponse:
    """Events after the cursor, oldest first: read on from `next` to follow what happens."""
    require_type(type)
    rows = Event.objects.filter(id__gt=cursor).order_by("id")
    scope = scope_in(request)
    if Permission.AUDIT_READ not in scope.permissions:
        # Sign-ins, tokens, exports: of oneself only, without the permission to read the trail.
        places = Q(site_id__isnull=False) | Q(territory_id__isnull=False)
        rows = rows.filter(places | Q(actor_id=scope.user_id))
    if type:
        rows = rows.filter(**{"type__startswith" if type.endswith(".") else "type": type})
    if site:
        rows = rows.filter(site_id__in=Site.objects.filter(number=site).values("id"))
    found = list(rows.values(*FIELDS)[: limit + 1])
    more = str(found[limit - 1]["id"]) if len(found) > limit else None
    return page(request, dumps(found[:limit]), more)


def require_type(given: str) -> None:
    """Raises Invalid for what is neither a type of event nor a part with its dot."""
    known = EventType.values
    if (
        given
        and given not in known
        and not (given.endswith(".") and any(each.startswith(given) for each in known))
    ):
        raise Invalid(f"“{given}” is no event type. Offered are {', '.join(known)}.")
