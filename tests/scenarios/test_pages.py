"""The workbench through its addresses: asking, looking at the front, proposing."""

import re

import pytest

from tests.factories import make_grant, make_user
from tests.scenarios.portfolio import searched
from townsite.access.choices import Role
from townsite.changes.models import ChangeSet
from townsite.jobs.models import Job
from townsite.scenarios.models import Run, Scenario

FORM = {
    "name": "Two instead of three",
    "territory": "SE",
    "goals": ["travel", "balance"],
    "centers": "keep",
    "territories": "2",
    "effort": "quick",
    "plans": "3",
    "seed": "1",
    "load_tolerance": "25%",
    "drive_minutes": "none",
}


@pytest.fixture
def director(portfolio, signed_in):
    return signed_in(portfolio.director)


def test_a_director_asks_and_the_search_begins(director, portfolio):
    answer = director.post("/scenarios/new/", {**FORM, "then": "run"})
    row = Scenario.objects.get()
    assert answer["Location"] == f"/scenarios/{row.number}/"
    assert row.owner == portfolio.director
    assert row.brief["limits"] == {"load_tolerance": 0.25, "drive_minutes": None}
    assert Job.objects.get().arguments == {"run_id": str(Run.objects.get().pk)}
    page = director.get(f"/scenarios/{row.number}/").content.decode()
    assert "Waiting for a worker" in page
    assert "25%, binding (this scenario)" in page


def test_the_form_shows_each_policy_with_its_source(director):
    page = director.get("/scenarios/new/?territory=SE").content.decode()
    assert "120 min" in page or "120, advice only" in page
    assert "Everywhere (built in)" in page


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("territory", "NOWHERE", "There is no territory NOWHERE"),
        ("load_tolerance", "a lot", "is no number"),
        ("locked_sites", "x17", "is no lock"),
        ("locked_sites", "999998", "no site within your reach"),
    ],
)
def test_a_refusal_keeps_what_was_typed(director, field, value, told):
    answer = director.post("/scenarios/new/", {**FORM, field: value})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert "Two instead of three" in page
    assert not Scenario.objects.exists()


def test_the_front_shows_each_plan_and_today(director, asked):
    scenario = asked(limits={"load_tolerance": 0.25})
    run = searched(scenario)
    page = director.get(f"/scenarios/{scenario.number}/").content.decode()
    assert len(re.findall(r'class="plan[ "]', page)) == run.plans.count()
    assert "Today: Mean drive" in page
    other = director.get(f"/scenarios/{scenario.number}/?x=moved_sites&y=nonsense")
    assert other.status_code == 200


def test_a_plan_tells_what_it_changes_and_what_is_proven(director, asked):
    scenario = asked(limits={"load_tolerance": 0.25})
    plan = searched(scenario).plans.get(is_recommended=True)
    page = director.get(f"/scenarios/{scenario.number}/plans/{plan.number}/").content.decode()
    assert "Territories before and after" in page
    assert f"Sites that change hands ({plan.measures['moved_sites']})" in page
    proof = director.get(
        f"/scenarios/{scenario.number}/plans/{plan.number}/certificate/"
    ).content.decode()
    assert plan.certificate["input_hash"] in proof
    assert "Every hard constraint is kept." in proof


def test_one_form_makes_the_draft_change_set(director, asked):
    scenario = asked(limits={"load_tolerance": 0.25})
    plan = searched(scenario).plans.get(is_recommended=True)
    address = f"/scenarios/{scenario.number}/plans/{plan.number}/propose/"
    assert director.post(address, {"title": "", "reason": ""}).status_code == 422
    assert not ChangeSet.objects.exists()
    answer = director.post(address, {"title": "Even loads", "reason": "T1 is full"})
    number = ChangeSet.objects.get().number
    assert answer["Location"] == f"/change-sets/{number}/"
    page = director.get(f"/change-sets/{number}/").content.decode()
    assert f"/scenarios/{scenario.number}/plans/{plan.number}/" in page


def test_somebody_elsewhere_finds_no_scenario(portfolio, asked, signed_in):
    scenario = asked()
    searched(scenario)
    stranger = make_user()
    make_grant(stranger, Role.REGIONAL_VP, territory=portfolio.west)
    client = signed_in(stranger)
    assert client.get(f"/scenarios/{scenario.number}/").status_code == 404
    assert client.get(f"/scenarios/{scenario.number}/plans/1/").status_code == 404
    assert client.post(f"/scenarios/{scenario.number}/run/").status_code == 404
    assert Run.objects.count() == 1


def test_a_reader_without_the_permission_is_refused(portfolio, signed_in):
    client = signed_in(role=Role.EXECUTIVE, territory=portfolio.east)
    assert client.get("/scenarios/").status_code == 403
    assert client.post("/scenarios/new/", FORM).status_code == 403
    assert not Scenario.objects.exists()


def test_a_colleague_copies_a_shared_scenario_to_work_on_it(portfolio, asked, signed_in):
    scenario = asked()
    Scenario.objects.update(is_shared=True)
    colleague = make_user()
    make_grant(colleague, Role.DISTRICT_MANAGER, territory=portfolio.focus)
    client = signed_in(colleague)
    client.post(f"/scenarios/{scenario.number}/run/")
    assert not Run.objects.exists()
    client.post(f"/scenarios/{scenario.number}/copy/")
    assert Scenario.objects.get(owner=colleague).brief == scenario.brief
