"""One district with three territories on a line of towns, fifteen sites in the first and five in each other."""

from copy import deepcopy
from typing import Any

import pytest
from django.contrib.gis.geos import Point

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.accounts.models import User
from townsite.common import clock
from townsite.common.actors import System
from townsite.jobs.progress import Progress
from townsite.scenarios.actions import create_scenario, find_plans, start_run
from townsite.scenarios.models import Run, Scenario
from townsite.sites.models import Site
from townsite.territories.actions import assign_sites
from townsite.territories.models import Territory

HELD = (15, 5, 5)


class Portfolio:
    """EAST over SE with T1, T2, T3, their centers a degree apart; WEST with W1."""

    def __init__(self) -> None:
        self.east = make_territory("EAST", level="region")
        self.west = make_territory("WEST", level="region")
        self.focus = make_territory("SE", parent=self.east, level="district")
        self.territories = [self._territory(f"T{n}", n) for n in (1, 2, 3)]
        make_territory("W1", parent=self.west, center=Point(-100.0, 33.0, srid=4326))
        self.sites = [number for n in range(3) for number in self._sites(n)]
        self.director = make_user(name="Dana Director")
        make_grant(self.director, Role.REGIONAL_VP, territory=self.east)

    def _territory(self, code: str, n: int) -> Territory:
        return make_territory(code, parent=self.focus, center=Point(-84.0 + n, 33.0, srid=4326))

    def _sites(self, n: int) -> list[str]:
        sites = [self._site(n, i) for i in range(HELD[n])]
        assign_sites(
            site_ids=[each.pk for each in sites], territory=self.territories[n], by=BY,
            at=clock.now(),
        )  # fmt: skip
        return [each.number for each in sites]

    @staticmethod
    def _site(n: int, i: int) -> Site:
        # The first territory's sites reach over to the second's center.
        where = Point(-83.0 + n + 0.08 * i, 33.0 + 0.05 * (i % 3), srid=4326)
        return make_site(
            status="active",
            location=where,
            annual_revenue_cents=100_000_00 + i * 10_000_00,
            state="GA",
            city="Atlanta",
            zip="30303",
        )


@pytest.fixture(scope="module")
def standing_portfolio(standing: None) -> Portfolio:
    return Portfolio()


@pytest.fixture
def portfolio(standing_portfolio: Portfolio) -> Portfolio:
    """The portfolio as every test of a module finds it, whatever the others did to its rows."""
    return deepcopy(standing_portfolio)


@pytest.fixture
def asked(portfolio: Portfolio) -> Any:
    """`asked(territories=2, …)`: a scenario of the director with this brief, quick and small."""

    def make(*, by: User | None = None, **brief: Any) -> Scenario:
        owner = by or portfolio.director
        given = {"effort": "quick", "plans": 3, "seed": 3, **brief}
        return create_scenario(
            name="Two less",
            territory=portfolio.focus,
            owner=owner,
            by=owner,
            at=clock.now(),
            brief=given,
        )

    return make


def searched(scenario: Scenario) -> Run:
    """A run of the scenario, done here and now."""
    at = clock.now()
    by = scenario.owner or System("test")
    run = start_run(scenario=scenario, by=by, at=at)
    run = Run.objects.select_related("scenario__territory").get(pk=run.pk)
    find_plans(run=run, progress=Progress(by, at))
    run.refresh_from_db()
    return run
