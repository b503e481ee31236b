"""Sites by the polygon they lie in: the whole portfolio against 500 territories."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction

from benchmarks.harness.captured import bare_connection
from benchmarks.harness.captured import run as run_bare
from benchmarks.harness.row import Row
from benchmarks.harness.timing import interleaved
from townsite.common import clock
from townsite.common.periods import since
from townsite.common.scope import Scope, scoped
from townsite.sites.models import Site
from townsite.territories.boundaries.ground import strays_at
from townsite.territories.boundaries.units import nearest_ground, states
from townsite.territories.models import Boundary, Territory

POLYGONS = 500
RUNS = 3
SEED = 5
MOST_RATIO = 1.3
WIGGLE_DEGREES = 0.02
# What anybody would write: each site with the territory whose shape holds it.
BARE = """
SELECT s.number, s.territory_id, b.territory_id
FROM territories_boundary b JOIN sites_site s ON ST_Intersects(b.geometry, s.location)
WHERE s.status <> 'merged' AND s.territory_id IS DISTINCT FROM b.territory_id
"""


def run(size: int) -> list[Row]:
    """Medians of both, by turns; the boundaries are made for the run and removed after it."""
    with boundaries():
        bare = bare_connection("owner")
        try:
            took = interleaved(
                {"ours": _ours, "bare": lambda _: run_bare(bare, [(BARE, None)])}, range(RUNS)
            )
        finally:
            bare.close()
    ours, base = took["ours"].p50 / 1_000, took["bare"].p50 / 1_000
    name = f"{size:,} sites against {POLYGONS} polygons"
    return [Row(name, ours, "s p50", base, "one bare statement", MOST_RATIO)]


def _ours(_: int) -> None:
    with scoped(Scope.system("benchmark")):
        strays_at(clock.now())


@contextmanager
def boundaries() -> Iterator[None]:
    """Every lowest territory holds the ground nearest to a site of its own, coasts and all."""
    with scoped(Scope.system("benchmark")):
        made = _shapes()
        rows = [
            Boundary(territory=each, geometry=shape, version=1, valid_during=since(clock.now()))
            for each, shape in made.items()
        ]
        former = list(
            Territory.objects.filter(pk__in=[each.pk for each in made]).values_list(
                "pk", "membership"
            )
        )
        with transaction.atomic():
            Boundary.objects.bulk_create(rows)
            Territory.objects.filter(pk__in=[each.pk for each in made]).update(
                membership="boundary"
            )
    try:
        yield
    finally:
        with scoped(Scope.system("benchmark")):
            Boundary.objects.filter(pk__in=[row.pk for row in rows]).delete()
            for key, membership in former:
                Territory.objects.filter(pk=key).update(membership=membership)


def _shapes() -> dict[Territory, GEOSGeometry]:
    lowest = [each for each in Territory.objects.order_by("code") if not _has_below(each)][
        :POLYGONS
    ]
    land = shapely.union_all(
        [each.shape for code, each in states().items() if code not in {"AK", "HI"}]
    )
    rng, points = np.random.default_rng(SEED), []
    for each in lowest:
        site = (
            Site.objects.filter(territory_id=each.pk, location__isnull=False).order_by("pk").first()
        )
        x, y = (site.location.x, site.location.y) if site else (-98.0, 39.0)
        points.append(
            (x + rng.uniform(-1, 1) * WIGGLE_DEGREES, y + rng.uniform(-1, 1) * WIGGLE_DEGREES)
        )
    cells = nearest_ground(points, land)
    return {
        each: GEOSGeometry(memoryview(shapely.to_wkb(cell)), srid=4326)
        for each, cell in zip(lowest, cells, strict=True)
        if not cell.is_empty
    }


def _has_below(territory: Territory) -> bool:
    return Territory.objects.filter(path__within=territory.path).exclude(pk=territory.pk).exists()
