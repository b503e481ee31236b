"""The tally says at any moment what counting the sites themselves would say."""

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.factories import make_customer, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.access.queries import scope_of
from townsite.common import clock
from townsite.common.scope import Scope, scoped
from townsite.directory.criteria import Criteria
from townsite.directory.queries import count_all, count_sites, facets
from townsite.directory.queries.tally import (
    AMOUNTS,
    KEYS,
    VALUES,
    is_tallied,
    tallied,
    tallied_sites,
)
from townsite.directory.tasks import settle_cells
from townsite.sites.models import Site
from townsite.territories.models import Territory

ALL = Scope.system("test")
EVERY_FILTER = (*KEYS, *VALUES)


@pytest.fixture(scope="module")
def nine(standing):
    east = make_territory("EAST", level="region")
    places = [make_territory("E01", parent=east), make_territory("E02", parent=east), None]
    customer = make_customer()
    for n in range(9):
        make_site(
            territory=places[n % 3],
            state=["GA", "FL"][n % 2],
            city="Town",
            facility_type=["hotel", "medical", "other"][n % 3],
            tier=["1", "", "custom"][n % 3],
            room_count=n * 10,
            parking_spaces=None if n % 2 else n,
            customer=customer if n % 2 else None,
        )


def assert_agrees(query: str = "") -> None:
    """Each number of the tally is what its filter finds when the sites are counted."""
    criteria = Criteria.parse(query)
    assert is_tallied(criteria)
    found = tallied(criteria, EVERY_FILTER, AMOUNTS)
    assert found.sites == tallied_sites(criteria) == count_all(criteria)
    for token, counts in found.counts.items():
        codes = {str(key): code for key, code in _codes().items()} if token == "territory" else {}
        for value, number in counts.items():
            question = f"{query} {token}:{codes.get(value, value)}"
            assert count_all(Criteria.parse(question)) == number, question
    sites = criteria.sites()
    assert found.amounts["room_count"] == sum(site.room_count or 0 for site in sites)
    assert found.amounts["parking_spaces"] == sum(site.parking_spaces or 0 for site in sites)
    assert found.amounts["completeness"] == sum(site.completeness for site in sites)


def _codes() -> dict[object, str]:
    return dict(Territory.objects.filter(code__in=["E01", "E02"]).values_list("id", "code"))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "type:hotel",
        "-type:hotel state:GA",
        "territory:E01",
        "territory:none",
        "status:merged",
        "status:draft,merged type:medical",
    ],
)
def test_every_number_is_what_its_filter_finds(nine, query):
    assert_agrees(query)


def test_every_way_of_writing_a_site_keeps_the_tally_right(nine):
    first, second, third = Site.objects.order_by("number")[:3]
    Site.objects.filter(pk=first.pk).update(tier="2", health="poor", missing=["tier", "street"])
    Site.objects.filter(pk=second.pk).update(territory_id=None, state="TX", complexity=70)
    assert_agrees()
    Site.objects.filter(pk=third.pk).update(status="merged", merged_into=second)
    assert_agrees()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sites_site SET completeness = 100, geocode_quality = 'zip'")
    assert_agrees()
    Site.objects.filter(pk=third.pk).delete()
    assert_agrees("state:GA")


def test_settling_leaves_one_row_a_group_and_the_same_numbers(nine):
    Site.objects.update(tier="3")
    settle_cells(timestamp=0)
    assert_agrees()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT (territory_id, state, status, facility_type)),"
            " bool_and(is_settled) FROM directory_sitetally"
        )
        rows, groups, settled = cursor.fetchone()
    assert rows == groups
    assert settled


def test_a_reader_is_told_of_own_sites_only_single_ones_included(nine):
    lone = Site.objects.filter(territory_id=None).first()
    reader = make_user()
    make_grant(reader, Role.FIELD_OPERATIVE, territory=Territory.objects.get(code="E01"))
    make_grant(reader, Role.FIELD_OPERATIVE, site=lone)
    with scoped(scope_of(reader, at=clock.now())):
        assert tallied_sites(Criteria()) == 4
        assert_agrees()
        assert_agrees("type:hotel")


def test_nobody_is_told_anything(nine):
    with scoped(Scope(name="nobody")):
        found = tallied(Criteria(), EVERY_FILTER)
    assert found.sites == 0
    assert not any(found.counts.values())


@pytest.mark.parametrize("query", ["tier:1", "Pier", "type:hotel tier:1", "type:nonsense"])
def test_other_questions_are_counted_live(nine, query):
    assert not is_tallied(Criteria.parse(query))


def test_a_shape_is_counted_live(db):
    assert not is_tallied(Criteria(shapes={"bbox": "-77,36,-76,37"}))


def test_counts_and_facets_say_the_same_as_the_sites(nine):
    assert str(count_sites(Criteria.parse("type:hotel"), up_to=1)) == "3"
    counted = {facet.token: facet for facet in facets(Criteria.parse("type:hotel"))}
    assert all(facet.is_exact for facet in counted.values())
    assert {o.value: o.sites for o in counted["type"].options} == dict.fromkeys(
        ("hotel", "medical", "other"), 3
    )
    assert sum(option.sites for option in counted["tier"].options) == 3


def test_live_counts_say_when_they_stopped_counting(nine):
    found = facets(Criteria.parse("tier:1 -type:airport"), up_to=2)
    by_token = {facet.token: facet for facet in found}
    assert not by_token["type"].is_exact
    assert sum(option.sites for option in by_token["type"].options) == 2


def test_every_value_of_the_vocabularies_has_its_column(db):
    """A new value needs a migration that adds its column: see directory migration 0012."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM directory_sitetally LIMIT 0")
        columns = {column.name for column in cursor.description}
    assert columns - {"sites", "is_settled", *KEYS.values(), *AMOUNTS} == {
        f"{token}:{value}" for token, values in VALUES.items() for value in values
    }


def test_the_app_cannot_write_a_count(db):
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_sitetally")
