"""A dry run of a policy of placement: which proposals change, which assignments are ruled out."""

import pytest
from django.contrib.gis.geos import Point

from tests.factories import make_site, make_territory
from townsite.common import clock
from townsite.policies.choices import Severity
from townsite.policies.dry_runs import Proposal, dry_run
from townsite.policies.resolution import EVERYWHERE

pytestmark = pytest.mark.usefixtures("db")


def finding(key, value, severity=Severity.BLOCK):
    [found] = [
        each
        for each in dry_run(Proposal(key, EVERYWHERE, value, severity), at=clock.now())
        if "proposed or judged" in each.summary
    ]
    return found


def test_present_assignments_that_a_limit_would_rule_out_are_named():
    far = make_territory("FAR", center=Point(-77.5, 36.85, srid=4326))
    site = make_site(territory=far, status="active")
    found = finding("placement.drive_limit_minutes", 30)
    assert [(c.site_number, c.before, c.after) for c in found.changes] == [
        (site.number, "allowed", "ruled out")
    ]
    assert found.breaks


def test_waiting_sites_that_would_go_elsewhere_are_named():
    make_territory("ONE", center=Point(-76.29, 36.85, srid=4326), capacity_limit=1)
    make_territory("TWO", center=Point(-75.9, 36.85, srid=4326), capacity_limit=100)
    site = make_site(location=Point(-76.29, 36.85, srid=4326))
    weights = {"proximity": 0, "capacity": 1, "balance": 0, "preference": 0}
    near = {"proximity": 1, "capacity": 0, "balance": 0, "preference": 0}
    codes = {finding("placement.weights", w).changed for w in (weights, near)}
    assert codes == {0, 1}
    assert site.territory_id is None
