"""The nightly check of balance (A-137), and published plans against their prediction (A-108)."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.scenarios.portfolio import searched
from tests.scenarios.test_propose import proposed, published
from townsite.audit.models import Event
from townsite.changes.models import ChangeSet
from townsite.common import clock
from townsite.common.actors import System
from townsite.jobs.models import Job
from townsite.jobs.progress import Progress
from townsite.scenarios.actions.measure_outcomes import measure_outcomes
from townsite.scenarios.actions.watch_imbalance import file_scenarios
from townsite.scenarios.models import Plan, Proposal, Run, Scenario
from townsite.scenarios.tasks import find
from townsite.territories.actions import watch_balance

NIGHT = System("scenarios.watch_imbalance")


def test_a_district_out_of_balance_gets_one_scenario_and_nothing_is_published(portfolio):
    at = clock.now()
    watch_balance(by=NIGHT, at=at)
    [filed] = file_scenarios(by=NIGHT, at=at)
    assert filed.territory == portfolio.focus
    assert filed.owner is None
    assert "T1" in filed.notes
    job = Job.objects.get(kind="scenarios.find_plans")
    assert job.arguments["seconds"] == 300
    assert file_scenarios(by=NIGHT, at=at + dt.timedelta(days=3)) == []
    find(Progress(NIGHT, at), run_id=job.arguments["run_id"], seconds=5)
    assert Plan.objects.filter(scenario=filed, is_recommended=True).count() == 1
    assert not ChangeSet.objects.exists()


def test_a_balanced_district_gets_none(portfolio):
    assert file_scenarios(by=NIGHT, at=clock.now()) == []
    assert not Scenario.objects.exists()


def test_people_of_the_district_see_what_the_night_filed(portfolio, as_person):
    at = clock.now()
    watch_balance(by=NIGHT, at=at)
    file_scenarios(by=NIGHT, at=at)
    with as_person(portfolio.director):
        assert Scenario.objects.count() == 1


def test_a_published_plan_is_measured_once_its_time_has_come(asked, portfolio):
    plan = searched(asked(limits={"load_tolerance": 0.25})).plans.get(is_recommended=True)
    published(proposed(plan, portfolio))
    at = clock.now()
    assert measure_outcomes(by=NIGHT, at=at) == 0
    assert measure_outcomes(by=NIGHT, at=at + dt.timedelta(days=31)) == 1
    proposal = Proposal.objects.get()
    assert proposal.measured["measures"]["load_spread"] == plan.measures["load_spread"]
    assert proposal.measured["as_planned"] == {"sites": 25, "as_planned": 25}
    assert Event.objects.filter(type="scenario.measured").count() == 1
    assert measure_outcomes(by=NIGHT, at=at + dt.timedelta(days=40)) == 0


def test_the_outcome_stands_beside_the_prediction(asked, portfolio, signed_in):
    plan = searched(asked(limits={"load_tolerance": 0.25})).plans.get(is_recommended=True)
    published(proposed(plan, portfolio))
    measure_outcomes(by=NIGHT, at=clock.now() + dt.timedelta(days=31))
    page = signed_in(portfolio.director).get(
        f"/scenarios/{plan.scenario.number}/plans/{plan.number}/"
    )
    assert "25 of 25 sites are where the plan put them" in page.content.decode()


def test_the_command_asks_looks_and_prints(portfolio, capsys):
    call_command(
        "find_plans", territory="SE", owner=portfolio.director.email, effort="quick", plans=2
    )
    assert "of the proven bound" in capsys.readouterr().out
    assert Run.objects.get().outcome == "found"


def test_the_command_without_a_place_says_what_to_give(portfolio):
    with pytest.raises(CommandError, match="--territory CODE with --owner"):
        call_command("find_plans", territory="SE")
    assert not Scenario.objects.exists()
