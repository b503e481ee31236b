"""Pages of the scenarios: list, question, front."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.policies.queries import policies_at
from townsite.policies.resolution import ANYWHERE
from townsite.scenarios import actions
from townsite.scenarios.brief import Brief, brief_of
from townsite.scenarios.instance.reading import focus_context
from townsite.scenarios.limits import Limit, limits_of, rules_at
from townsite.scenarios.queries import latest_run, scenario_with_number, scenarios_seen
from townsite.territories.choices import TerritoryLevel
from townsite.territories.models import Territory
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in, wants_fragment
from townsite.web.scenarios.chart import FIGURES, trade_offs
from townsite.web.scenarios.forms import ScenarioForm, initial_of
from townsite.web.scenarios.presenting import run_status

PAGE = 100


@require_GET
@needs(Permission.CHANGE_PROPOSE)
def scenario_list(request: HttpRequest) -> HttpResponse:
    """The scenarios in scope, the latest first."""
    text, territory = request.GET.get("q", "").strip(), request.GET.get("territory", "").upper()
    rows = list(scenarios_seen(text=text, territory=territory)[:PAGE])
    context = {"scenarios": rows, "q": text, "territory": territory, "shown": PAGE}
    return render(request, "scenarios/scenario_list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_PROPOSE)
def scenario_new(request: HttpRequest) -> HttpResponse:
    """A new scenario; its limits show the policies of the part of the tree in the address."""
    code = request.GET.get("territory", "").strip().upper()
    focus = Territory.objects.filter(code=code).first()
    form = ScenarioForm(sent_data(request), initial=_first(focus))
    form.with_limits(_limits(focus, Brief()))
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.create_scenario(
                territory=form.focus(),
                brief=form.brief(),
                base_at=form.base_at(),
                owner=person_in(request),
                by=person_in(request),
                at=clock.now(),
                **{name: form.cleaned_data[name] for name in ("name", "notes", "is_shared")},
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            return _and_run(request, row.number)
    return _form(request, form, {"heading": "New scenario", "parts": _parts()})


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_PROPOSE)
def scenario_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Another question; plans that were found stay."""
    row = scenario_with_number(number)
    brief = brief_of(row.brief)
    form = ScenarioForm(sent_data(request), initial=initial_of(row, brief))
    form.fields["territory"].disabled = True
    form.with_limits(_limits(row.territory, brief.model_copy(update={"limits": {}})))
    if request.method == "POST" and form.is_valid():
        try:
            values = {name: form.cleaned_data[name] for name in ("name", "notes", "is_shared")}
            actions.edit_scenario(
                scenario=row,
                values={**values, "brief": form.brief(), "base_at": form.base_at()},
                by=person_in(request),
                at=clock.now(),
                version=_version(request),
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            return _and_run(request, number)
    return _form(request, form, {"heading": f"Edit {row}", "scenario": row, "parts": []})


@require_GET
@needs(Permission.CHANGE_PROPOSE)
def scenario_detail(request: HttpRequest, number: int) -> HttpResponse:
    """The front: plans by two figures with today marked, their table, the run that goes on."""
    row = scenario_with_number(number)
    run = latest_run(row)
    plans = list(row.plans.defer("territory", "center", "rows", "strokes").order_by("number"))
    shown = run.today if run and run.today else {}
    if plans and not shown:
        shown = plans[-1].run.today
    x, y = _axis(request, "x", "mean_minutes"), _axis(request, "y", "load_spread")
    context: dict[str, Any] = {
        "scenario": row,
        "plans": plans,
        "today": shown,
        "chart": trade_offs(plans, shown, x, y) if plans else None,
        "figures": FIGURES,
        "x": x,
        "y": y,
        "is_owner": row.owner_id == person_in(request).pk,
        "limits": _limits(row.territory, brief_of(row.brief)).values(),
        "brief": brief_of(row.brief),
        **run_status(run),
    }
    return render(request, "scenarios/scenario_detail.html", context)


@require_GET
@needs(Permission.CHANGE_PROPOSE)
def run_progress(request: HttpRequest, number: int) -> HttpResponse:
    """How far the run is; asked again every second until it has ended, then the page reloads."""
    row = scenario_with_number(number)
    status = run_status(latest_run(row))
    context = {"scenario": row, "is_owner": row.owner_id == person_in(request).pk, **status}
    answer = render(request, "scenarios/run_status.html", context)
    if wants_fragment(request) and not status["is_running"]:
        answer["HX-Refresh"] = "true"
    return answer


def _run(row: Any, request: HttpRequest) -> str:
    actions.start_run(scenario=row, by=person_in(request), at=clock.now())
    return "The search has begun."


def _stop(row: Any, request: HttpRequest) -> str:
    run = latest_run(row)
    if run:
        actions.stop_run(run=run, by=person_in(request), at=clock.now())
    return "It ends now; the plans found so far are kept."


VERBS = {"run": _run, "stop": _stop}


@require_POST
@needs(Permission.CHANGE_PROPOSE)
def scenario_act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Starts or stops a run, or copies the scenario."""
    row = scenario_with_number(number)
    try:
        if verb == "copy":
            own = actions.copy_scenario(scenario=row, by=person_in(request), at=clock.now())
            messages.success(request, "A scenario of your own with the same question.")
            return redirect("scenarios:detail", own.number)
        messages.success(request, VERBS[verb](row, request))
    except Problem as problem:
        messages.error(request, problem.detail)
    return redirect("scenarios:detail", number)


def _and_run(request: HttpRequest, number: int) -> HttpResponse:
    """Back to the scenario, with a run begun if that was the button."""
    if request.POST.get("then") == "run":
        return scenario_act(request, number, "run")
    messages.success(request, "Kept.")
    return redirect("scenarios:detail", number)


def _form(request: HttpRequest, form: ScenarioForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, **context}
    return render(request, "scenarios/scenario_form.html", context, status=status)


def _first(focus: Territory | None) -> dict[str, Any]:
    if focus is None:
        return {"centers": "keep"}
    return {"centers": "keep", "territory": focus.code, "name": f"Plan for {focus.name}"}


def _limits(focus: Territory | None, brief: Brief) -> dict[str, Limit]:
    """The constraints with their policies; a share that may move stays a share here."""
    context = focus_context(focus) if focus else ANYWHERE
    return limits_of(brief, rules_at(policies_at(clock.now()), context), sites=0)


def _parts() -> list[Territory]:
    """Regions and districts to choose from."""
    levels = (TerritoryLevel.NATIONAL, TerritoryLevel.REGION, TerritoryLevel.DISTRICT)
    return list(Territory.objects.filter(level__in=levels, status="active").order_by("path"))


def _axis(request: HttpRequest, name: str, usual: str) -> str:
    asked = request.GET.get(name, usual)
    return asked if asked in FIGURES else usual


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - digits
