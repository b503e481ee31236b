"""Vector tiles over HTTP against the bare SQL and against tipg."""

from collections.abc import Callable

from benchmarks.harness.captured import bare_connection, statements_of
from benchmarks.harness.captured import run as run_bare
from benchmarks.harness.places import tiles
from benchmarks.harness.readers import EVERYTHING, Reader, readers
from benchmarks.harness.row import Row
from benchmarks.harness.serving import Client, serving
from benchmarks.harness.timing import interleaved
from benchmarks.harness.tipg_server import serving_tipg
from townsite.common.scope import scoped
from townsite.directory.criteria import Criteria
from townsite.directory.site_tiles import site_tile
from townsite.directory.tile_grid import Tile

ZOOMS = (4, 8, 12)
REQUESTS = 200
MOST_ABOVE_SQL_MS = 3.0
AHEAD = 1.0
TIPG_REQUESTS = {4: 20, 8: 60, 12: 200}
# As many properties as ours.
PROPERTIES = "number,name,facility_type,status,tier,health,territory_id"


def run(size: int) -> list[Row]:
    """Medians for readers of everything, 10,000 and 100 sites."""
    rows = []
    with readers() as people, serving() as port:
        for name in (EVERYTHING, "10,000", "100"):
            rows += [_above_sql(people[name], zoom, port) for zoom in ZOOMS]
        with serving_tipg() as tipg:
            rows += [_against_tipg(people[EVERYTHING], zoom, port, tipg) for zoom in ZOOMS]
    return rows


def _above_sql(reader: Reader, zoom: int, port: int) -> Row:
    wanted = tiles(zoom, REQUESTS)
    with scoped(reader.scope):
        asked = {
            tile: statements_of(
                lambda tile=tile: site_tile(tile, scope=reader.scope, criteria=Criteria())
            )
            for tile in set(wanted)
        }
    client, bare = Client(port, reader.cookie), bare_connection(scope=reader.scope)
    calls: dict[str, Callable[[Tile], object]] = {
        "http": lambda tile: client.get(_address(tile)),
        "sql": lambda tile: run_bare(bare, asked[tile]),
    }
    took = interleaved(calls, wanted)
    client.close()
    bare.close()
    return Row(
        f"z{zoom}, reader of {reader.name}: HTTP above SQL",
        took["http"].p50 - took["sql"].p50,
        "ms p50",
        limit=MOST_ABOVE_SQL_MS,
        note=f"HTTP {took['http'].p50:.1f}, SQL {took['sql'].p50:.1f}",
    )


def _against_tipg(reader: Reader, zoom: int, port: int, tipg: int) -> Row:
    wanted = tiles(zoom, TIPG_REQUESTS[zoom])
    ours, theirs = Client(port, reader.cookie), Client(tipg)
    took = interleaved(
        {
            "ours": lambda tile: ours.get(_address(tile)),
            "tipg": lambda tile: theirs.get(
                f"/collections/public.sites_site/tiles/WebMercatorQuad/{tile.z}/{tile.x}/{tile.y}"
                f"?properties={PROPERTIES}"
            ),
        },
        wanted,
    )
    return Row(
        f"z{zoom}: ours against tipg",
        took["ours"].p50,
        "ms p50",
        baseline=took["tipg"].p50,
        baseline_name="tipg",
        limit=AHEAD,
    )


def _address(tile: Tile) -> str:
    return f"/tiles/sites/{tile.z}/{tile.x}/{tile.y}.mvt"
