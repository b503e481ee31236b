"""Vector tiles show what the reader may see, at once, and agree with the table of sites."""

from itertools import product

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection, transaction

from tests.directory.mvt import Feature, layers
from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.common import clock
from townsite.common.errors import NotFound
from townsite.common.scope import NOBODY, Scope, scoped
from townsite.directory.criteria import Criteria
from townsite.directory.queries import count_all
from townsite.directory.site_tiles import CROWD, site_tile
from townsite.directory.tasks import settle_cells
from townsite.directory.territory_tiles import territory_tile
from townsite.directory.tile_grid import Tile
from townsite.sites.actions import create_site, merge_sites
from townsite.sites.models import Site
from townsite.territories.actions import assign_sites, set_boundary

ALL = Scope.system("test")
NORFOLK_Z4, NORFOLK_Z10 = Tile(4, 4, 6), Tile(10, 295, 399)
ZOOMS = range(10)


def features(tile: Tile, scope: Scope = ALL, query: str = "") -> list[Feature]:
    tile_bytes = site_tile(tile, scope=scope, criteria=Criteria.parse(query))
    return layers(tile_bytes).get("sites", [])


def count(tile: Tile, scope: Scope = ALL, query: str = "") -> int:
    return sum(f.properties.get("count", 1) for f in features(tile, scope, query))


def at(lon: float, lat: float) -> Point:
    return Point(lon, lat, srid=4326)


def test_a_single_site_carries_its_facts_and_stands_at_its_place(db):
    site = make_site(territory=make_territory("D01", color_index=4), name="Pier House")
    (feature,) = features(NORFOLK_Z4)
    assert feature.properties == {
        "number": site.number,
        "name": "Pier House",
        "facility_type": "other",
        "status": "draft",
        "tier": "",
        "health": site.health,
        "territory": "D01",
        "color_index": 4,
    }
    tile = NORFOLK_Z4
    x, y = site.geom3857.x, site.geom3857.y
    wanted = ((x - tile.west) / tile.size * 4096, (tile.north - y) / tile.size * 4096)
    assert feature.point == pytest.approx(wanted, abs=1)


def test_near_sites_are_counted_together_far_out_and_single_close_up(db):
    for step in range(3):
        make_site(location=at(-76.28 + step / 1000, 36.85))
    (cluster,) = features(NORFOLK_Z4)
    assert cluster.properties == {"count": 3}
    assert len(features(NORFOLK_Z10)) == 3
    assert all("count" not in f.properties for f in features(NORFOLK_Z10))


def test_the_world_holds_every_site_once_at_each_zoom(db):
    corners = [(-179.999, 84.9), (179.999, -84.9), (0, 0), (-180, 10), (180, -10), (-76.3, 36.8)]
    for lon, lat in corners:
        make_site(location=at(lon, lat))
    Site.objects.filter(pk=make_site().pk).update(location=None)
    for z in (0, 1, 2):
        side = range(1 << z)
        assert sum(count(Tile(z, x, y)) for x, y in product(side, side)) == len(corners)


def test_cells_follow_moves_merges_assignments_and_removals(db):
    first, second = make_site(), make_site(location=at(-76.2, 36.9))
    district = make_territory("D02")
    assign_sites(site_ids=[first.pk], territory=district, by=BY, at=clock.now())
    Site.objects.filter(pk=first.pk).update(location=at(-118.2, 34.0))
    assert count(NORFOLK_Z4) == 1
    (moved,) = features(Tile(4, 2, 6))
    assert (moved.properties["number"], moved.properties["territory"]) == (first.number, "D02")
    merge_sites(duplicate=first, into=second, by=BY, at=clock.now(), reason="the same")
    assert features(Tile(4, 2, 6)) == []
    (left,) = features(NORFOLK_Z4)
    assert left.properties["number"] == second.number


def test_the_one_that_is_left_of_a_cluster_is_named(db):
    gone, stays = make_site(), make_site()
    Site.objects.filter(pk=gone.pk).update(location=None)
    (feature,) = features(NORFOLK_Z4)
    assert feature.properties["number"] == stays.number


def test_settling_changes_no_tile(db):
    for step in range(20):
        make_site(location=at(-76.3 + step, 36.8))
    Site.objects.filter(location__bboverlaps=at(-76.3, 36.8).buffer(0.1)).update(location=None)
    tiles = [Tile(z, 1 << z >> 2, int((1 << z) * 0.39)) for z in ZOOMS]
    before = [site_tile(tile, scope=ALL, criteria=Criteria()) for tile in tiles]
    with connection.cursor() as cursor:
        settle_cells(timestamp=0)
        cursor.execute("SELECT count(*) FROM directory_sitecell WHERE NOT is_settled")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM directory_sitecell WHERE sites <= 0")
        assert cursor.fetchone() == (0,)
    assert [site_tile(tile, scope=ALL, criteria=Criteria()) for tile in tiles] == before


