"""The tree, its figures and its tiles as of a past date, against the same of now."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

import shapely
from django.db import transaction
from shapely.geometry.base import BaseGeometry

from benchmarks.harness.row import Row
from benchmarks.harness.timing import interleaved
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.scope import Scope, scoped
from townsite.directory.territory_tiles import territory_tile
from townsite.directory.tile_grid import Tile
from townsite.sites.models import Site
from townsite.territories.actions import reassign_sites, set_boundaries
from townsite.territories.as_of import territory_tree_at
from townsite.territories.boundaries.faces import faces_of, joined
from townsite.territories.boundaries.geometry import areas, to_geos
from townsite.territories.boundaries.units import counties
from townsite.territories.figures import territory_figures
from townsite.territories.models import Boundary, Territory
from townsite.territories.queries import territory_tree

TREES, TILES = 7, 60
MOST_RATIO = 1.5
MONTH = timedelta(days=30)
# Each month so many sites change hands, as in a reorganization of one part after the other.
MONTHS, MOVED_SHARE = 7, 0.01
BY = System("benchmark")
VIEWS = ((3, 2, 3), (4, 4, 6), (5, 8, 12), (6, 17, 25))


def run(size: int) -> list[Row]:
    """Medians over seven months in which sites and boundaries changed; all is taken back.

    The months lie ahead of the load, and "now" at their end: the sites' first assignments begin
    with the load.
    """
    begin = clock.now()
    now = begin + MONTH * (MONTHS + 1)
    with scoped(Scope.system("benchmark")):
        _draw(begin)
        _reorganize(begin)
        rows = [
            _row(
                "Tree of all sites",
                TREES,
                lambda n: territory_tree_at(now - MONTH * (n + 1)),
                lambda _: territory_tree(at=now),
            ),
            _row(
                "Figures of the map",
                TREES,
                lambda n: territory_figures(now - MONTH * (n + 1), past=True),
                lambda _: territory_figures(now),
            ),
            _row(
                "Tiles of the map",
                TILES,
                lambda n: territory_tile(
                    Tile(*VIEWS[n % 4]), at=now - MONTH * (n % 7 + 1), past=True
                ),
                lambda n: territory_tile(Tile(*VIEWS[n % 4]), at=now),
            ),
        ]
        transaction.set_rollback(True)
    return rows


def _draw(begin: datetime) -> None:
    """Each county to the territory with the nearest center; all set anew after four months."""
    shapes = {code: to_geos(shape) for code, shape in _shapes().items()}
    known = Territory.objects.in_bulk(list(shapes), field_name="code")
    drawn = {known[code]: shape for code, shape in shapes.items()}
    for months in (0, 4):
        set_boundaries(shapes=drawn, by=BY, at=begin + MONTH * months)
    print(f"  {Boundary.objects.count():,} boundaries of {len(shapes):,} territories")


def _shapes() -> dict[str, BaseGeometry]:
    rows = Territory.objects.filter(center__isnull=False).order_by("code")
    centers = [(each.code, each.center.x, each.center.y) for each in rows if each.center]
    tree = shapely.STRtree(shapely.points([(x, y) for _, x, y in centers]))
    units = list(counties().values())
    nearest = tree.nearest([shapely.centroid(unit.shape) for unit in units])
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for unit, place in zip(units, nearest, strict=True):
        parts[centers[place][0]].append(unit.shape)
    rough = {code: areas(shapely.union_all(shapes)) for code, shapes in parts.items()}
    return joined(faces_of(rough, []))


def _reorganize(begin: datetime) -> None:
    """A share of the sites goes to the next territory each month."""
    codes = list(
        Territory.objects.filter(level="territory").order_by("code").values_list("pk", flat=True)
    )
    after = dict(zip(codes, [*codes[1:], codes[0]], strict=True))
    wanted = int(Site.objects.count() * MOVED_SHARE)
    for month in range(1, MONTHS + 1):
        rows = Site.objects.filter(territory_id__in=codes).order_by("id")
        some = rows[wanted * month : wanted * (month + 1)].values_list("pk", "territory_id")
        targets = {site: after[home] for site, home in some if home}
        moved = reassign_sites(targets=targets, by=BY, at=begin + MONTH * month)
        print(f"  month {month}: {moved:,} sites changed hands", flush=True)


def _row(what: str, count: int, past: Callable[[int], object], now: Callable[[int], object]) -> Row:
    took = interleaved({"past": past, "now": now}, range(count))
    return Row(
        f"{what}, as of a past date", took["past"].p50, "ms p50", took["now"].p50, "now", MOST_RATIO
    )
