"""Pages of the change sets: list, draft, one change set."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.audit.models import Event
from townsite.changes.actions import add_changes, start_change_set
from townsite.changes.queries import change_set_with_number, change_sets_seen
from townsite.changes.types.registry import change_types
from townsite.common import clock
from townsite.common.errors import NotFound, Problem
from townsite.scenarios.queries import proposal_of
from townsite.web.changes.forms import (
    HandoverForm,
    ListForm,
    ScheduleForm,
    StartForm,
    TextForm,
    TypeForm,
)
from townsite.web.changes.payload_form import PayloadForm
from townsite.web.changes.presenting import page_of
from townsite.web.events import event_entry
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in

PAGE = 50


@require_GET
def change_set_list(request: HttpRequest) -> HttpResponse:
    """The change sets in scope, the latest first; the address holds the whole search."""
    form = ListForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = change_sets_seen(
        state=asked.get("state", ""),
        change_class=asked.get("class_", ""),
        territory=asked.get("territory", "").strip().upper(),
        text=asked.get("q", "").strip(),
        author=person_in(request).pk if asked.get("mine") else None,
        waiting=bool(asked.get("waiting")),
    )
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) <= 9:  # noqa: PLR2004 - digits of an integer
        rows = rows.filter(number__lt=int(before))
    found = list(rows[: PAGE + 1])
    context: dict[str, Any] = {
        "form": form,
        "change_sets": found[:PAGE],
        "is_narrowed": any(asked.values()),
        "next_href": _older(request, found[PAGE - 1].number) if len(found) > PAGE else "",
    }
    return render(request, "changes/change_set_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_PROPOSE)
def change_set_new(request: HttpRequest) -> HttpResponse:
    """A new draft; with `type` and `territory` in the address its first change follows at once."""
    form = StartForm(sent_data(request))
    if request.method == "POST" and form.is_valid():
        row = start_change_set(by=person_in(request), at=clock.now(), **form.cleaned_data)
        query = urlencode({name: value for name, value in request.GET.items() if value})
        return redirect(f"/change-sets/{row.number}/{f'changes/new/?{query}' if query else ''}")
    status = 422 if form.errors else 200
    return render(request, "changes/change_set_form.html", {"form": form}, status=status)


@require_GET
def change_set_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One change set: what will happen, to whom, who decides, what was said."""
    row = change_set_with_number(number)
    events = Event.objects.filter(target_kind="changeset", target_id=str(row.pk)).order_by("-id")
    context = {
        **page_of(row, person_in(request), at=clock.now()),
        "type_form": TypeForm(),
        "handover_form": HandoverForm(initial={"handover_plan": row.handover_plan}),
        "schedule_form": ScheduleForm(),
        "text_form": TextForm(),
        "proposal": proposal_of(row),
        "entries": [event_entry(event) for event in events[:20]],
    }
    return render(request, "changes/change_set_detail.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_PROPOSE)
def change_new(request: HttpRequest, number: int) -> HttpResponse:
    """The form of one change of the chosen type; a refusal keeps what was typed."""
    row = change_set_with_number(number)
    key = request.GET.get("type", "assign_sites")
    kind = change_types().get(key)
    if kind is None or not kind.is_drafted:
        raise NotFound(f"There is no type of change “{key}”.")
    given = {name: value for name, value in request.GET.items() if name in kind.model_fields}
    form = PayloadForm(kind, sent_data(request), initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            add_changes(
                change_set=row,
                changes=[(key, form.payload())],
                by=person_in(request),
                at=clock.now(),
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"Added: {kind.label.lower()}.")
            return redirect("changes:detail", number)
    context = {"form": form, "heading": kind.label, "change_set": row}
    return render(request, "changes/change_form.html", context, status=422 if form.errors else 200)


def _older(request: HttpRequest, last: int) -> str:
    query = {name: value for name, value in request.GET.items() if name != "before" and value}
    return "?" + urlencode({**query, "before": last})
