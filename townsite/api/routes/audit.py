"""The audit trail: the same search as its page, newest first."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import IPvAnyAddress

from townsite.access.actions import require
from townsite.access.choices import Permission
from townsite.access.http import scope_in
from townsite.api.answers import page
from townsite.api.parameters import Instant, Limit, Text
from townsite.api.routes.events import FIELDS, LARGEST_ID, require_type
from townsite.audit.search import EventSearch
from townsite.common.rendering import dumps

router = Router()


@router.get("", operation_id="search_audit_trail", response={200: dict[str, Any]})
def search_audit_trail(
    request: HttpRequest,
    cursor: Annotated[int, Query(0, ge=0, le=LARGEST_ID, description="`next` of the page before")],
    limit: Limit = 50,
    type: Annotated[Text, Query("", description="A type, or user. for all of user")] = "",  # noqa: A002 - the event's own word
    actor: Annotated[Text, Query("", max_length=100, description="Part of a name, or an id")] = "",
    kind: Annotated[Text, Query("", max_length=40, description="Kind of record: site …")] = "",
    target: Annotated[Text, Query("", max_length=100, description="Part of what it is about")] = "",
    target_id: Annotated[Text, Query("", max_length=40)] = "",
    changed: Annotated[Text, Query("", max_length=60, description="A field that changed")] = "",
    address: Annotated[IPvAnyAddress | None, Query(None)] = None,
    source: Annotated[Text, Query("", max_length=40, description="Id of a request or job")] = "",
    since: Instant | None = None,
    until: Instant | None = None,
) -> HttpResponse:
    """Events in reach that fit, newest first; needs the permission to read the audit trail."""
    require(scope_in(request), Permission.AUDIT_READ)
    require_type(type)
    search = EventSearch(
        type=type,
        actor=actor.strip(),
        kind=kind,
        target=target.strip(),
        target_id=target_id,
        changed=changed,
        address=str(address or ""),
        source=source,
        since=since,
        until=until,
    )
    found = list(search.events(before=cursor or None).values(*FIELDS, "address")[: limit + 1])
    more = str(found[limit - 1]["id"]) if len(found) > limit else None
    return page(request, dumps(found[:limit]), more)
