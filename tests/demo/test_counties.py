import pytest

from demo.counties import (
    county_key,
    territories_by_county,
    territory_of_county,
    territory_of_site,
)
from demo.geography import geography


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fulton County", "Fulton"),
        ("Orleans Parish", "Orleans"),
        ("Mayagüez Municipio", "Mayaguez"),
        ("Anchorage Municipality", "Municipality of Anchorage"),
        ("Falls Church City", "Falls Church"),
    ],
)
def test_two_sources_name_one_county(one: str, other: str) -> None:
    assert county_key("XX", one) == county_key("XX", other)


def test_every_county_belongs_to_a_territory_that_may_have_its_state() -> None:
    counties = territories_by_county(geography())
    assert len(counties) > 3_000
    assert all(state in territory.states for (state, _), territory in counties.items())


@pytest.mark.parametrize(
    ("state", "county", "code"),
    [
        ("GA", "Fulton", "ATLANTA1"),
        ("NY", "Queens", "BKQUEENS1"),
        ("IL", "DuPage", "CHICAGO2"),
        ("CA", "Orange", "ORANGE1"),
        ("VA", "Fairfax", "MIDATL3"),
        ("PR", "San Juan", "CARIB1"),
    ],
)
def test_well_known_counties_are_where_one_would_look(state: str, county: str, code: str) -> None:
    found = territory_of_county(geography(), state, county, 0, 0)
    assert found
    assert found.code == code


def test_a_county_without_zip_codes_goes_to_the_nearest_territory_of_its_state() -> None:
    found = territory_of_county(geography(), "CT", "Capitol Planning", -72.7, 41.8)
    assert found
    assert found.code == "HARTFORD1"


def test_no_territory_reaches_where_none_is() -> None:
    assert territory_of_county(geography(), "ZZ", "Nowhere", 0, 0) is None


def test_remote_sites_go_to_the_remote_district_wherever_they_are() -> None:
    area = next(each for each in geography().zips if each.state == "GA")
    assert territory_of_site(geography(), area, "remote").district == "REMOTEOPS"
    assert territory_of_site(geography(), area, "commercial").district != "REMOTEOPS"
