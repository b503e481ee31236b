from collections.abc import Callable

import pytest
from django.contrib.gis.geos import Point

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Conflict, Invalid
from townsite.jobs.progress import Progress
from townsite.sites.actions.duplicates import dismiss_suspicion, refresh_suspicions
from townsite.sites.duplicates import facts_of, likely_duplicates
from townsite.sites.models import Site, SuspectedDuplicate
from townsite.sites.queries.duplicates import open_suspicions
from townsite.sites.similarity import Facts, compare
from townsite.sites.tasks import find_duplicates

NOW = clock.now()
PIER = {"street": "12 Pier Road", "city": "Norfolk", "state": "VA", "zip": "23510"}
EXACT = {"longitude": -76.2859, "latitude": 36.8508, "geocode_quality": "exact"}


def score(one: Facts, other: Facts) -> float:
    return compare(one, other, within_m=500).score


@pytest.mark.parametrize(
    ("name", "street"),
    [
        ("Harborline Suites Norfolk", "12 Pier Rd."),
        ("HARBORLINE SUITES – NORFOLK", "12 Pier Road"),
        ("Norfolk Harborline Suites", "12 Pier Road"),
        ("Harborlíne Suites Norfork", "12 Pier Raod"),
        ("The Harborline Suites, Norfolk", "12 Pier Road"),
    ],
)
def test_one_site_written_twice_scores_as_a_duplicate(name: str, street: str) -> None:
    one = Facts(name="Harborline Suites Norfolk", **PIER, **EXACT)
    other = Facts(name=name, **{**PIER, "street": street}, **EXACT)
    assert score(one, other) >= 0.85


@pytest.mark.parametrize(
    ("name", "street", "longitude"),
    [
        ("Harborline Suites Airport", "900 Terminal Drive", -76.2009),
        ("Lakeview Medical Center", "12 Pier Road", -76.2859),
        ("Harborline Garage 2", "14 Pier Road", -76.2860),
        ("Harborline Garage 1", "3100 Ocean Avenue", -76.0100),
    ],
)
def test_two_sites_do_not(name: str, street: str, longitude: float) -> None:
    one = Facts(name="Harborline Garage 1", **PIER, **EXACT)
    other = Facts(name=name, **{**PIER, "street": street}, **{**EXACT, "longitude": longitude})
    assert score(one, other) < 0.85


def test_the_score_is_symmetric_and_explains_itself() -> None:
    one = Facts(name="Harborline Suites", number="0417", **PIER, **EXACT)
    other = Facts(name="Harborline Suite", number="4170", **PIER, **EXACT)
    assert score(one, other) == score(other, one)
    parts = {part.what: part.words for part in compare(one, other, within_m=500).parts}
    assert parts["address"] == "same address"
    assert parts["distance"] == "0 m apart"
    assert parts["number"] == "numbers 0417 and 4170 differ by a zero"


def test_rough_points_say_nothing_about_distance() -> None:
    rough = {**EXACT, "geocode_quality": "zip"}
    parts = compare(
        Facts(name="A", **PIER, **rough), Facts(name="B", **PIER, **rough), within_m=500
    )
    assert "distance" not in {part.what for part in parts.parts}


def test_a_name_alone_is_no_proof() -> None:
    assert score(Facts(name="Hilltop Inn"), Facts(name="Hilltop Inn")) < 0.85


@pytest.mark.django_db
def test_a_typo_and_another_zip_are_found_by_place(db: None) -> None:
    known = make_site(name="Harborline Suites Norfolk", street1="12 Pier Road")
    make_site(name="Granby Office Park", street1="400 Granby Street")
    near = Facts(name="Harborlin Suites Norfolk", **{**PIER, "zip": "23511"}, **EXACT)
    found = likely_duplicates(near, at=NOW)
    assert [match.facts.key for match in found] == [known.pk]
    assert found[0].similarity.percent >= 85


