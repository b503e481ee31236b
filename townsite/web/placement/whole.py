"""Accepting many proposals at once: rehearsed first, then done, in a job when there are many."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.changes.actions import place_best
from townsite.changes.actions.place import Placed
from townsite.changes.tasks import place_all
from townsite.common import clock
from townsite.jobs.actions import start_job
from townsite.sites.models import Site
from townsite.territories.choices import AssignmentKind
from townsite.territories.hierarchies import hierarchy_named
from townsite.territories.models import Assignment, Hierarchy
from townsite.territories.placement.asked_sites import count_unassigned, unassigned_ids
from townsite.territories.placement.proposals import Run, propose
from townsite.web.changes.outcome import tell_outcome
from townsite.web.person import person_in
from townsite.web.placement.presenting import load_bars

SHOWN = 100
# A site costs about 2 ms to judge in a run; beyond this many a job with progress does it.
MOST_AT_ONCE = 1_000


@require_POST
@needs(Permission.SITE_ASSIGN)
def rehearse(request: HttpRequest) -> HttpResponse:
    """What accepting would do; nothing is written."""
    numbers, is_all = request.POST.getlist("selected"), "all" in request.POST
    tree = hierarchy_named(request.POST.get("hierarchy", ""))
    ids = unassigned_ids(limit=MOST_AT_ONCE, hierarchy=tree) if is_all else _ids(numbers, tree)
    run = propose(ids, at=clock.now(), is_filling=True, shown=1, hierarchy_id=tree.pk)
    context = {
        "run": run,
        "hierarchy": tree,
        "numbers": [] if is_all else numbers,
        "is_all": is_all,
        "total": count_unassigned(tree) if is_all else len(run.results),
        "judged": len(run.results),
        "clean": sum(each.best is not None and not each.best.warnings for each in run.results),
        "warned": sum(each.best is not None and each.best.warnings > 0 for each in run.results),
        "unfit": sum(each.best is None for each in run.results),
        "gains": _gains(run),
        "results": run.results[:SHOWN],
        "shown": SHOWN,
    }
    return render(request, "placement/rehearsal.html", context)


@require_POST
@needs(Permission.SITE_ASSIGN)
def accept(request: HttpRequest) -> HttpResponse:
    """Places the sites by their proposals; those without a fit territory stay in the queue."""
    with_warnings = "with_warnings" in request.POST
    at, person = clock.now(), person_in(request)
    tree = hierarchy_named(request.POST.get("hierarchy", ""))
    if "all" in request.POST and count_unassigned(tree) > MOST_AT_ONCE:
        job = start_job(
            place_all,
            title="Place all waiting sites",
            by=person,
            at=at,
            with_warnings=with_warnings,
            hierarchy=tree.code,
        )
        return redirect("jobs:detail", job.pk)
    is_all = "all" in request.POST
    numbers = request.POST.getlist("selected")
    ids = unassigned_ids(limit=None, hierarchy=tree) if is_all else _ids(numbers, tree)
    done = place_best(site_ids=ids, by=person, at=at, with_warnings=with_warnings, hierarchy=tree)
    _tell(request, done, at)
    back = redirect("placement:board")
    if not tree.is_main:
        back["Location"] += f"?hierarchy={tree.code}"
    return back


def _tell(request: HttpRequest, done: Placed, at: datetime) -> None:
    """How many are placed, or wait to be, and how many stayed."""
    word = "site" if done.sites == 1 else "sites"
    stayed = f" {done.left:,} stayed in the queue." if done.left else ""
    if done.change_set is None:
        messages.info(request, f"No site was placed.{stayed}")
        return
    tell_outcome(request, done.change_set, done=f"{done.sites:,} {word} placed.{stayed}", at=at)


def _ids(numbers: list[str], hierarchy: Hierarchy) -> list[UUID]:
    """The ticked sites that still wait, in the order of the queue."""
    waiting = Site.objects.filter(number__in=numbers[:MOST_AT_ONCE]).exclude(
        pk__in=Assignment.objects.filter(
            site__number__in=numbers[:MOST_AT_ONCE],
            hierarchy=hierarchy,
            kind=AssignmentKind.PRIMARY,
            valid_during__upper_inf=True,
        ).values("site_id")
    )
    order = (F("annual_revenue_cents").desc(nulls_last=True), "number")
    return list(waiting.order_by(*order).values_list("pk", flat=True))


def _gains(run: Run) -> list[dict[str, Any]]:
    """Territories that would gain sites, the most first, with their load afterwards."""
    counts = Counter(each.best.territory.code for each in run.results if each.best)
    bars = load_bars(run.candidates)
    rows = {row.code: row for row in run.candidates.rows}
    return [
        {"territory": rows[code], "sites": count, "bar": bars[code]}
        for code, count in counts.most_common()
    ]
