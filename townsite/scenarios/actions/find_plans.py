"""A run at work: the instance is read, plans are sought, measured and kept."""

from datetime import datetime
from typing import Any

from django.db.models import Max

from engines.districting import DistrictingError, Infeasible
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.jobs.progress import Progress
from townsite.scenarios.brief import Brief, brief_of
from townsite.scenarios.choices import Outcome
from townsite.scenarios.errors import CannotBeSolved
from townsite.scenarios.instance.instance import Instance
from townsite.scenarios.instance.reading import read_instance
from townsite.scenarios.kept_plan import kept_plan
from townsite.scenarios.measures.layout import today_layout
from townsite.scenarios.measures.measure import measures_of
from townsite.scenarios.models import Plan, Run
from townsite.scenarios.naming import named
from townsite.scenarios.search import Found, Search


def find_plans(*, run: Run, progress: Progress, seconds: float | None = None) -> dict[str, Any]:
    """What the run came to. `seconds` limits the time as well as the steps.

    The last word of an input that nothing can satisfy is the diagnosis, not a failure of the job.
    """
    brief, at = brief_of(run.brief), progress.at
    scenario = run.scenario
    try:
        instance = read_instance(scenario.territory, brief, at=at, base_at=scenario.base_at or at)
        search = Search(instance, brief, progress, lambda: _stop_asked(run), seconds)
        found = search.run()
    except CannotBeSolved as problem:
        return _settle(run, Outcome.IMPOSSIBLE, progress.by, at, problems=[problem.detail])
    except Infeasible as problem:
        return _settle(run, Outcome.IMPOSSIBLE, progress.by, at, problems=problem.problems)
    except DistrictingError as problem:
        return _settle(run, Outcome.NONE, progress.by, at, problems=problem.problems)
    _keep(run, instance, brief, found, at)
    outcome = Outcome.STOPPED if search.was_stopped else Outcome.FOUND
    return _settle(
        run,
        outcome,
        progress.by,
        at,
        trace=search.trace,
        problems=search.problems,
        input=instance.to_bytes(),
        today=measures_of(today_layout(instance)),
    )


def _keep(run: Run, instance: Instance, brief: Brief, found: list[Found], at: datetime) -> None:
    last = Plan.objects.filter(scenario=run.scenario).aggregate(Max("number"))["number__max"] or 0
    rows = [
        kept_plan(run, instance, brief, each, number=last + n, at=at)
        for n, each in enumerate(found, start=1)
    ]
    named(rows)
    Plan.objects.bulk_create(rows)


def _stop_asked(run: Run) -> bool:
    return Run.objects.filter(pk=run.pk, stop_asked=True).exists()


def _settle(run: Run, outcome: Outcome, by: Actor, at: datetime, **values: Any) -> dict[str, Any]:
    plans = run.plans.count()
    Run.objects.filter(pk=run.pk).update(outcome=outcome, finished_at=at, **values)
    reason = f"{Outcome(outcome).label}: {plans} plans"
    record_event(EventType.SCENARIO_PLANS_FOUND, target=run.scenario, by=by, at=at, reason=reason)
    return {"outcome": outcome, "plans": plans, "scenario": run.scenario.number}
