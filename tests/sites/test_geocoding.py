from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sites.geocoder_stand_in import StandIn, stand_in
from townsite.common.errors import Invalid
from townsite.sites.geocoding import Address, Located, locate, locate_many
from townsite.sites.providers import provider_from
from townsite.sites.providers.azure_maps import AzureMapsProvider
from townsite.sites.providers.nominatim import NominatimProvider

ATLANTA = {"street": "12 Peachtree St", "city": "Atlanta", "state": "GA", "zip": "30303"}
NEAR = (33.7561, -84.3890)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as running:
        yield running


def kind(located: Located) -> tuple[str, str]:
    return located.source.value, located.quality.value


def codes(located: Located) -> list[str]:
    return [warning.code for warning in located.warnings]


def test_given_coordinates_win_and_bring_their_time_zone(db: None) -> None:
    located = locate(**ATLANTA, latitude=33.75, longitude=-84.39)
    assert kind(located) == ("given", "exact")
    assert located.point
    assert located.point.coords == (-84.39, 33.75)
    assert located.time_zone == "America/New_York"
    assert not located.warnings


def test_a_zip_code_gives_its_center(db: None) -> None:
    located = locate(**ATLANTA)
    assert kind(located) == ("zip", "zip")
    assert located.point
    assert located.point.coords == pytest.approx((-84.3888, 33.7525))


def test_a_town_answers_when_the_zip_code_is_missing_or_unknown(db: None) -> None:
    assert kind(locate(city="st louis", state="MO")) == ("place", "place")
    located = locate(city="Atlanta", state="GA", zip="99999")
    assert kind(located) == ("place", "place")
    assert codes(located) == ["zip_unknown"]


def test_a_post_town_that_is_no_place_of_its_own_is_found(db: None) -> None:
    assert kind(locate(city="Jewell Ridge", state="VA")) == ("place", "place")


def test_a_zip_code_of_another_state_loses_against_town_and_state(db: None) -> None:
    located = locate(city="Atlanta", state="GA", zip="10001")
    assert kind(located) == ("place", "place")
    assert codes(located) == ["zip_in_other_state"]
    assert "New York" in located.warnings[0].message


def test_nothing_known_gives_no_point_and_says_so(db: None) -> None:
    located = locate(city="Nowhere At All", state="GA")
    assert located.point is None
    assert kind(located) == ("none", "none")
    assert codes(located) == ["not_located"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (33.75, 84.39, "longitude_sign"),
        (-84.39, 33.75, "coordinates_swapped"),
        (40.0, -84.0, "far_from_zip"),
    ],
)
def test_coordinates_far_from_their_zip_code_are_doubted(
    db: None, latitude: float, longitude: float, code: str
) -> None:
    located = locate(**ATLANTA, latitude=latitude, longitude=longitude)
    assert kind(located) == ("given", "exact")
    assert codes(located) == [code]


def test_a_slip_in_the_coordinates_comes_with_the_better_point(db: None) -> None:
    (warning,) = locate(**ATLANTA, latitude=33.75, longitude=84.39).warnings
    assert warning.suggestion == (-84.39, 33.75)


def test_a_point_across_the_state_line_is_doubted(db: None) -> None:
    located = locate(city="New York", state="NY", latitude=40.73, longitude=-74.08)
    assert codes(located) == ["outside_state"]
    assert "New Jersey" in located.warnings[0].message


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(95.0, -84.0), (float("nan"), -84.0), (33.0, float("inf"))]
)
def test_impossible_coordinates_fall_through_to_the_zip_code(
    db: None, latitude: float, longitude: float
) -> None:
    located = locate(**ATLANTA, latitude=latitude, longitude=longitude)
    assert kind(located) == ("zip", "zip")
    assert "coordinates_impossible" in codes(located)


def test_zero_zero_means_that_nobody_knows(db: None) -> None:
    located = locate(**ATLANTA, latitude=0.0, longitude=0.0)
    assert kind(located) == ("zip", "zip")
    assert not located.warnings


def test_many_addresses_keep_their_order_in_two_statements(db: None) -> None:
    addresses = [
        Address(city="Atlanta", state="GA", zip="30303"),
        Address(city="New York", state="NY", latitude=40.75, longitude=-73.99),
        Address(city="Boise", state="ID"),
        Address(),
    ] * 250
    with CaptureQueriesContext(
        connection,
    ) as queries:
        located = locate_many(addresses)
    assert len(queries) == 2
    assert [each.source.value for each in located[:4]] == ["zip", "given", "place", "none"]
    assert [each.time_zone for each in located[-4:]] == [
        "America/New_York", "America/New_York", "America/Boise", "",
    ]  # fmt: skip


def test_no_addresses_are_no_answers(db: None) -> None:
    assert locate_many([]) == []


