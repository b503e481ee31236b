"""Proposing an edit of boundaries: who gains and loses what, then a draft that others approve."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.accounts.models import User
from townsite.changes.actions import (
    propose_boundaries,
    redraw_draft,
    schedule_change_set,
    submit_change_set,
)
from townsite.changes.choices import ChangeState
from townsite.changes.models import ChangeSet
from townsite.changes.redrawing import approvals_for
from townsite.changes.tasks import carry_out_soon
from townsite.common import clock
from townsite.common.errors import Problem, Stale, http_status
from townsite.policies.choices import Severity
from townsite.policies.queries import policies_at
from townsite.territories.boundaries.coverage import boundary_versions
from townsite.territories.boundaries.geometry import Coverage
from townsite.territories.boundaries.problems import gaps_in
from townsite.territories.models import Territory
from townsite.web.person import person_in
from townsite.web.territories.boundary_forms import ProposalForm
from townsite.web.territories.collections import collection
from townsite.web.territories.redraw import Redraw, edit_of, redraw_of

NOTICE = "notice.reassignment_days"
NAMED = 3


@require_POST
@needs(Permission.CHANGE_PROPOSE)
def boundary_preview(request: HttpRequest) -> HttpResponse:
    """Who gains and loses what, before anything is proposed."""
    return proposal_page(request, request.POST.get("edit", ""))


@require_POST
@needs(Permission.CHANGE_PROPOSE)
def boundary_propose(request: HttpRequest) -> HttpResponse:
    """The draft of the edit, new or gone on with; refused when somebody published meanwhile.

    Where the policies ask for nobody's approval, `publish` lets it take effect at once.
    """
    text, at, by = request.POST.get("edit", ""), clock.now(), person_in(request)
    edit, draft = edit_of(text, by=by, at=at)
    form = ProposalForm(request.POST, is_new=draft is None)
    if not form.is_valid():
        return proposal_page(request, text, form, status=422)
    try:
        with transaction.atomic():
            done = redraw_of(edit, at=at)
            if _base(done.shapes) != form.cleaned_data["base"]:
                raise Stale(
                    "Somebody published other boundaries meanwhile. Look at the preview again."
                )
            row = _kept(done, form, draft, by=by, at=at)
            if request.POST.get("publish"):
                _take_effect(row, by=by, at=at)
    except Problem as problem:
        form.add_error(None, problem.detail)
        return proposal_page(request, text, form, status=http_status(problem))
    messages.success(request, f"Change set {row.number} is kept; nothing has changed yet.")
    return redirect("changes:detail", row.number)


def proposal_page(
    request: HttpRequest, text: str, form: ProposalForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The preview with the form that proposes it. Raises Invalid as the edit's strokes do."""
    at, by = clock.now(), person_in(request)
    edit, draft = edit_of(text, by=by, at=at)
    done = redraw_of(edit, at=at)
    shown = form or ProposalForm(initial={"title": _title(done)}, is_new=draft is None)
    notice = policies_at(at, keys=[NOTICE]).resolve(NOTICE)
    context = {
        "redraw": done,
        "draft": draft,
        "gaps": gaps_in(done.after),
        "form": shown,
        "edit": text,
        "base": _base(done.shapes),
        "approvals": _approvals(done, at),
        "notice_days": notice.value if done.moving else 0,
        "notice_binds": notice.severity == Severity.BLOCK,
        "colors": list(
            Territory.objects.filter(code__in=list(done.shapes)).values("code", "color_index")
        ),
        "before": collection({c: done.before[c] for c in done.shapes if c in done.before}),
        "after": collection(done.shapes),
        "unknown": sorted(set(done.shapes) - {each.effect.code for each in done.effects}),
    }
    return render(request, "territories/boundary_proposal.html", context, status=status)


def _approvals(done: Redraw, at: datetime) -> list[dict[str, Any]]:
    """Who decides, in words."""
    if not done.shapes:
        return []
    needed = approvals_for(done.shapes, done.moving, done.impact, at=at)
    return [{"role": each.role.label, "territory": each.territory} for each in needed]


def _kept(
    done: Redraw, form: ProposalForm, draft: ChangeSet | None, *, by: User, at: datetime
) -> ChangeSet:
    if draft is None:
        return propose_boundaries(shapes=done.shapes, by=by, at=at, **form.wishes(at))
    redraw_draft(change_set=draft, shapes=done.shapes, by=by, at=at)
    return draft


def _take_effect(row: ChangeSet, *, by: User, at: datetime) -> None:
    """Submits it, and where that is all it takes, lets the worker publish it."""
    row = submit_change_set(change_set=row, by=by, at=at)
    if row.state == ChangeState.APPROVED and not row.refusal:
        schedule_change_set(change_set=row, effective_at=at, by=by, at=at)
    carry_out_soon(at=at)


def _base(shapes: Coverage) -> str:
    """The versions that the edit starts from; another text once somebody changed one."""
    found = boundary_versions(shapes, at=clock.now())
    return " ".join(f"{code}:{found.get(code, 0)}" for code in sorted(shapes))


def _title(done: Redraw) -> str:
    codes = sorted(done.shapes)
    more = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
    return f"Redraw {', '.join(codes[:NAMED])}{more}"
