"""Pages of one plan: map beside today's, territories before and after, certificate, change set."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.audit.exports import record_export
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.scenarios import actions
from townsite.scenarios.pack import KINDS, packed
from townsite.scenarios.queries import plan_with_number, scenario_with_number
from townsite.scenarios.queries.detail import plan_detail_of
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.scenarios.plan_page import map_data

MOST_MOVES_SHOWN = 200


class ProposeForm(forms.Form):
    """What the change set is called, and why it is made."""

    title = forms.CharField(max_length=200)
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        help_text="It stands in the history of every site that moves.",
    )


@require_GET
@needs(Permission.CHANGE_PROPOSE)
def plan_detail(request: HttpRequest, number: int, plan_number: int) -> HttpResponse:
    """What the plan would change, for whom, and what binds it."""
    scenario = scenario_with_number(number)
    plan = plan_with_number(scenario, plan_number)
    detail = plan_detail_of(plan, at=clock.now())
    context: dict[str, Any] = {
        "scenario": scenario,
        "plan": plan,
        "today": plan.run.today,
        "detail": detail,
        "moves": detail.moves[:MOST_MOVES_SHOWN],
        "proposals": plan.proposals.select_related("change_set"),
        "is_owner": scenario.owner_id == person_in(request).pk,
        **map_data(detail),
    }
    return render(request, "scenarios/plan_detail.html", context)


@require_GET
@needs(Permission.CHANGE_PROPOSE)
def plan_certificate(request: HttpRequest, number: int, plan_number: int) -> HttpResponse:
    """Every hard constraint checked, the bound, and what repeats the plan."""
    scenario = scenario_with_number(number)
    plan = plan_with_number(scenario, plan_number)
    weights = [(name.capitalize(), weight) for name, weight in plan.objective.items() if weight]
    context = {"scenario": scenario, "plan": plan, "weights": weights}
    return render(request, "scenarios/plan_certificate.html", context)


@require_GET
@needs(Permission.EXPORT)
def pack(request: HttpRequest, number: int, plan_number: int, kind: str) -> HttpResponse:
    """The planning pack as a workbook, a GeoPackage or the boundaries as GeoJSON."""
    plan = plan_with_number(scenario_with_number(number), plan_number)
    now = clock.now()
    detail = plan_detail_of(plan, at=now)
    content = packed(kind, plan, detail, at=now)
    record_export(
        "planning pack",
        rows=len(detail.layout.seat),
        form=kind,
        question=f"scenario {number}, plan {plan_number}",
        by=person_in(request),
        at=now,
    )
    answer = HttpResponse(content, content_type=KINDS[kind])
    name = f"scenario-{number}-plan-{plan_number}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_PROPOSE)
def propose(request: HttpRequest, number: int, plan_number: int) -> HttpResponse:
    """The plan as a draft change set; a refusal keeps what was typed."""
    scenario = scenario_with_number(number)
    plan = plan_with_number(scenario, plan_number)
    initial = {"title": scenario.name, "reason": scenario.notes}
    form = ProposeForm(sent_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.propose_plan(
                plan=plan, by=person_in(request), at=clock.now(), **form.cleaned_data
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "A draft change set. Look it over, then submit it.")
            return redirect("changes:detail", row.number)
    context = {"form": form, "scenario": scenario, "plan": plan}
    status = 422 if form.errors else 200
    return render(request, "scenarios/propose.html", context, status=status)
