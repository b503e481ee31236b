"""OGC API Features: within reach, filtered by CQL2 text, read by GDAL."""

import pytest
from django.contrib.gis.geos import Point

from tests.factories import BY, make_site, make_territory
from tests.territories.boundaries.shapes import FIELDS
from townsite.access.choices import Role
from townsite.api.ogc.collections import COLLECTIONS
from townsite.api.ogc.items import OWN
from townsite.common import clock
from townsite.territories.actions import publish_boundaries

SITES = "/api/ogc/collections/sites/items"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


@pytest.fixture(scope="module")
def portfolio(standing):
    """Four fields with boundaries; a hotel in Norfolk and two other sites."""
    made = {code: make_territory(code, membership="boundary") for code in FIELDS}
    publish_boundaries(shapes=FIELDS, by=BY, at=clock.now(), reason="first")
    values = {"room_count": 90, "annual_revenue_cents": 700}
    make_site(territory=made["NW"], facility_type="hotel", name="Harborline Inn", **values)
    make_site(territory=made["NE"], city="Atlanta", state="GA", location=Point(-84.39, 33.75))
    make_site(territory=made["NE"], name="O'Hare Lot", tier="1")
    return made


def ids(response):
    assert response.status_code == 200, response.content
    return [feature["id"] for feature in response.json()["features"]]


def names(client, text):
    found = client.get(SITES, {"filter": text}).json()
    return sorted(feature["properties"]["name"].split()[0] for feature in found["features"])


@pytest.mark.parametrize(
    "path",
    ["", "api", "conformance", "collections", "collections/sites", "collections/sites/queryables",
     "collections/territories/items", "tiles/sites.json", "tiles/territories.json"],
)  # fmt: skip
def test_every_document_is_there_and_needs_a_session(portfolio, signed_in, client, path):
    assert client.get(f"/api/ogc/{path}").status_code == 401
    response = signed_in().get(f"/api/ogc/{path}")
    assert response.status_code == 200
    assert "json" in response["Content-Type"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("facility_type = 'hotel'", ["Harborline"]),
        ("name LIKE 'O''H%'", ["O'Hare"]),
        ("state IN ('GA', 'TX')", ["Harborline"]),
        ("room_count BETWEEN 80 AND 100 AND annual_revenue_cents > 600", ["Harborline"]),
        ("NOT (tier IS NULL)", ["O'Hare"]),
        ("tier = '1' OR city = 'Atlanta'", ["Harborline", "O'Hare"]),
        ("CASEI(name) = CASEI('HARBORLINE INN')", ["Harborline"]),
        (
            "S_INTERSECTS(geometry, POLYGON((-85 33, -84 33, -84 34, -85 34, -85 33)))",
            ["Harborline"],
        ),
        ("S_WITHIN(geometry, BBOX(-77, 36, -76, 37)) AND territory = 'NE'", ["O'Hare"]),
        ("updated_at > TIMESTAMP('2020-01-01T00:00:00Z') AND tier = '1'", ["O'Hare"]),
        ("name = 'x'' OR true --'", []),
        ("room_count + 10 = 100 AND room_count * 2 / 3 = 60", ["Harborline"]),
        ("room_count % 7 = 6 AND room_count DIV 7 = 12 AND room_count ^ 2 = 8100", ["Harborline"]),
        ("annual_revenue_cents > room_count", ["Harborline"]),
        ("ACCENTI(CASEI(name)) LIKE ACCENTI(CASEI('HÁRBORLINE INN'))", ["Harborline"]),
        ("T_AFTER(updated_at, TIMESTAMP('2020-01-01T00:00:00Z')) AND tier = '1'", ["O'Hare"]),
        ("T_BEFORE(updated_at, DATE('2020-01-01'))", []),
        ("tier = '1' AND T_DURING(updated_at, INTERVAL('2020-01-01', '..'))", ["O'Hare"]),
        (
            "tier = '1' AND T_INTERSECTS(INTERVAL(updated_at, '..'), INTERVAL('..', '2099-01-01'))",
            ["O'Hare"],
        ),
        ("T_DISJOINT(updated_at, INTERVAL('2020-01-01', '..'))", []),
        ("facility_type = 'hotel' AND tier NOT IN ('1', '2') OR false", ["Harborline"]),
    ],
)
def test_filters_in_cql2_text_find(portfolio, signed_in, text, found):
    assert names(signed_in(), text) == found


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"filter": "name ==="}, "no CQL2 text: line 1, character 7: expected"),
        ({"filter": "tier = '1'\nAND secret = 1"}, "no property “secret”. There are"),
        ({"filter": "tier = '1'\nAND secret = 1"}, "(line 2, character 5)"),
        ({"filter": "room_count / 0 = 1"}, "division by zero"),
        ({"filter": "name + 1 = 2"}, "a string where a number belongs"),
        ({"filter": "T_AFTER(name, DATE('2020-01-01'))"}, "takes times"),
        ({"filter": "T_AFTER(updated_at, 'soon')"}, "no date or time"),
        ({"filter": "upper(name) = 'X'"}, "uses upper"),
        ({"filter-crs": "EPSG:2154", "filter": "true"}, "not offered"),
        ({"as_of": "yesterday"}, ""),
        ({"filter": "secret = 1"}, "no property “secret”"),
        ({"filter": "name = 5"}, "compares a string with a number"),
        ({"filter": "room_count = 'many'"}, "compares a number with a string"),
        ({"filter": "updated_at > TIMESTAMP('soon')"}, ""),
        ({"filter": "name"}, "no condition"),
        ({"bbox": "1,2,3"}, "four numbers"),
        ({"bbox": "1,2,3,x"}, "four numbers"),
        ({"limit": "0"}, "limit=0"),
        ({"crs": "EPSG:2154"}, "not offered"),
        ({"unheard": "of"}, "Unknown parameters: unheard"),
        ({"filter": "S_INTERSECTS(geometry, 5)"}, ""),
    ],
)
def test_a_question_that_cannot_be_understood_is_400(portfolio, signed_in, query, words):
    response = signed_in().get(SITES, query)
    assert response.status_code == 400
    assert words in response.json()["detail"]
    assert response["Content-Type"] == "application/problem+json"


