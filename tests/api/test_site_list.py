"""The list of sites: the directory's search, pages and shapes."""

import pytest

from tests.factories import make_site, make_territory
from townsite.access.choices import Role


def test_the_directorys_language_finds_sites(db, signed_in):
    make_site(name="Harborline Suites", facility_type="hotel")
    make_site(name="Other Clinic", facility_type="medical")
    items = signed_in().get("/api/v1/sites?q=type:hotel&fields=name").json()["items"]
    assert items == [{"name": "Harborline Suites"}]


def test_a_misspelt_name_is_found(db, signed_in):
    make_site(name="Harborline Suites")
    items = signed_in().get("/api/v1/sites?q=harborlne+sutes&fields=name").json()["items"]
    assert items == [{"name": "Harborline Suites"}]


@pytest.mark.parametrize("sort", ["", "name", "-name", "revenue", "-revenue", "updated"])
def test_pages_show_every_site_once_in_any_order(db, signed_in, sort):
    numbers = {make_site(annual_revenue_cents=n % 3 * 100 or None).number for n in range(7)}
    client = signed_in()
    seen, address = [], f"/api/v1/sites?limit=2&fields=number&sort={sort}"
    while address:
        answer = client.get(address).json()
        seen += [item["number"] for item in answer["items"]]
        address = answer["next"]
    assert sorted(seen) == sorted(numbers)


def test_only_sites_in_reach_are_listed_and_counted(db, signed_in):
    own, foreign = make_territory("OWN"), make_territory("FOREIGN")
    site = make_site(territory=own)
    make_site(territory=foreign)
    client = signed_in(role=Role.DISTRICT_MANAGER, territory=own)
    items = client.get("/api/v1/sites?fields=number").json()["items"]
    assert items == [{"number": site.number}]


def test_geojson_is_a_feature_collection(db, signed_in):
    make_site(number="0417")
    response = signed_in().get(
        "/api/v1/sites?fields=name", headers={"Accept": "application/geo+json"}
    )
    body = response.json()
    assert (body["type"], body["features"][0]["id"]) == ("FeatureCollection", "0417")


@pytest.mark.parametrize(
    "query",
    [
        "sort=shoe",
        "cursor=abc",
        "limit=0",
        "limit=5000",
        "fields=x",
        "area=1,2",
        "near=a,b,c",
        "bbox=1",
        "q=type:castle",
    ],
)
def test_what_cannot_be_understood_is_a_problem(db, signed_in, query):
    response = signed_in().get(f"/api/v1/sites?{query}")
    assert response.status_code == 422
    assert response.json()["detail"]


def test_a_page_takes_few_statements(db, signed_in, django_assert_max_num_queries):
    for _ in range(3):
        make_site()
    client = signed_in()
    client.get("/api/v1/sites")
    with django_assert_max_num_queries(12):
        client.get("/api/v1/sites")
