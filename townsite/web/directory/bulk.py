"""Changing the ticked sites, or all that match: choose, preview, carry out."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from townsite.access.actions import require
from townsite.access.choices import Permission
from townsite.access.http import scope_in
from townsite.changes.bulk import CLASSIFYING, carry_out_bulk, deciders_of
from townsite.changes.tasks import bulk as bulk_job
from townsite.common import clock
from townsite.common.errors import Invalid, Problem
from townsite.directory.queries import bulk_preview
from townsite.directory.selection import Selection
from townsite.jobs.actions import start_job
from townsite.sites.actions import STEPS
from townsite.web.directory.bulk_forms import FORMS, ReasonForm
from townsite.web.directory.listing import listing_in
from townsite.web.forms import add_problem
from townsite.web.person import person_in

# Some two seconds' work; a job does more than that.
MOST_AT_ONCE = 2_000
HEADINGS = {
    "edit": "Edit sites",
    "status": "Change the status of sites",
    "assign": "Assign sites to a territory",
}


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The form for what was chosen in the table."""
    act = _act(request)
    return _form(request, act, FORMS[act](), selection_in(request))


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """How many sites would change and how, before anything does."""
    act, selection = _act(request), selection_in(request)
    form = FORMS[act](request.POST)
    if not form.is_valid():
        return _form(request, act, form, selection, status=422)
    if act != "assign":
        _permit(request, act, form.values())
    seen = bulk_preview(selection, act=act, values=form.values())
    context = {"preview": seen, "form": form, "is_job": seen.expected > MOST_AT_ONCE}
    if seen.changing and not seen.locked:
        context["deciders"] = deciders_of(
            act=act,
            selection=selection,
            values=form.values(),
            by=person_in(request),
            at=clock.now(),
        )
    return render(request, "directory/bulk_preview.html", {**_shared(act, selection), **context})


@require_POST
def carry_out(request: HttpRequest) -> HttpResponse:
    """Does it as a change set: in effect at once or submitted; in a job for very many."""
    act, selection = _act(request), selection_in(request)
    form = FORMS[act](request.POST)
    expected = request.POST.get("expected", "")
    if not form.is_valid() or not (expected.isascii() and expected.isdecimal()):
        return _form(request, act, form, selection, status=422)
    _permit(request, act, form.values())
    given: dict[str, Any] = {
        "act": act,
        **selection.as_arguments(),
        "expected": int(expected[:9]),
        "values": form.values(),
        "reason": form.cleaned_data["reason"],
    }
    if given["expected"] > MOST_AT_ONCE:
        job = start_job(
            bulk_job,
            title=f"{HEADINGS[act]} ({given['expected']:,})",
            by=person_in(request),
            at=clock.now(),
            **given,
        )
        return redirect("jobs:detail", job.pk)
    try:
        with transaction.atomic():
            done = carry_out_bulk(by=person_in(request), at=clock.now(), **given)
    except Problem as problem:
        add_problem(form, problem)
        return _form(request, act, form, selection, status=422)
    same = f" {done.unchanged:,} were so already." if done.unchanged else ""
    if done.is_effective:
        messages.success(request, f"{done.changing:,} sites changed.{same}")
    else:
        messages.success(request, f"Nothing has changed yet: it waits for approval.{same}")
    return redirect("changes:detail", done.change_set.number)


def _act(request: HttpRequest) -> str:
    act = request.POST.get("act", "")
    if act not in FORMS:
        raise Invalid("Choose what to do with the sites: edit, change status or assign.")
    # Whoever may not assign may still propose it.
    require(scope_in(request), Permission.CHANGE_PROPOSE if act == "assign" else Permission.IMPORT)
    return act


def _permit(request: HttpRequest, act: str, values: dict[str, str]) -> None:
    """Raises Forbidden for values that need more than the act itself."""
    scope = scope_in(request)
    if act == "assign":
        require(scope, Permission.SITE_ASSIGN)
    if act == "edit":
        require(scope, Permission.SITE_EDIT)
        if CLASSIFYING & set(values):
            require(scope, Permission.SITE_CLASSIFY)
    if act == "status":
        is_closing = STEPS[values["verb"]].needs_reason
        require(scope, Permission.SITE_DEACTIVATE if is_closing else Permission.SITE_EDIT)


def selection_in(request: HttpRequest) -> Selection:
    """What was ticked; all that match when that was ticked too."""
    if request.POST.get("all_matching"):
        # The forms of the next steps have fields named like filters, so they carry it apart.
        kept = request.POST.get("selection")
        query = listing_in(request).criteria.query() if kept is None else kept
        return Selection.of([], query=query)
    numbers = [number for text in request.POST.getlist("selected") for number in text.split(",")]
    if not any(numbers):
        raise Invalid("Tick the sites first, then choose what to do with them.")
    return Selection.of(numbers, query="")


def _shared(act: str, selection: Selection) -> dict[str, Any]:
    return {"act": act, "heading": HEADINGS[act], "selection": selection}


def _form(
    request: HttpRequest, act: str, form: ReasonForm, selection: Selection, *, status: int = 200
) -> HttpResponse:
    context = {**_shared(act, selection), "form": form, "count": selection.sites().count()}
    return render(request, "directory/bulk_form.html", context, status=status)
