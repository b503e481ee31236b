import re
from collections import Counter
from datetime import date

import pytest

from demo.geography import geography
from demo.portfolio import Portfolio, portfolio
from demo.records import Site
from demo.territories import BY_CODE

TODAY = date(2026, 11, 20)


def test_the_same_seed_and_day_make_the_same_portfolio(made: Portfolio) -> None:
    again = portfolio(2_000, seed=2026, today=TODAY)
    assert again.sites == made.sites
    assert again.happenings == made.happenings
    assert again.contacts == made.contacts


def test_another_seed_makes_other_sites(made: Portfolio) -> None:
    other = portfolio(2_000, seed=7, today=TODAY)
    names = {site.name for site in made.sites if site.facility_type != "airport"}
    shared = names & {site.name for site in other.sites}
    assert len(shared) < 0.1 * len(names)


def test_there_are_two_thousand_sites_with_numbers_of_four_digits(made: Portfolio) -> None:
    numbers = [site.number for site in made.sites]
    assert len(set(numbers)) == 2_000
    assert all(re.fullmatch(r"\d{4}", number) for number in numbers)


def test_every_site_lies_in_its_state_by_its_nearest_zip_codes(made: Portfolio) -> None:
    land = geography()
    strangers = [
        site.number
        for site in made.sites
        if site.facility_type != "airport" and site.state not in _nearest_states(site)
    ]
    assert land.zips
    assert strangers == []


def test_no_site_lies_far_from_its_zip_code(made: Portfolio) -> None:
    by_code = {each.code: each for each in geography().zips}
    farthest = max(by_code[s.zip].km_to(s.longitude, s.latitude) for s in made.sites)
    assert farthest < 35


def test_no_two_sites_share_a_point_or_a_name(made: Portfolio) -> None:
    assert len({(site.longitude, site.latitude) for site in made.sites}) == 2_000
    assert len({site.name for site in made.sites}) == 2_000


def test_the_portfolio_covers_the_country(made: Portfolio) -> None:
    states = Counter(site.state for site in made.sites)
    assert len(states) >= 48
    assert {"AK", "HI", "PR"} <= set(states)
    assert max(states.values()) < 0.2 * len(made.sites)


def test_types_and_statuses_are_mixed_like_a_real_portfolio(made: Portfolio) -> None:
    kinds = Counter(site.facility_type for site in made.sites)
    statuses = Counter(site.status for site in made.sites)
    assert set(kinds) == {
        "hotel", "medical", "airport", "corporate", "mixed_use", "retail", "residential", "event",
        "other",
    }  # fmt: skip
    assert 0.35 < kinds["hotel"] / 2_000 < 0.55
    assert 0.85 < statuses["active"] / 2_000 < 0.95
    assert {"draft", "pending", "suspended", "inactive", "merged"} <= set(statuses)


def test_names_hold_only_the_letters_that_names_may_hold(made: Portfolio) -> None:
    allowed = re.compile(r"^[^\x00-\x1f<>\"{}|\\^`~=\[\]@$%*+?;_]+$")  # C-13
    assert [site.name for site in made.sites if not allowed.match(site.name)] == []
    assert max(len(site.name) for site in made.sites) <= 100


def test_names_say_where_the_site_is(made: Portfolio) -> None:
    invented = [site for site in made.sites if site.facility_type != "airport"]
    assert all(site.city.lower() in site.name.lower() for site in invented)


def test_active_sites_have_what_their_type_requires(made: Portfolio) -> None:
    active = [site for site in made.sites if site.status == "active"]
    assert all(site.room_count for site in active if site.facility_type in ("hotel", "mixed_use"))
    assert all(site.parking_spaces for site in active if site.parking_mode in ("self", "mixed"))
    assert all(20 <= (s.room_count or 20) <= 5_000 for s in active)
    assert all(10 <= (s.parking_spaces or 10) <= 10_000 for s in active)


def test_closed_sites_have_a_close_date_after_their_start(made: Portfolio) -> None:
    closed = [site for site in made.sites if site.status == "inactive"]
    assert closed
    assert all(s.close_date and s.start_date and s.close_date >= s.start_date for s in closed)


def test_merged_sites_name_a_survivor_that_stands(made: Portfolio) -> None:
    by_number = {site.number: site for site in made.sites}
    merged = [site for site in made.sites if site.status == "merged"]
    assert merged
    assert all(by_number[site.merged_into].status == "active" for site in merged)


def test_some_near_duplicates_wait_to_be_found(made: Portfolio) -> None:
    lives = [site for site in made.sites if site.status == "active"]
    places = Counter((site.customer.code, site.zip, site.street1.split()[0]) for site in lives)
    assert sum(count > 1 for count in places.values()) >= 3


def test_points_are_exact_for_most_and_rough_for_some(made: Portfolio) -> None:
    qualities = Counter(site.geocode_quality for site in made.sites)
    assert qualities["exact"] > 0.75 * 2_000
    assert qualities["zip"] > 50
    assert qualities["street"] > 50


@pytest.mark.parametrize("code", ["LAX", "JFK", "ORD", "ATL", "DFW", "LGA", "DCA"])
def test_the_largest_airports_are_the_real_ones(made: Portfolio, code: str) -> None:
    import airportsdata

    known = airportsdata.load("IATA")[code]
    points = {(site.longitude, site.latitude) for site in made.sites}
    assert (round(known["lon"], 6), round(known["lat"], 6)) in points


def test_sites_are_in_a_territory_of_their_state_or_of_the_remote_district(
    made: Portfolio,
) -> None:
    for site in made.sites:
        territory = BY_CODE[site.territory]
        assert site.state in territory.states or site.business_segment == "remote"


def _nearest_states(site: Site) -> set[str]:
    near = sorted(
        (each.km_to(site.longitude, site.latitude), each.state)
        for each in geography().grid.around(site.longitude, site.latitude, 4)
    )
    return {state for _, state in near[:3]} or {site.state}
