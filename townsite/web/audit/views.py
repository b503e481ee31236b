"""The audit trail: who did what to what, and why."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.audit.models import Event
from townsite.audit.sealing.proof import proof_of
from townsite.common.errors import NotFound
from townsite.sites.models import Site
from townsite.web.audit.forms import AuditForm
from townsite.web.events import event_entry
from townsite.web.person import wants_fragment

PAGE = 50


@require_GET
@needs(Permission.AUDIT_READ)
def audit_trail(request: HttpRequest) -> HttpResponse:
    """Events in scope, newest first, by cursor; the address holds the whole search."""
    form = AuditForm(request.GET)
    search = form.search(request)
    cursor = request.GET.get("before", "")
    before = int(cursor) if cursor.isdecimal() and len(cursor) < 19 else None  # noqa: PLR2004 - digits of a bigint
    events = list(search.events(before=before)[: PAGE + 1])
    context: dict[str, Any] = {
        "form": form,
        "entries": [event_entry(event) for event in events[:PAGE]],
        "sites": sites_of(events[:PAGE]),
        "next_href": _older(request, events),
        "search": search,
        "is_narrowed": any(vars(search).values()),
        "query": _query(request),
    }
    name = "audit/trail.html#entries" if wants_fragment(request) and before else "audit/trail.html"
    return render(request, name, context, status=200 if form.is_valid() else 422)


@require_GET
@needs(Permission.AUDIT_READ)
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything recorded of one event, and whether it still is as it was sealed."""
    event = Event.objects.filter(pk=pk).first()
    if event is None:
        raise NotFound(f"There is no event {pk} within your reach.")
    entry = event_entry(event)
    context = {
        "event": event,
        "entry": entry,
        "site": sites_of([event]).get(event.site_id) if event.site_id else None,
        "proof": proof_of(event),
    }
    return render(request, "audit/event.html", context)


def sites_of(events: list[Event]) -> dict[UUID, Site]:
    """The sites that the events are about, in one statement; those out of scope are left out."""
    return Site.objects.only("number", "name").in_bulk({e.site_id for e in events if e.site_id})


def _query(request: HttpRequest) -> str:
    return urlencode({n: value for n, value in request.GET.items() if n != "before" and value})


def _older(request: HttpRequest, events: list[Event]) -> str:
    if len(events) <= PAGE:
        return ""
    older = urlencode({"before": events[PAGE - 1].pk})
    return "?" + "&".join(part for part in (_query(request), older) if part)