@pytest.mark.parametrize(
    ("answer", "quality"),
    [
        ({"class": "building", "type": "yes"}, "exact"),
        ({"class": "place", "type": "house"}, "exact"),
        ({"class": "tourism", "type": "hotel"}, "exact"),
        ({"class": "highway", "type": "residential"}, "street"),
    ],
)
def test_nominatim_betters_a_zip_center(
    db: None, server: StandIn, answer: dict[str, str], quality: str
) -> None:
    server.nominatim(*NEAR, **answer)
    located = locate(**ATLANTA, provider=f"nominatim:{server.url}")
    assert kind(located) == ("provider", quality)
    assert located.point
    assert located.point.coords == (NEAR[1], NEAR[0])
    assert server.asked[0]["q"] == ["12 Peachtree St, Atlanta, GA 30303"]
    assert server.asked[0]["countrycodes"] == ["us"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"type": "Point Address"}, ("provider", "exact")),
        ({"type": "Address Range"}, ("provider", "street")),
        ({"type": "Street"}, ("provider", "street")),
        ({"type": "Geography", "entityType": "PostalCodeArea"}, ("zip", "zip")),
        ({"type": "Geography", "entityType": "Municipality"}, ("zip", "zip")),
    ],
)
def test_azure_maps_is_used_only_where_it_knows_better(
    db: None, server: StandIn, answer: dict[str, str], expected: tuple[str, str]
) -> None:
    server.azure(*NEAR, **answer)
    assert kind(locate(**ATLANTA, provider=f"azure:made-up-key@{server.url}")) == expected
    assert server.asked[0]["subscription-key"] == ["made-up-key"]


def test_a_provider_is_not_asked_when_coordinates_are_given(db: None, server: StandIn) -> None:
    server.nominatim(*NEAR)
    locate(**ATLANTA, latitude=33.75, longitude=-84.39, provider=f"nominatim:{server.url}")
    assert not server.asked


def test_the_setting_chooses_the_provider(db: None, server: StandIn, settings: Any) -> None:
    server.nominatim(*NEAR)
    settings.TOWNSITE_GEOCODER = f"nominatim:{server.url}"
    assert kind(locate(**ATLANTA)) == ("provider", "exact")


def test_an_answer_far_from_the_zip_code_is_not_believed(db: None, server: StandIn) -> None:
    server.nominatim(40.0, -100.0)
    located = locate(**ATLANTA, provider=f"nominatim:{server.url}")
    assert kind(located) == ("zip", "zip")
    assert codes(located) == ["provider_far_off"]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, {"error": "down"}),
        (403, {"error": "blocked"}),
        (429, {"error": "slow down"}),
        (200, b"<html>not JSON</html>"),
        (200, [{"unexpected": True}]),
        (200, [{"lat": "north", "lon": "west"}]),
    ],
)
@pytest.mark.parametrize("service", ["nominatim:{url}", "azure:key@{url}"])
def test_a_failing_provider_falls_through_to_the_packaged_point(
    db: None, server: StandIn, status: int, body: Any, service: str
) -> None:
    server.status, server.body = status, body
    located = locate(**ATLANTA, provider=service.format(url=server.url))
    assert kind(located) == ("zip", "zip")
    assert codes(located) == ["provider_unavailable"]


def test_an_unknown_address_falls_through_without_a_doubt(db: None, server: StandIn) -> None:
    server.body = []
    located = locate(**ATLANTA, provider=f"nominatim:{server.url}")
    assert kind(located) == ("zip", "zip")
    assert not located.warnings


@pytest.mark.parametrize("service", ["nominatim", "azure"])
def test_a_slow_provider_is_given_up(db: None, server: StandIn, service: str) -> None:
    server.delay_seconds = 0.6
    slow = {
        "nominatim": NominatimProvider(server.url, timeout=0.1),
        "azure": AzureMapsProvider("key", server.url, timeout=0.1),
    }[service]
    located = locate(**ATLANTA, provider=slow)
    assert kind(located) == ("zip", "zip")
    assert codes(located) == ["provider_unavailable"]


def test_a_provider_that_is_not_there_falls_through(db: None) -> None:
    located = locate(**ATLANTA, provider="nominatim:http://127.0.0.1:9")
    assert codes(located) == ["provider_unavailable"]


def test_an_empty_setting_means_no_provider() -> None:
    assert provider_from("") is None


@pytest.mark.parametrize("setting", ["google:KEY", "nominatim:", "azure:", "secret-key", ":x"])
def test_a_setting_that_is_not_understood_is_refused_without_showing_it(setting: str) -> None:
    with pytest.raises(Invalid, match="TOWNSITE_GEOCODER") as refusal:
        provider_from(setting)
    assert "secret-key" not in refusal.value.detail
