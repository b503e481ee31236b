"""Each router against a server on loopback that speaks its documented format."""

import pytest

from tests.territories.placement.router_stand_in import stand_in
from townsite.common.errors import Invalid
from townsite.territories.placement.routers import Leg, Place, RouterFailed, router_from
from townsite.territories.placement.routers.osrm import OsrmRouter

ORIGINS = [Place(-77.03, 38.9), Place(-76.3, 36.85)]
SITE = Place(-76.29, 36.86)


@pytest.fixture
def server():
    with stand_in() as running:
        running.seconds = [900, None]
        yield running


@pytest.mark.parametrize("setting", ["osrm:{}", "valhalla:{}", "azure:secret@{}"])
def test_a_drive_and_a_place_without_road(server, setting):
    router = router_from(setting.format(server.url))
    assert router.legs(ORIGINS, SITE) == [Leg(18_000, 900), None]


def test_osrm_is_asked_once_for_all_with_longitude_first(server):
    router_from(f"osrm:{server.url}/").legs(ORIGINS, SITE)
    [asked] = server.asked
    assert asked["points"] == [
        "-77.030000,38.900000",
        "-76.300000,36.850000",
        "-76.290000,36.860000",
    ]
    assert (asked["sources"], asked["destinations"]) == (["0;1"], ["2"])
    assert asked["annotations"] == ["duration,distance"]


def test_valhalla_and_azure_get_points_in_their_own_order(server):
    router_from(f"valhalla:{server.url}").legs(ORIGINS[:1], SITE)
    router_from(f"azure:secret@{server.url}").legs(ORIGINS[:1], SITE)
    valhalla, azure = server.asked
    assert valhalla["targets"] == [{"lat": 36.86, "lon": -76.29}]
    assert azure["destinations"]["coordinates"] == [[-76.29, 36.86]]
    assert azure["subscription-key"] == ["secret"]


@pytest.mark.parametrize("setting", ["osrm:{}", "valhalla:{}", "azure:secret@{}"])
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, None),
        (200, b"not json"),
        (200, {}),
        (200, []),
        (200, {"code": "Ok", "durations": [[1]], "distances": [["x"]]}),
        (200, {"code": "NoTable"}),
        (200, {"sources_to_targets": [[{"time": -1, "distance": 1}]], "matrix": [[{}]]}),
        (
            200,
            {
                "sources_to_targets": [],
                "matrix": [],
                "code": "Ok",
                "durations": [],
                "distances": [],
            },
        ),
    ],
)
def test_a_failing_service_is_a_failure_and_tells_no_key(server, setting, status, body):
    server.status, server.body = status, body
    with pytest.raises(RouterFailed) as failure:
        router_from(setting.format(server.url)).legs(ORIGINS, SITE)
    assert "secret" not in str(failure.value)


def test_a_slow_service_is_given_up(server):
    server.delay_seconds = 1
    with pytest.raises(RouterFailed):
        OsrmRouter(server.url, timeout=0.1).legs(ORIGINS, SITE)


def test_no_setting_means_estimates_and_nonsense_is_refused_without_repeating_it():
    assert router_from("") is None
    for nonsense in ("google:secretkey", "osrm:ftp://x", "azure:", "azure:secretkey@ftp://x"):
        with pytest.raises(Invalid, match="TOWNSITE_ROUTER") as refusal:
            router_from(nonsense)
        assert "secretkey" not in refusal.value.detail
