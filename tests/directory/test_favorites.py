"""Stars are one's own: in the directory, on the home page, and in raw SQL."""

import pytest
from django.db import Error, connection, transaction

from tests.factories import make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common import clock
from townsite.directory.actions import mark_favorite, unmark_favorite
from townsite.directory.criteria import Criteria
from townsite.directory.models import Favorite
from townsite.directory.queries import favorite_sites


@pytest.fixture
def east(db):
    return make_territory("EAST", level="region")


@pytest.fixture
def site(east):
    return make_site(name="Pier Hotel", territory=east)


@pytest.fixture
def reader(east):
    return manager(east)


def manager(territory):
    person = make_user()
    make_grant(person, Role.BILLING_ADMIN, territory=territory)
    return person


def stars():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM directory_favorite")
        return int(cursor.fetchone()[0])


def found(text):
    return list(Criteria.parse(text).sites().values_list("name", flat=True))


def test_a_reader_may_mark_and_take_the_star_away(site, reader, as_person):
    with as_person(reader):
        assert mark_favorite(site=site, by=reader, at=clock.now())
        assert not mark_favorite(site=site, by=reader, at=clock.now()), "twice is once"
        assert (stars(), found("favorite:me"), favorite_sites(reader, limit=5)) == (
            1, ["Pier Hotel"], [site],
        )  # fmt: skip
        assert unmark_favorite(site=site, by=reader, at=clock.now())
        assert not unmark_favorite(site=site, by=reader, at=clock.now())
        assert (stars(), found("favorite:me")) == (0, [])
    kinds = Event.objects.filter(type__startswith="favorite.").values_list("type", "site_id")
    assert sorted(kinds) == [("favorite.marked", None), ("favorite.unmarked", None)]


def test_stars_of_others_are_not_seen_or_set(site, reader, east, as_person):
    other = manager(east)
    with as_person(reader):
        mark_favorite(site=site, by=reader, at=clock.now())
    with as_person(other):
        assert (stars(), found("favorite:me")) == (0, [])
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            Favorite.objects.create(user=reader, site=site, created_at=clock.now())
    assert stars() == 1


def test_a_site_out_of_reach_cannot_be_marked(reader, as_person, signed_in):
    foreign = make_site(territory=make_territory("WEST", level="region"))
    assert (
        signed_in(reader).post(f"/sites/{foreign.number}/favorite/", {"star": "on"}).status_code
        == 404
    )
    with (
        as_person(reader),
        pytest.raises(Error, match="row-level security"),
        transaction.atomic(),
    ):
        Favorite.objects.create(user=reader, site=foreign, created_at=clock.now())
    assert stars() == 0


def test_the_star_stands_on_the_site_the_rows_and_the_first_page(site, reader, signed_in):
    client = signed_in(reader)
    assert (
        'aria-pressed="false" aria-label="Favorite'
        in client.get(f"/sites/{site.number}/").content.decode()
    )
    answer = client.post(
        f"/sites/{site.number}/favorite/", {"star": "on"}, headers={"HX-Request": "true"}
    )
    assert 'aria-pressed="true"' in answer.content.decode()
    for page in (f"/sites/{site.number}/", "/sites/?q=favorite:me"):
        assert 'aria-pressed="true" aria-label="Favorite' in client.get(page).content.decode(), page
    assert "My favorites" in client.get("/").content.decode()
    wrong = client.get("/sites/?q=favorite:you").content.decode()
    assert "Favorites are one" in wrong


def test_a_removed_site_takes_its_stars_along(site, reader, as_person):
    with as_person(reader):
        mark_favorite(site=site, by=reader, at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM territories_assignment")
        cursor.execute("DELETE FROM sites_classification")
        cursor.execute("DELETE FROM sites_site WHERE id = %s", [site.pk])
    assert stars() == 0
