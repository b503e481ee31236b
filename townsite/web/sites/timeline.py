"""What happened to a site, newest first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from townsite.audit.models import Event
from townsite.audit.queries import site_timeline
from townsite.web.events import event_entry
from townsite.web.sites.lookup import site_or_404
from townsite.web.sites.page import site_page

PAGE = 30


@require_GET
def timeline(request: HttpRequest, number: str) -> HttpResponse:
    """The events of a site; HTMX asks for the next page by cursor."""
    site = site_or_404(number)
    before = request.GET.get("before", "")
    cursor = int(before) if before.isdecimal() and len(before) < 19 else None  # noqa: PLR2004 - digits of a bigint
    events: list[Event] = list(site_timeline(site.pk, before=cursor)[: PAGE + 1])
    context: dict[str, Any] = {
        "entries": [event_entry(event) for event in events[:PAGE]],
        "next_cursor": events[PAGE - 1].pk if len(events) > PAGE else None,
        "site": site,
        "is_first_page": cursor is None,
    }
    if request.headers.get("HX-Request") and cursor is not None:
        return render(request, "sites/timeline.html#entries", context)
    return site_page(request, site, tab="timeline", context=context)
