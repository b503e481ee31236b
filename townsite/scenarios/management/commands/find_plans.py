"""Plans for a part of the tree from the command line: asks, looks, prints what it found."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from townsite.accounts.models import User
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.errors import Problem
from townsite.common.scope import Scope, scoped
from townsite.jobs.progress import Progress, Report
from townsite.scenarios.actions import create_scenario, find_plans
from townsite.scenarios.models import Run, Scenario
from townsite.scenarios.queries import scenario_with_number
from townsite.territories.models import Territory

SYSTEM = System("scenarios.find_plans")


class Command(BaseCommand):
    help = "Look for plans of territories: of a scenario there is, or of a new one about a part of the tree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scenario", type=int, help="The number of a scenario to run again.")
        parser.add_argument("--territory", help="Or the code of the part of the tree to plan.")
        parser.add_argument("--owner", help="E-mail of whose it is; needed for a new one.")
        parser.add_argument("--territories", type=int, help="How many; as many as today without.")
        parser.add_argument("--load-tolerance", type=float, help="Share around the mean, like 0.1.")
        parser.add_argument("--move-sites", type=int, help="The most sites that change hands.")
        parser.add_argument(
            "--effort", choices=["quick", "standard", "thorough"], default="standard"
        )
        parser.add_argument("--plans", type=int, default=12)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, **given: Any) -> None:
        try:
            with scoped(Scope.system("scenarios.find_plans")):
                run = self._run(given)
                self._print(run)
        except Problem as problem:
            raise CommandError(problem.detail) from problem

    def _run(self, given: dict[str, Any]) -> Run:
        scenario = self._scenario(given)
        at = clock.now()
        run = Run.objects.create(
            scenario=scenario, brief=scenario.brief, started_by_label="command line", created_at=at
        )
        progress = Progress(_owner(given) or scenario.owner or SYSTEM, at, self._told)
        find_plans(
            run=Run.objects.select_related("scenario__territory").get(pk=run.pk), progress=progress
        )
        run.refresh_from_db()
        return run

    def _told(self, report: Report) -> bool:
        self.stderr.write(f"{report.done} of {report.total}: {report.message}")
        return False

    def _scenario(self, given: dict[str, Any]) -> Scenario:
        if given["scenario"]:
            return scenario_with_number(given["scenario"])
        owner = _owner(given)
        territory = Territory.objects.filter(code=(given["territory"] or "").upper()).first()
        if owner is None or territory is None:
            raise CommandError("Give --scenario NUMBER, or --territory CODE with --owner E-MAIL.")
        limits = {name: given[name] for name in ("load_tolerance", "move_sites") if given[name]}
        brief = {name: given[name] for name in ("territories", "effort", "plans", "seed")}
        return create_scenario(
            name=f"Plan for {territory.name}", territory=territory, owner=owner, by=owner,
            at=clock.now(), brief={**brief, "limits": limits},
        )  # fmt: skip

    def _print(self, run: Run) -> None:
        self.stdout.write(f"{run.scenario}: {run.get_outcome_display()}")
        for problem in run.problems:
            self.stdout.write(f"  {problem}")
        for plan in run.plans.order_by("number"):
            m = plan.measures
            self.stdout.write(
                f"  {plan}: {m['territories']} territories, load {m['load_spread']:.1%} off the mean,"
                f" {m['mean_minutes']:.1f} min, {m['moved_sites']} sites move,"
                f" {plan.certificate['sentence']}"
            )


def _owner(given: dict[str, Any]) -> User | None:
    email = given["owner"]
    return User.objects.filter(email__iexact=email, is_active=True).first() if email else None
