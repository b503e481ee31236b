from datetime import date

import pytest
from django.contrib.gis.geos import Point
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_customer, make_site, make_territory
from townsite.common.errors import Invalid
from townsite.directory.criteria import Criteria
from townsite.directory.tokens import TOKENS
from townsite.sites.models import Site

ATLANTA = Point(-84.388, 33.749, srid=4326)


def found(text):
    return {site.name for site in Criteria.parse(text).sites()}


@pytest.fixture(scope="module")
def portfolio(standing):
    east = make_territory("EAST", name="East")
    make_territory("D04", name="Tidewater", parent=east)
    from townsite.territories.models import Territory

    d04 = Territory.objects.get(code="D04")
    make_site(
        name="Harborline Suites", facility_type="hotel", room_count=214, tier="1", territory=d04,
        customer=make_customer(name="Harborline Group"),
    )  # fmt: skip
    make_site(
        name="Peachtree Clinic", facility_type="medical", city="Atlanta", state="GA", zip="30303",
        location=ATLANTA, parking_spaces=320,
    )  # fmt: skip
    make_site(name="Old Depot", facility_type="other", annual_revenue_cents=150_000_000)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("type:hotel", {"Harborline Suites"}),
        ("type:Hotel,medical", {"Harborline Suites", "Peachtree Clinic"}),
        ("-type:hotel", {"Peachtree Clinic", "Old Depot"}),
        ("state:Georgia", {"Peachtree Clinic"}),
        ("tier:none", {"Peachtree Clinic", "Old Depot"}),
        ("territory:EAST", {"Harborline Suites"}),
        ("no:territory", {"Peachtree Clinic", "Old Depot"}),
        ('customer:"harborline"', {"Harborline Suites"}),
        ("spaces:>200", {"Peachtree Clinic"}),
        ("rooms:100..300", {"Harborline Suites"}),
        ("rooms:none", {"Peachtree Clinic", "Old Depot"}),
        ("revenue:>1m", {"Old Depot"}),
        ("revenue:<=$1.5m", {"Old Depot"}),
        ("zip:303*", {"Peachtree Clinic"}),
        ("city:atlanta", {"Peachtree Clinic"}),
        ("updated:<7d type:hotel", {"Harborline Suites"}),
        ("updated:>7d", set()),
        (f"created:{date.today().isoformat()}..", {"Harborline Suites", "Peachtree Clinic", "Old Depot"}),  # noqa: DTZ011 - the day as the reader types it
        ('near:"Atlanta, GA"<50mi', {"Peachtree Clinic"}),
        ("near:30303<5km", {"Peachtree Clinic"}),
        ("near:33.749,-84.388<1mi", {"Peachtree Clinic"}),
        ("missing:primary_contact type:hotel", {"Harborline Suites"}),
        ("missing:contacts type:hotel", {"Harborline Suites"}),
        ("name:depot", {"Old Depot"}),
        ("-depot type:other", set()),
        ('"peachtree clinic"', {"Peachtree Clinic"}),
    ],
)  # fmt: skip
def test_a_token_finds_its_sites(portfolio, text, names):
    criteria = Criteria.parse(text.replace("33.749,-84.388<1mi", '"33.749,-84.388"<1mi'))
    assert criteria.problems == []
    assert {site.name for site in criteria.sites()} == names


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("typ:hotel", "type:hotel"),
        ("type:hotl", "type:hotel"),
        ("state:Georga", "state:GA"),
        ("spaces:many", "spaces:>200"),
        ("missing:contact", "missing:contacts"),
        ("territory:EASTT", "territory:EAST"),
        ("type:", "type:hotel"),
    ],
)
def test_a_mistake_is_explained_with_what_was_meant_and_matches_nothing(
    portfolio, text, suggestion
):
    criteria = Criteria.parse(text)
    (problem,) = criteria.problems
    assert problem.suggestion == suggestion
    assert problem.detail
    assert not criteria.sites().exists()
    with pytest.raises(Invalid):
        criteria.require_understood()


def test_shapes_of_the_map_narrow_the_sites(portfolio):
    def names(**query):
        given = QueryDict(mutable=True)
        given.update(query)
        return {site.name for site in Criteria.from_query(given).sites()}

    assert names(area="-85,33;-84,33;-84,34.5;-85,34.5") == {"Peachtree Clinic"}
    assert names(near="-84.388,33.749,2000") == {"Peachtree Clinic"}
    assert names(bbox="-85,33,-84,34") == {"Peachtree Clinic"}
    assert names(area="-85,33;x") == set()
    assert names(bbox="-184,33,0,34") == set()


def test_parameters_of_the_address_join_the_box_and_the_query_asks_the_same(portfolio):
    criteria = Criteria.from_query(
        QueryDict("q=inn&type=hotel&type=medical&state=GA&bbox=-85,33,-84,34")
    )
    assert criteria.text() == "inn type:hotel,medical state:GA"
    assert Criteria.from_query(QueryDict(criteria.query())) == criteria


def test_a_merged_site_shows_only_when_asked_for(portfolio):
    old, new = Site.objects.get(name="Old Depot"), Site.objects.get(name="Harborline Suites")
    Site.objects.filter(pk=old.pk).update(status="merged", merged_into=new)
    assert "Old Depot" not in found("")
    assert found("status:merged") == {"Old Depot"}
    assert found(f"number:{old.number}") == {"Old Depot"}


def test_criteria_hold_inside_other_queries(portfolio):
    inner = Criteria.parse("type:hotel").sites()
    assert Site.objects.filter(pk__in=inner.values("pk")).count() == 1
    assert Site.objects.exclude(pk__in=inner.values("pk")).count() == 2


TOKEN = st.builds(
    "{}:{}".format,
    st.sampled_from(sorted(TOKENS)),
    st.text(alphabet='a1<>.,"-:%\\é*x ', max_size=12),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(TOKEN, st.text(max_size=15)), max_size=4).map(" ".join))
def test_no_text_breaks_a_search(db, text):
    list(Criteria.parse(text).sites()[:1])
