"""The nearest sites over the API."""

import pytest
from django.contrib.gis.geos import Point

from tests.factories import make_site, make_territory
from townsite.access.choices import Role

ADDRESS = "/api/v1/nearby"


def test_the_nearest_come_first_with_their_distance(db, signed_in):
    far = make_site(location=Point(-76, 36.1, srid=4326))
    close = make_site(location=Point(-76, 36.001, srid=4326))
    answer = signed_in().get(ADDRESS, {"lon": -76, "lat": 36, "fields": "number"})
    assert answer.json() == {
        "items": [
            {"number": close.number, "distance_metres": pytest.approx(111.0, abs=0.5)},
            {"number": far.number, "distance_metres": pytest.approx(11096, abs=5)},
        ]
    }


def test_a_manager_is_told_of_own_sites_only(db, signed_in):
    own = make_territory("OWN")
    mine = make_site(territory=own)
    make_site(territory=make_territory("OTHER"))
    client = signed_in(role=Role.DISTRICT_MANAGER, territory=own)
    items = client.get(ADDRESS, {"lon": -76, "lat": 36}).json()["items"]
    assert [item["number"] for item in items] == [mine.number]


@pytest.mark.parametrize(
    "query",
    [
        {"lon": "x", "lat": "1"},
        {"lon": "1"},
        {"lon": "200", "lat": "0"},
        {"lon": "nan", "lat": "0"},
        {"lon": "0", "lat": "0", "limit": "1000"},
        {"lon": "0", "lat": "0", "q": "tier:9"},
        {"lon": "0", "lat": "0", "fields": "password"},
    ],
)
def test_what_cannot_be_read_is_refused_with_reasons(db, signed_in, query):
    answer = signed_in().get(ADDRESS, query)
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")