def test_a_change_taken_back_leaves_the_cells_as_they_were(db):
    make_site()
    with transaction.atomic():
        make_site()
        transaction.set_rollback(True)
    assert count(NORFOLK_Z4) == 1


@pytest.mark.parametrize("tile", [NORFOLK_Z4, NORFOLK_Z10], ids=["far out", "close up"])
def test_a_manager_sees_only_own_sites(db, as_person, tile):
    own, other = make_territory("OWN"), make_territory("OTHER")
    mine = {make_site(territory=own, name="Mine").number}
    for _ in range(3):
        make_site(territory=other, name="Not mine")
    single = make_site(territory=other, name="Granted").number
    manager = make_user()
    make_grant(manager, Role.DISTRICT_MANAGER, territory=own)
    make_grant(manager, Role.FIELD_OPERATIVE, site=Site.objects.get(number=single))
    draft = create_site(
        values={"name": "New", "facility_type": "other", "location": at(-76.2, 36.8)},
        by=manager,
        at=clock.now(),
    )
    scope = _scope_of(manager)
    with as_person(manager):
        assert count(tile, scope) == 3
        assert count(tile, scope, '"not mine"') == 0
        close = {f.properties["number"] for f in features(NORFOLK_Z10, scope)}
    assert close == mine | {single, draft.number}


def test_nobody_sees_nothing(db):
    make_site()
    with scoped(NOBODY):
        assert [
            site_tile(tile, scope=NOBODY, criteria=Criteria()) for tile in (NORFOLK_Z4, NORFOLK_Z10)
        ] == [b"", b""]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM directory_sitecell")
            assert cursor.fetchone() == (0,)


def test_a_filter_counts_what_the_table_shows(db):
    for kind in ("hotel", "hotel", "medical"):
        make_site(facility_type=kind, room_count=10, location=at(-76.28, 36.85))
    assert [f.properties for f in features(NORFOLK_Z4, query="type:hotel")] == [{"count": 2}]
    for query in ("", "type:hotel", "-type:hotel", "harborline", "type:nonsense", "tier:none"):
        wanted = count_all(Criteria.parse(query))
        assert count(NORFOLK_Z4, query=query) == count(NORFOLK_Z10, query=query) == wanted


def test_a_crowded_tile_is_clustered_even_close_up(db):
    site = make_site()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE more AS SELECT s.* FROM sites_site s, generate_series(1, %s)"
            " WHERE s.id = %s",
            [CROWD, site.pk],
        )
        columns = ", ".join(
            f.column for f in Site._meta.concrete_fields if not f.generated and f.column != "id"
        )
        cursor.execute("CREATE SEQUENCE pg_temp.more_number START 500000")
        cursor.execute(
            f"INSERT INTO sites_site (id, {columns}) SELECT uuid7(),"
            f" {columns.replace('number', 'nextval(%s)::text', 1)} FROM more",
            ["pg_temp.more_number"],
        )
    (cluster,) = features(NORFOLK_Z10)
    assert cluster.properties == {"count": CROWD + 1}
    assert count(NORFOLK_Z4) == CROWD + 1
    x, y = (int((site.geom3857.x + 20037508.34) / 40075016.69 * 2**15),
            int((20037508.34 - site.geom3857.y) / 40075016.69 * 2**15))  # fmt: skip
    assert len(features(Tile(15, x, y))) == CROWD + 1


def test_tiles_that_do_not_exist_are_refused():
    for numbers in ((2, 4, 0), (2, 0, 4), (23, 0, 0), (10**9, 0, 0)):
        with pytest.raises(NotFound, match="There is no tile"):
            Tile(*numbers)


def test_territories_show_the_shape_in_force_and_one_label(db, as_person):
    region = make_territory("REG")
    shape = MultiPolygon(Polygon.from_bbox((-77, 36, -75, 38)), srid=4326)
    for code, west in (("D1", -77), ("D2", -76)):
        half = Polygon.from_bbox((west, 36, west + 1, 38))
        half.srid = 4326
        district = make_territory(code, parent=region, color_index=2)
        set_boundary(territory=district, geometry=half, by=BY, at=clock.now())
    set_boundary(territory=region, geometry=shape, by=BY, at=clock.now())
    found = layers(territory_tile(NORFOLK_Z4, at=clock.now()))
    assert {f.properties["code"] for f in found["territories"]} == {"D1", "D2"}
    assert [f.properties["code"] for f in found["territory_labels"]] == ["D1", "D2"]
    manager = make_user()
    make_grant(manager, Role.DISTRICT_MANAGER, territory=district)
    with as_person(manager):
        found = layers(territory_tile(NORFOLK_Z4, at=clock.now()))
    assert "D1" not in {f.properties["code"] for f in found["territories"]}
    assert territory_tile(Tile(4, 0, 0), at=clock.now()) == b""


def _scope_of(user):
    from townsite.access.queries import scope_of

    return scope_of(user, at=clock.now())
