"""Finding scenarios, their runs and plans."""

from django.db.models import Count, QuerySet

from townsite.changes.models import ChangeSet
from townsite.jobs.choices import OPEN_STATES
from townsite.jobs.models import Job
from townsite.scenarios.errors import PlanUnknown, ScenarioUnknown
from townsite.scenarios.models import Plan, Proposal, Run, Scenario


def scenarios_seen(*, text: str = "", territory: str = "") -> QuerySet[Scenario]:
    """The scenarios in scope with how many plans they have (`plan_count`), the latest first."""
    rows = Scenario.objects.select_related("territory", "owner").order_by("-number")
    rows = rows.annotate(plan_count=Count("plans"))
    if territory:
        rows = rows.filter(territory__code=territory)
    return rows.filter(name__icontains=text) if text else rows


def scenario_with_number(number: int) -> Scenario:
    """One scenario in scope. Raises ScenarioUnknown."""
    rows = Scenario.objects.select_related("territory", "owner")
    row = rows.filter(number=number).first()
    if row is None:
        raise ScenarioUnknown(f"There is no scenario {number} within your reach.")
    return row


def plan_with_number(scenario: Scenario, number: int) -> Plan:
    """One plan of a scenario. Raises PlanUnknown."""
    row = Plan.objects.select_related("run").filter(scenario=scenario, number=number).first()
    if row is None:
        raise PlanUnknown(f"{scenario} has no plan {number}. Maybe look at its list of plans.")
    row.scenario = scenario
    return row


def latest_run(scenario: Scenario) -> Run | None:
    """The last run that was started; its input is left in the database."""
    return scenario.runs.defer("input").order_by("-id").first()


def is_running(run: Run) -> bool:
    """Whether the run still waits or works; a job that failed or was cancelled leaves it ended."""
    if run.finished_at or run.job_id is None:
        return False
    return Job.objects.filter(pk=run.job_id, state__in=OPEN_STATES).exists()


def proposal_of(change_set: ChangeSet) -> Proposal | None:
    """The plan that a change set came from, if the reader sees it."""
    rows = Proposal.objects.select_related("plan__scenario")
    return rows.filter(change_set=change_set).first()
