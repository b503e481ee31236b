"""A dry run tells which territories would be judged differently."""

from tests.factories import make_site, make_territory
from townsite.common import clock
from townsite.policies.choices import ScopeKind, Severity
from townsite.policies.dry_runs import Proposal, dry_run
from townsite.policies.resolution import EVERYWHERE, Scope
from townsite.territories.policy_facts import territory_facts


def try_out(key, value, scope=EVERYWHERE):
    [finding] = dry_run(Proposal(key, scope, value, Severity.WARN), at=clock.now())
    return finding


def fill(code, count, **values):
    territory = make_territory(code)
    for _ in range(count):
        make_site(territory=territory, status="active", **values)


def test_the_facts_of_the_tree_are_read_in_one_statement(db, django_assert_num_queries):
    make_territory("EAST", level="region")
    make_territory("VA1", kind="metro")
    with django_assert_num_queries(1):
        facts = territory_facts()
    assert facts["EAST"].is_region
    assert (facts["VA1"].kind, facts["VA1"].is_region) == ("metro", False)


def test_a_lower_capacity_names_the_territories_that_would_be_over_it(db):
    fill("VA1", 3)
    fill("GA1", 1)
    finding = try_out("capacity.manager_units", 2)
    assert (finding.changed, finding.examined, finding.things) == (1, 2, "territories")
    assert finding.breaks
    [change] = finding.changes
    assert change.label == "VA1"
    assert change.before == "within capacity (3 of 100 weighted sites)"
    assert change.after == "over capacity (3 of 2 weighted sites)"


def test_a_capacity_of_another_territory_changes_nothing_here(db):
    fill("VA1", 3)
    make_territory("GA1")
    finding = try_out("capacity.manager_units", 2, Scope(ScopeKind.TERRITORY, "GA1"))
    assert finding.changed == 0


def test_a_stricter_ladder_names_the_territories_out_of_balance(db):
    fill("VA1", 4)
    fill("GA1", 2)
    fill("NC1", 3)
    finding = try_out("balance.site_count", {"advise": 1.1, "block": 1.3, "review": 2})
    assert [change.label for change in finding.changes] == ["VA1"]
    assert finding.changes[0].before == "advise (133% of the mean)"
    assert finding.changes[0].after == "block (133% of the mean)"


def test_revenue_is_held_against_the_median(db):
    fill("VA1", 1, annual_revenue_cents=30_000)
    fill("GA1", 1, annual_revenue_cents=10_000)
    fill("NC1", 1, annual_revenue_cents=10_000)
    finding = try_out("balance.revenue", {"advise": 1.3, "review": 4})
    assert finding.changes[0].before == "review (300% of the median)"
    assert not finding.breaks


def test_closed_sites_weigh_nothing(db):
    territory = make_territory("VA1")
    make_site(territory=territory, status="draft")
    finding = try_out("capacity.manager_units", 1)
    assert (finding.changed, finding.examined) == (0, 0)


def test_a_weight_of_sites_changes_the_load(db):
    fill("VA1", 2)
    weights = {"plain": 10, "high_maintenance": 10, "hybrid": 10, "management_agreement": 10}
    assert try_out("capacity.site_weights", weights).changed == 0
    finding = try_out("capacity.manager_units", 1)
    assert finding.changed == 1
