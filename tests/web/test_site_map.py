"""The map page and its list tell what the directory tells, within the reader's reach."""

import re

import pytest

from tests.factories import make_site, make_territory
from townsite.access.choices import Role
from townsite.directory.criteria import Criteria
from townsite.directory.sites_in_view import sites_in_view

PANEL = "/sites/map/panel/"
NORFOLK_BOX = "-77,36,-76,37.5"


@pytest.fixture
def sites(db):
    own = make_territory("OWN", color_index=3)
    return own, [
        make_site(territory=own, name="Pier House", facility_type="hotel", room_count=12),
        make_site(territory=own, name="Quay Clinic", facility_type="medical"),
        make_site(territory=make_territory("OTHER"), name="Hidden Hall"),
    ]


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_page_carries_legend_counts_and_bounds(sites, signed_in):
    response = signed_in().get("/sites/map/?type=hotel&q=harbor")
    assert response.status_code == 200
    assert response.context["search"] == "harbor"
    assert response.context["kept"] == [("type", "hotel")]
    page = signed_in().get("/sites/map/?type=hotel")
    counts = {(e["facet"], e["value"]): e["count"] for e in page.context["legend"]}
    # The filtered facet still counts what is switched off; the others follow the filter.
    assert counts["type", "medical"] == 1
    assert counts["status", "draft"] == 1
    assert page.context["bounds"] == pytest.approx((-76.2859, 36.8508, -76.2859, 36.8508))


def test_the_list_names_the_sites_in_the_window(sites, signed_in):
    client = signed_in()
    answer = client.get(PANEL, {"bbox": NORFOLK_BOX})
    assert "<strong>3</strong> of 3 sites in view" in text(answer)
    assert [s["name"] for s in answer.context["sites"]] == [
        "Hidden Hall", "Pier House", "Quay Clinic",
    ]  # fmt: skip
    elsewhere = client.get(PANEL, {"bbox": "0,0,10,10"})
    assert "No site in view" in text(elsewhere)
    assert "No site matches" in text(client.get(PANEL, {"bbox": NORFOLK_BOX, "q": "type:airport"}))


def test_a_manager_is_told_only_of_own_sites(sites, signed_in):
    own, _ = sites
    client = signed_in(role=Role.DISTRICT_MANAGER, territory=own)
    answer = client.get(PANEL, {"bbox": NORFOLK_BOX})
    assert "<strong>2</strong> of 2 sites in view" in text(answer)
    assert "Hidden" not in text(answer)
    legend = client.get("/sites/map/").context["legend"]
    assert sum(e["count"] for e in legend if e["facet"] == "type") == 2


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "10,10,0,0", "nan,0,1,1", "0,0,1e400,1"])
def test_a_window_that_cannot_be_read_is_explained(sites, signed_in, box):
    answer = signed_in().get(PANEL, {"bbox": box})
    assert answer.status_code in {200, 422}
    assert "bbox" in text(answer)


def test_a_query_that_cannot_be_read_is_explained(sites, signed_in):
    answer = signed_in().get(PANEL, {"bbox": NORFOLK_BOX, "q": "tier:9"})
    assert answer.status_code == 200
    assert "tier" in text(answer)
    assert answer.context["sites"] == []


def test_the_list_costs_a_known_number_of_statements(sites, django_assert_num_queries):
    # The list, the extent and two counts.
    with django_assert_num_queries(4):
        sites_in_view(Criteria.from_query({"bbox": NORFOLK_BOX}))