def test_pages_follow_each_other_without_gaps(portfolio, signed_in, django_assert_max_num_queries):
    client = signed_in()
    every = ids(client.get(SITES))
    first = client.get(SITES, {"limit": 2}).json()
    assert (first["numberReturned"], first["numberMatched"]) == (2, 3)
    after = next(link["href"] for link in first["links"] if link["rel"] == "next")
    assert [f["id"] for f in first["features"]] + ids(client.get(after)) == every
    with django_assert_max_num_queries(12):
        client.get(SITES)


def test_axes_follow_the_system_asked_for(portfolio, signed_in):
    client = signed_in()
    box = "33.5,-84.6,34,-84.2"
    query = {"bbox": box, "bbox-crs": f"{EPSG}4326", "crs": f"{EPSG}4326"}
    response = client.get(SITES, query)
    assert response["Content-Crs"] == f"<{EPSG}4326>"
    (site,) = response.json()["features"]
    assert site["geometry"]["coordinates"] == [33.75, -84.39]
    query = {"state": "GA", "crs": f"{EPSG}3857"}
    (site,) = client.get(SITES, query).json()["features"]
    assert site["geometry"]["coordinates"] == pytest.approx([-9394252, 3994415], abs=1_000)
    one = client.get(f"{SITES}/{site['id']}")
    assert one.json()["properties"]["city"] == "Atlanta"


def test_shapes_of_a_filter_are_told_in_the_system_asked_for(portfolio, signed_in):
    client = signed_in()
    shapes = {
        f"{EPSG}4326": "BBOX(33.5, -84.6, 34, -84.2)",
        f"{EPSG}3857": "BBOX(-9417000, 3960000, -9373000, 4030000)",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84": "BBOX(-84.6, 33.5, -84.2, 34)",
    }
    for crs, box in shapes.items():
        query = {"filter": f"S_INTERSECTS(geometry, {box})", "filter-crs": crs}
        (site,) = client.get(SITES, query).json()["features"]
        assert site["properties"]["city"] == "Atlanta"
    query = {"filter": "S_WITHIN(geometry, POLYGON((33 -85, 34 -85, 34 -84, 33 -84, 33 -85)))"}
    assert len(ids(client.get(SITES, query | {"filter-crs": f"{EPSG}4326"}))) == 1


