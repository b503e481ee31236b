"""What a person cannot reach does not exist for them: in the ORM, in raw SQL, in history."""

import pytest
from django.db import Error, connection, transaction

from tests.factories import make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.common import clock, scope
from townsite.common.scope import NOBODY, scoped
from townsite.sites.models import Site
from townsite.territories.actions import assign_sites


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_nobody_sees_nothing(db):
    make_site(territory=make_territory())
    with scoped(NOBODY):
        tables = [
            "sites_site",
            "sites_siteevent",
            "audit_event",
            "territories_assignment",
            "territories_territory",
        ]
        assert [count(table) for table in tables] == [0] * 5


def test_a_manager_sees_the_sites_at_and_below_their_territory(db, as_person):
    east = make_territory("EAST", level="region")
    below = make_territory("D04", parent=east, level="district")
    west = make_territory("WEST", level="region")
    own, other = make_site(territory=below), make_site(territory=west)
    manager = make_user()
    make_grant(manager, Role.REGIONAL_VP, territory=east)
    with as_person(manager):
        assert list(Site.objects.all()) == [own]
        assert (
            count("sites_siteevent") == count("audit_event") - 2
        )  # two site events, two of the tree
    assert other.pk


@pytest.mark.parametrize("holds_west", [True, False])
def test_every_territory_in_reach_is_one_flag_and_shows_the_same(
    db, as_person, monkeypatch, holds_west
):
    monkeypatch.setattr(scope, "MANY_TERRITORIES", 0)
    east, west = make_territory("EAST", level="region"), make_territory("WEST", level="region")
    own, other, waiting = make_site(territory=east), make_site(territory=west), make_site()
    manager = make_user()
    for territory in [east, west] if holds_west else [east]:
        make_grant(manager, Role.REGIONAL_VP, territory=territory)
    with as_person(manager):
        assert set(Site.objects.all()) == ({own, other} if holds_west else {own})
        assert setting("townsite.read_assigned") == ("on" if holds_west else "")
        with scoped(NOBODY):
            assert not Site.objects.exists()
        assert setting("townsite.read_assigned") == ("on" if holds_west else "")
    assert waiting.territory_id is None


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        return str(cursor.fetchone()[0])


def test_a_grant_over_one_site_reaches_that_site_only(db, as_person):
    site, _ = make_site(), make_site()
    operative = make_user()
    make_grant(operative, Role.FIELD_OPERATIVE, site=site)
    with as_person(operative):
        assert list(Site.objects.all()) == [site]


def test_a_reader_cannot_change_what_they_see(db, as_person):
    territory = make_territory()
    site = make_site(territory=territory)
    reader = make_user()
    make_grant(reader, Role.BILLING_ADMIN, territory=territory)
    with as_person(reader):
        assert Site.objects.filter(pk=site.pk).update(name="Changed") == 0
    site.refresh_from_db()
    assert site.name != "Changed"


def test_a_site_cannot_be_moved_out_of_reach(db, as_person):
    own, foreign = make_territory("OWN"), make_territory("FOREIGN")
    site = make_site(territory=own)
    manager = make_user()
    make_grant(manager, Role.DISTRICT_MANAGER, territory=own)
    with as_person(manager), pytest.raises(Error, match="row-level security"), transaction.atomic():
        assign_sites(site_ids=[site.pk], territory=foreign, by=manager, at=clock.now())
    site.refresh_from_db()
    assert site.territory_id == own.pk


def test_the_maker_of_a_new_site_sees_it_before_it_has_a_territory(db, as_person):
    maker, stranger = make_user(), make_user()
    for user in (maker, stranger):
        make_grant(user, Role.ACCOUNT_MANAGER, territory=make_territory())
    with as_person(maker):
        Site.objects.create(
            number="0417",
            name="New",
            facility_type="other",
            created_by_id=maker.pk,
            created_at=clock.now(),
            updated_at=clock.now(),
        )
    with as_person(stranger):
        assert not Site.objects.exists()
    with as_person(maker):
        assert Site.objects.get().number == "0417"


def test_scope_ends_with_its_block(db):
    make_site()
    with scoped(NOBODY):
        assert not Site.objects.exists()
    assert Site.objects.exists()


@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE audit_event SET reason = 'x'",
        "DELETE FROM audit_event",
        "DELETE FROM sites_siteevent",
    ],
)
def test_history_cannot_be_rewritten(db, verb):
    make_site()
    before = count("audit_event")
    with (
        pytest.raises(Error, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)
    assert count("audit_event") == before


def test_raw_sql_reads_nobody_elses_reach(db, as_person):
    territory = make_territory()
    vice, reader = make_user(), make_user()
    make_grant(vice, Role.REGIONAL_VP, territory=territory)
    make_grant(reader, Role.BILLING_ADMIN, territory=make_territory())
    with as_person(reader):
        assert reach_of(vice) == 0
        assert reach_of(reader) == 1
    with scoped(NOBODY):
        assert reach_of(vice) == reach_of(reader) == 0
    assert reach_of(vice) == 1, "a system job may ask for anybody's"


def reach_of(user):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM townsite_reach(%s, %s)", [user.pk, clock.now()])
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "call",
    [
        "directory_search_extra(ARRAY(SELECT id FROM sites_site))",
        "directory_search_extra(ARRAY[%s]::uuid[])",
        "directory_extra_words(%s::uuid, NULL, NULL)",
        "directory_refresh_extra(ARRAY[%s]::uuid[])",
        "directory_learn(ARRAY[to_tsvector('simple', %s)])",
    ],
)
def test_raw_sql_cannot_use_what_runs_past_row_security(db, as_person, call):
    foreign = make_site(territory=make_territory())
    reader = make_user()
    make_grant(reader, Role.BILLING_ADMIN, territory=make_territory())
    with (
        as_person(reader),
        pytest.raises(Error, match=r"permission denied|only jobs over all sites"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT * FROM {call}", [str(foreign.pk)] if "%s" in call else [])
