"""The audit trail: who did what to what, and why."""

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.audit.event_types import EventType
from townsite.audit.models import Event
from townsite.audit.queries import event_page
from townsite.sites.models import Site
from townsite.web.events import event_entry
from townsite.web.person import wants_fragment

PAGE = 50


class AuditForm(forms.Form):
    """What to look for; everything may be left out."""

    type = forms.ChoiceField(
        required=False, label="What", choices=[("", "Everything"), *EventType.choices]
    )
    actor = forms.CharField(required=False, max_length=100, label="By")
    target = forms.CharField(required=False, max_length=100, label="About")
    since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))


@require_GET
@needs(Permission.AUDIT_READ)
def audit_trail(request: HttpRequest) -> HttpResponse:
    """Events in scope, newest first, by cursor; the address holds the whole search."""
    form = AuditForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    cursor = request.GET.get("before", "")
    before = int(cursor) if cursor.isdecimal() and len(cursor) < 19 else None  # noqa: PLR2004 - digits of a bigint
    events = event_page(before=before, limit=PAGE + 1, **_filter(asked))
    context: dict[str, Any] = {
        "form": form,
        "entries": [event_entry(event) for event in events[:PAGE]],
        "sites": _sites_of(events[:PAGE]),
        "next_href": _older(request, events),
        "is_narrowed": any(asked.values()),
    }
    name = "audit/trail.html#entries" if wants_fragment(request) and before else "audit/trail.html"
    return render(request, name, context, status=200 if form.is_valid() else 422)


def _sites_of(events: list[Event]) -> dict[UUID, Site]:
    """The sites that the events are about, in one statement; those out of scope are left out."""
    return Site.objects.only("number", "name").in_bulk({e.site_id for e in events if e.site_id})


def _filter(asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "event_type": asked.get("type", ""),
        "actor": asked.get("actor", "").strip(),
        "target": asked.get("target", "").strip(),
        "since": _midnight(asked.get("since")),
        "until": _midnight(asked.get("until"), end=True),
    }


def _midnight(day: date | None, *, end: bool = False) -> datetime | None:
    """The start of a day, or its end, in the reader's time zone."""
    if day is None:
        return None
    moment = time.max if end else time.min
    return timezone.make_aware(datetime.combine(day, moment))


def _older(request: HttpRequest, events: list[Event]) -> str:
    if len(events) <= PAGE:
        return ""
    query = {name: value for name, value in request.GET.items() if name != "before" and value}
    return "?" + urlencode({**query, "before": events[PAGE - 1].pk})
