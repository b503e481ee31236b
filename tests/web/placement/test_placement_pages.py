"""The board, the dialog of a choice, accepting many, and the tab of a site."""

import pytest
from django.contrib.gis.geos import Point

from tests.factories import make_site, make_territory
from tests.factories.policies import ask_nobody
from townsite.access.choices import Role
from townsite.changes.models import ChangeSet
from townsite.territories.models import Assignment, PlacementException

pytestmark = pytest.mark.usefixtures("db")
HERE = Point(-76.29, 36.85, srid=4326)
AWAY = Point(-76.0, 36.85, srid=4326)
STANDARD = ("approval.assignment", "standard")


@pytest.fixture
def two():
    return make_territory("NEAR", center=HERE), make_territory("FAR", center=AWAY)


def test_the_board_shows_the_queue_with_its_proposals(two, signed_in):
    site, placed = make_site(location=HERE), make_site(territory=two[0])
    page = signed_in().get("/placement/").content.decode()
    assert f'data-place-site="{site.number}"' in page
    assert f'data-place-site="{placed.number}"' not in page
    assert 'data-place-in="FAR"' in page


def test_an_empty_queue_says_so(two, signed_in):
    assert "Every site has its territory" in signed_in().get("/placement/").content.decode()


def test_the_board_takes_a_fixed_number_of_statements(
    two, signed_in, django_assert_max_num_queries
):
    client = signed_in()
    for _ in range(8):
        make_site(location=HERE)
    client.get("/placement/")
    with django_assert_max_num_queries(24):
        client.get("/placement/")


def test_the_best_territory_is_taken_without_a_reason(two, signed_in):
    ask_nobody(*STANDARD)
    site = make_site(location=HERE)
    response = signed_in().post("/placement/place/", {"site": site.number, "territory": "NEAR"})
    assert response.status_code == 302
    assert Assignment.objects.get(site=site).territory.code == "NEAR"


def test_where_somebody_has_to_approve_the_board_says_who_and_shows_it(two, signed_in):
    site, client = make_site(location=HERE), signed_in()
    given = {"site": site.number, "territory": "NEAR", "next": "/placement/"}
    page = client.post("/placement/place/", given, follow=True).content.decode()
    row = ChangeSet.objects.get()
    assert "Waits for approval by Territory administrator of NEAR" in page
    assert (
        f'<a class="text-decoration-underline" href="/change-sets/{row.number}/">Change set {row.number}</a>'
        in page
    )
    assert f">change set {row.number}</a> is not in effect yet." in page
    assert not Assignment.objects.exists()


def test_another_choice_needs_a_reason_and_keeps_what_was_chosen(two, signed_in):
    ask_nobody(*STANDARD)
    site, client = make_site(location=HERE), signed_in()
    given = {"site": site.number, "territory": "FAR"}
    refused = client.post("/placement/place/", given)
    assert refused.status_code == 422
    assert "Say why you choose otherwise" in refused.content.decode()
    assert not Assignment.objects.exists()
    client.post("/placement/place/", {**given, "reason": "served with the airport"})
    row = Assignment.objects.get(site=site)
    assert row.reason.endswith("served with the airport")
    assert row.breakdown["decided_by"] == "person"


def test_a_choice_that_is_ruled_out_is_refused_with_the_way_out(signed_in):
    make_territory("MD", center=HERE, allowed_states=["MD"])
    site, client = make_site(location=HERE, state="VA"), signed_in()
    dialog = client.get(f"/placement/choose/?site={site.number}&territory=MD").content.decode()
    assert "Make an exception first" in dialog
    given = {"site": site.number, "territory": "MD", "reason": "because"}
    assert client.post("/placement/place/", given).status_code == 422
    assert not Assignment.objects.exists()


def test_accepting_is_rehearsed_and_then_done(two, signed_in):
    ask_nobody(*STANDARD)
    sites, client = [make_site(location=HERE) for _ in range(3)], signed_in()
    chosen = {"selected": [site.number for site in sites[:2]]}
    rehearsal = client.post("/placement/rehearse/", chosen)
    assert "nothing is written yet" in rehearsal.content.decode()
    assert not Assignment.objects.exists()
    client.post("/placement/accept/", {**chosen, "with_warnings": "1"})
    assert Assignment.objects.count() == 2
    client.post("/placement/accept/", {"all": "1", "with_warnings": "1"})
    assert Assignment.objects.count() == 3


def test_a_reader_without_the_permission_places_nothing(two, signed_in):
    site = make_site(territory=two[0])
    client = signed_in(role=Role.BILLING_ADMIN, territory=two[0])
    given = {"site": site.number, "territory": "FAR", "reason": "x", "all": "1"}
    assert client.get("/placement/").status_code == 403
    for address in ("place", "rehearse", "accept"):
        assert client.post(f"/placement/{address}/", given).status_code == 403
    assert client.post(f"/sites/{site.number}/exceptions/", given).status_code == 403
    assert Assignment.objects.get().territory == two[0]
    assert not PlacementException.objects.exists()


def test_sites_and_territories_beyond_reach_are_not_found(two, signed_in):
    hidden = make_site(territory=two[1])
    client = signed_in(role=Role.TERRITORY_ADMIN, territory=two[0])
    assert client.get(f"/sites/{hidden.number}/placement/").status_code == 404
    address = f"/placement/choose/?site={hidden.number}&territory=NEAR"
    assert client.get(address).status_code == 404


def test_the_tab_explains_the_assignment_and_what_would_change_it(two, signed_in):
    ask_nobody(*STANDARD)
    site, client = make_site(location=HERE), signed_in()
    client.post("/placement/place/", {"site": site.number, "territory": "NEAR"})
    page = client.get(f"/sites/{site.number}/placement/").content.decode()
    assert "The score (R-01)" in page
    assert "Runner-up" in page
    assert "FAR would win if" in page
    assert "placement.weights" in page


def test_an_assignment_without_a_score_says_so(two, signed_in):
    site = make_site(territory=two[1], location=HERE)
    page = signed_in().get(f"/sites/{site.number}/placement/").content.decode()
    assert "No score was kept" in page
    assert "(now)" in page


def test_an_exception_is_made_shown_and_ended(two, signed_in):
    site, client = make_site(location=HERE), signed_in()
    address = f"/sites/{site.number}/exceptions/"
    given = {"territory": two[1].pk, "effect": "pin", "ground": "strategic", "reason": ""}
    refused = client.post(address, {**given, "impact": "none to speak of"})
    assert refused.status_code == 422
    assert "none to speak of" in refused.content.decode()
    past = client.post(address, {**given, "reason": "ferry", "ends_on": "2020-01-01"})
    assert past.status_code == 422
    assert not PlacementException.objects.exists()
    client.post(address, {**given, "reason": "ferry"})
    page = client.get(f"/sites/{site.number}/placement/").content.decode()
    assert "ferry" in page
    assert "goes first by exception" in page
    row = PlacementException.objects.get()
    client.post(f"{address}{row.pk}/end/")
    row.refresh_from_db()
    assert row.valid_during.upper is not None