@pytest.mark.django_db
def test_zip_plus_four_is_the_same_area(db: None) -> None:
    known = make_site(
        name="Harborline Suites Norfolk", street1="12 Pier Road", zip="23510-1234", location=None
    )
    wanted = Facts(name="Harborline Suites Norfolk", **PIER)
    assert [m.facts.key for m in likely_duplicates(wanted, at=NOW)] == [known.pk]


@pytest.mark.django_db
def test_a_site_is_no_duplicate_of_itself_or_of_a_merged_one(db: None) -> None:
    site = make_site(name="Harborline Suites Norfolk")
    gone = make_site(name="Harborline Suites Norfolk", street1=site.street1)
    Site.objects.filter(pk=gone.pk).update(status="merged", merged_into=site)
    assert likely_duplicates(facts_of(site), at=NOW) == []


@pytest.mark.django_db
def test_foreign_sites_are_not_told(db: None, as_person: Callable) -> None:
    mine, theirs = make_territory(), make_territory()
    site = make_site(name="Hilltop Inn", street1="1 Hill Road", territory=mine)
    make_site(name="Hilltop Inn", street1="1 Hill Road", territory=theirs)
    refresh_suspicions(site_ids=[site.pk], at=NOW)
    manager = make_user()
    make_grant(manager, Role.ACCOUNT_MANAGER, territory=mine)
    with as_person(manager):
        assert likely_duplicates(facts_of(site), at=NOW) == []
        assert not open_suspicions().exists()
    assert open_suspicions().count() == 1


def twins() -> tuple[Site, Site]:
    one = make_site(name="Hilltop Inn", street1="1 Hill Road")
    return one, make_site(name="Hilltop Inn", street1="1 Hill Rd")


@pytest.mark.django_db
def test_a_pair_is_listed_once_however_often_it_is_found(db: None) -> None:
    one, other = twins()
    for _ in range(2):
        refresh_suspicions(site_ids=[other.pk], at=NOW)
        refresh_suspicions(site_ids=[one.pk, other.pk], at=NOW)
    (row,) = open_suspicions()
    assert (row.site, row.other) == (one, other)
    assert {part["what"] for part in row.parts} == {"name", "address", "distance"}


@pytest.mark.django_db
def test_a_corrected_site_is_listed_no_more(db: None) -> None:
    one, other = twins()
    refresh_suspicions(site_ids=[one.pk], at=NOW)
    Site.objects.filter(pk=other.pk).update(
        name="Valley Clinic", street1="77 Valley Way", location=Point(-77.5, 37.5, srid=4326)
    )
    refresh_suspicions(site_ids=[other.pk], at=NOW)
    assert not SuspectedDuplicate.objects.exists()


@pytest.mark.django_db
def test_a_dismissed_pair_stays_dismissed(db: None) -> None:
    one, other = twins()
    refresh_suspicions(site_ids=[one.pk], at=NOW)
    row = open_suspicions().get()
    with pytest.raises(Invalid):
        dismiss_suspicion(suspicion=row, by=BY, at=NOW, reason=" ")
    assert open_suspicions().exists()
    dismiss_suspicion(suspicion=row, by=BY, at=NOW, reason="two towers")
    refresh_suspicions(site_ids=[one.pk, other.pk], at=NOW)
    assert not open_suspicions().exists()
    assert Event.objects.filter(type="duplicate.dismissed").count() == 2
    with pytest.raises(Conflict):
        dismiss_suspicion(suspicion=row, by=BY, at=NOW, reason="again")


@pytest.mark.django_db
def test_the_job_compares_every_site(db: None) -> None:
    twins()
    make_site(name="Granby Office Park", street1="400 Granby Street", zip="23517", location=None)
    progress = Progress(by=BY, at=NOW)
    assert find_duplicates(progress) == {"found": 1}
    assert (progress.report.done, progress.report.total) == (3, 3)
    assert open_suspicions().count() == 1