def test_the_place_of_a_mistake_is_told_to_programs_too(portfolio, signed_in):
    told = signed_in().get(SITES, {"filter": "name ==="}).json()
    assert (told["line"], told["character"]) == (1, 7)


def test_sites_name_the_territory_of_the_moment(portfolio, signed_in):
    client = signed_in()
    now = client.get(SITES, {"filter": "territory = 'NE'"}).json()
    assert len(now["features"]) == 2
    before = client.get(SITES, {"as_of": "2020-01-01"}).json()["features"]
    assert {each["properties"]["territory"] for each in before} == {None}
    assert ids(client.get(SITES, {"as_of": "2020-01-01", "filter": "territory = 'NE'"})) == []
    territories = "/api/ogc/collections/territories/items"
    assert ids(client.get(territories, {"as_of": "2020-01-01"})) == []


def test_the_openapi_document_tells_every_parameter_that_is_taken(portfolio, signed_in):
    client = signed_in()
    document = client.get("/api/ogc/api").json()
    for name, collection in COLLECTIONS.items():
        told = document["paths"][f"/collections/{name}/items"]["get"]["parameters"]
        assert {each["name"] for each in told} == (OWN - {"f"}) | set(collection.properties)
    for path in document["paths"]:
        assert client.get("/api/ogc" + path.replace("{id}", "0")).status_code in {200, 404}


def test_conformance_claims_only_what_a_filter_can_do(portfolio, signed_in):
    client = signed_in()
    claimed = client.get("/api/ogc/conformance").json()["conformsTo"]
    shown = {
        "basic-cql2": "tier = '1'",
        "advanced-comparison-operators": "tier LIKE '1%' AND room_count BETWEEN 1 AND 2",
        "case-insensitive-comparison": "CASEI(name) = 'x'",
        "accent-insensitive-comparison": "ACCENTI(name) = 'x'",
        "basic-spatial-functions": "S_INTERSECTS(geometry, POINT(1 2))",
        "basic-spatial-functions-plus": "S_INTERSECTS(geometry, LINESTRING(1 2, 3 4))",
        "spatial-functions": "S_CROSSES(geometry, LINESTRING(1 2, 3 4))",
        "temporal-functions": "T_OVERLAPS(INTERVAL(updated_at, '..'), INTERVAL('2020-01-01', '..'))",
        "property-property": "name = city",
        "arithmetic": "room_count + 1 = 2",
        "cql2-text": "true",
    }
    own = [each.rpartition("/")[2] for each in claimed if "/cql2/" in each]
    assert sorted(own) == sorted(shown)
    for text in shown.values():
        assert client.get(SITES, {"filter": text}).status_code == 200, text


def test_boundaries_are_those_of_the_moment(portfolio, signed_in):
    address = "/api/ogc/collections/territories/items"
    client = signed_in()
    assert ids(client.get(address)) == ["NE", "NW", "SE", "SW"]
    assert ids(client.get(address, {"datetime": "2020-01-01"})) == []
    assert len(ids(client.get(address, {"datetime": "2020-01-01/.."}))) == 4
    assert ids(client.get(address, {"filter": "path = 'SE'"})) == ["SE"]


def test_nobody_sees_beyond_their_reach(portfolio, signed_in):
    client = signed_in(role=Role.DISTRICT_MANAGER, territory=portfolio["NW"])
    (number,) = ids(client.get(SITES))
    assert client.get(SITES).json()["numberMatched"] == 1
    hidden = int(number) + 1
    assert client.get(f"{SITES}/{hidden:04d}").status_code == 404
    assert ids(client.get("/api/ogc/collections/territories/items")) == ["NW"]
    (described,) = client.get("/api/ogc/collections").json()["collections"][1]["extent"]["spatial"][
        "bbox"
    ]
    assert described == [-85, 33, -84, 34]
