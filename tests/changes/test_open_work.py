"""The impact names the open work that a change would meet on the same sites and territories."""

from datetime import timedelta

import pytest

from tests.factories import BY
from tests.imports.made_up import checked, csv_file
from townsite.changes.impact.measure import impact_of
from townsite.changes.outline import lay_out
from townsite.common import clock
from townsite.sites.models import Site
from townsite.territories.actions import make_exception
from townsite.territories.choices import BalanceRule
from townsite.territories.models import BalanceReview


def waiting(row):
    found = impact_of(lay_out(row, at=clock.now())).open_work
    return [(each.what, each.sites) for each in found]


@pytest.fixture
def move(world, draft):
    return lambda *n: draft(
        ("assign_sites", {"sites": [world.sites[each] for each in n], "territory": "D02"})
    )


def test_nothing_open_is_nothing_told(move):
    assert waiting(move(0)) == []


def test_other_drafts_on_the_same_sites_are_told_with_their_state(move, draft, world):
    other = draft(("edit_sites", {"sites": world.sites[:2], "values": {"gl_string": "02"}}))
    elsewhere = move(3)
    assert waiting(move(0)) == [(f"Change set {other.number} (draft)", 1)]
    assert waiting(elsewhere) == []


def test_an_import_under_way_on_them_is_told(move, world, admin):
    site = Site.objects.get(number=world.sites[0])
    row = f"{site.number},Another name,hotel,draft,,,,,,"
    checked(csv_file(row), admin, match_key="number")
    assert waiting(move(0)) == [("An import (review)", 1)]
    assert waiting(move(3)) == []


def test_a_named_exception_that_pins_a_site_is_told(move, world):
    site = Site.objects.get(number=world.sites[0])
    now = clock.now()
    make_exception(
        site=site, territory=world.d01, effect="pin", ground="strategic", reason="Key account",
        by=BY, at=now, ends_at=now + timedelta(days=30),
    )  # fmt: skip
    assert waiting(move(0)) == [(f"Place here: {site.number} in D01, by {BY.actor_label}", 1)]


def test_an_open_review_of_a_territory_is_told(move, world):
    now = clock.now()
    BalanceReview.objects.create(
        territory=world.d02, rule=BalanceRule.CAPACITY, words="Too much", opened_at=now, due_at=now
    )
    assert waiting(move(0)) == [("Review of D02: Over capacity (R-07)", 0)]
