"""Scenarios: ask, run, follow, fetch plans, send one into a change set."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema
from pydantic import Field

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.accounts.models import User
from townsite.api.answers import as_json, page
from townsite.api.conditional import required_version
from townsite.api.idempotency import idempotent
from townsite.api.parameters import Cursor, Limit, Text
from townsite.common import clock
from townsite.common.errors import Invalid, NotFound
from townsite.common.rendering import dumps
from townsite.jobs.models import Job
from townsite.scenarios import actions
from townsite.scenarios.instance.instance import Instance
from townsite.scenarios.models import Plan, Scenario
from townsite.scenarios.queries import (
    is_running,
    latest_run,
    plan_with_number,
    scenario_with_number,
    scenarios_seen,
)
from townsite.territories.models import Territory

router = Router()
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
ANSWER = {200: dict[str, Any]}
FIELDS = ("number", "name", "notes", "is_shared", "base_at", "brief", "created_at", "version")
PLAN_FIELDS = ("number", "name", "origin", "is_recommended", "objective", "created_at")


class ScenarioInput(Schema):
    """What to plan; `brief` as docs/guides/scenarios.md lists it."""

    name: Text = Field(max_length=200)
    territory: Text = Field(max_length=50)
    notes: Text = Field("", max_length=2_000)
    is_shared: bool = False
    brief: dict[str, Any] = Field(default_factory=dict)


class BriefInput(Schema):
    brief: dict[str, Any]


class ProposalInput(Schema):
    title: Text = Field(max_length=200)
    reason: Text = Field(max_length=2_000)


@router.get("", operation_id="list_scenarios", response=ANSWER)
@needs(Permission.CHANGE_PROPOSE)
def list_scenarios(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> HttpResponse:
    """Scenarios in reach, the latest first."""
    rows = scenarios_seen()
    if cursor:
        if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= 9):  # noqa: PLR2004 - digits of an integer
            raise Invalid("This cursor is not one of ours. Begin again without it.")
        rows = rows.filter(number__lt=int(cursor))
    found = list(rows[: limit + 1])
    after = str(found[limit - 1].number) if len(found) > limit else None
    return page(request, dumps([_summary(each) for each in found[:limit]]), after)


@router.post("", operation_id="create_scenario", response={201: dict[str, Any]})
@needs(Permission.CHANGE_PROPOSE)
@idempotent
def post_scenario(request: HttpRequest, given: ScenarioInput) -> HttpResponse:
    """The new scenario; refused with every field that cannot be asked."""
    territory = Territory.objects.filter(code=given.territory.upper()).first()
    if territory is None:
        raise NotFound(f"There is no territory {given.territory} within your reach.")
    person = _person(request)
    row = actions.create_scenario(
        name=given.name, notes=given.notes, is_shared=given.is_shared, brief=given.brief,
        territory=territory, owner=person, by=person, at=clock.now(),
    )  # fmt: skip
    return _document(row, status=201)


@router.get("/{number}", operation_id="get_scenario", response=ANSWER)
@needs(Permission.CHANGE_PROPOSE)
def get_scenario(request: HttpRequest, number: Number) -> HttpResponse:
    """One scenario with its plans and how far its latest run is."""
    return _document(scenario_with_number(number))


@router.put("/{number}/brief", operation_id="set_scenario_brief", response=ANSWER)
@needs(Permission.CHANGE_PROPOSE)
@idempotent
def put_brief(request: HttpRequest, number: Number, given: BriefInput) -> HttpResponse:
    """The scenario with another question. Needs If-Match."""
    version = required_version(request)
    actions.edit_scenario(
        scenario=scenario_with_number(number), values={"brief": given.brief},
        by=_person(request), at=clock.now(), version=version,
    )  # fmt: skip
    return _document(scenario_with_number(number))


@router.post("/{number}/runs", operation_id="run_scenario", response={202: dict[str, Any]})
@needs(Permission.CHANGE_PROPOSE)
@idempotent
def post_run(request: HttpRequest, number: Number) -> HttpResponse:
    """A run that waits for a worker; follow it by reading the scenario."""
    row = scenario_with_number(number)
    actions.start_run(scenario=row, by=_person(request), at=clock.now())
    return _document(row, status=202)


@router.post("/{number}/runs/stop", operation_id="stop_scenario_run", response=ANSWER)
@needs(Permission.CHANGE_PROPOSE)
def post_stop(request: HttpRequest, number: Number) -> HttpResponse:
    """The run, asked to end now and keep the plans found so far."""
    row = scenario_with_number(number)
    run = latest_run(row)
    if run is None:
        raise NotFound(f"{row} has no run.")
    actions.stop_run(run=run, by=_person(request), at=clock.now())
    return _document(row)


@router.get("/{number}/plans/{plan_number}", operation_id="get_plan", response=ANSWER)
@needs(Permission.CHANGE_PROPOSE)
def get_plan(request: HttpRequest, number: Number, plan_number: Number) -> HttpResponse:
    """One plan: the territory of each site, figures, territories before and after, certificate."""
    plan = plan_with_number(scenario_with_number(number), plan_number)
    numbers = Instance.from_bytes(bytes(plan.run.input)).numbers
    codes = [seat["code"] for seat in plan.seats]
    sites = {n: codes[seat] for n, seat in zip(numbers, plan.territory, strict=True)}
    extra = {"rows": plan.rows, "today": plan.run.today, "sites": sites}
    return as_json({**_plan(plan), **extra}, version=plan.version)


@router.post(
    "/{number}/plans/{plan_number}/change-set",
    operation_id="propose_plan",
    response={201: dict[str, Any]},
)
@needs(Permission.CHANGE_PROPOSE)
@idempotent
def post_proposal(
    request: HttpRequest, number: Number, plan_number: Number, given: ProposalInput
) -> HttpResponse:
    """The draft change set that makes the plan come true."""
    plan = plan_with_number(scenario_with_number(number), plan_number)
    row = actions.propose_plan(
        plan=plan, title=given.title, reason=given.reason, by=_person(request), at=clock.now()
    )
    return as_json({"change_set": row.number}, status=201)


def _document(row: Scenario, *, status: int = 200) -> HttpResponse:
    run = latest_run(row)
    plans = row.plans.defer("territory", "center", "rows", "strokes").order_by("number")
    values = {**_summary(row), "run": None, "plans": [_plan(plan) for plan in plans]}
    if run:
        job = Job.objects.filter(pk=run.job_id).first() if run.job_id else None
        values["run"] = {
            "outcome": run.outcome or ("running" if is_running(run) else "failed"),
            "problems": run.problems,
            "today": run.today,
            "finished_at": run.finished_at,
            "progress": {"done": job.done, "total": job.total, **job.figures} if job else {},
        }
    return as_json(values, status=status, version=row.version)


def _summary(row: Scenario) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in FIELDS}
    return {**values, "territory": row.territory.code, "owner": str(row.owner or "")}


def _plan(plan: Plan) -> dict[str, Any]:
    values = {name: getattr(plan, name) for name in PLAN_FIELDS}
    return {**values, "measures": plan.measures, "certificate": plan.certificate}


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("the API's authentication let nobody through")
    return request.user
