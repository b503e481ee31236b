"""The tree, its figures and its tiles as of a past date, against the same of now."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from benchmarks.harness.row import Row
from benchmarks.harness.timing import interleaved
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.scope import Scope, scoped
from townsite.directory.territory_tiles import territory_tile
from townsite.directory.tile_grid import Tile
from townsite.territories.actions import set_boundaries
from townsite.territories.as_of import territory_tree_at
from townsite.territories.boundaries.geometry import to_geos
from townsite.territories.boundaries.growing import grown_from_sites
from townsite.territories.figures import territory_figures
from townsite.territories.models import Boundary, Territory
from townsite.territories.queries import territory_tree

TREES, TILES = 7, 60
MOST_RATIO = 1.5
MONTH = timedelta(days=30)
VIEWS = ((3, 2, 3), (4, 4, 6), (5, 8, 12), (6, 17, 25))


def run(size: int) -> list[Row]:
    """Medians; the past is one to seven months ago. Boundaries are grown, and taken back."""
    now = clock.now()
    with scoped(Scope.system("benchmark")):
        _grow(now)
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
                lambda n: territory_tile(Tile(*VIEWS[n % 4]), at=now - MONTH * (n % 7 + 1)),
                lambda n: territory_tile(Tile(*VIEWS[n % 4]), at=now),
            ),
        ]
        transaction.set_rollback(True)
    return rows


def _grow(now: datetime) -> None:
    """Boundaries that hold since a year ago, each set anew half a year ago."""
    by = System("benchmark")
    shapes = {code: to_geos(shape) for code, shape in grown_from_sites(now).shapes.items()}
    known = {each.code: each for each in Territory.objects.filter(code__in=shapes)}
    for months in (13, 6):
        set_boundaries(
            shapes={known[code]: shape for code, shape in shapes.items()},
            by=by,
            at=now - MONTH * months,
        )
    print(f"  {Boundary.objects.count():,} boundaries of {len(shapes):,} territories")


def _row(what: str, count: int, past: Callable[[int], object], now: Callable[[int], object]) -> Row:
    took = interleaved({"past": past, "now": now}, range(count))
    return Row(
        f"{what}, as of a past date", took["past"].p50, "ms p50", took["now"].p50, "now", MOST_RATIO
    )
