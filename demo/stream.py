"""Up to a million sites in constant memory, for benchmarks; no history, contacts or documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.airports import airports, make_airport
from demo.capacity import pick
from demo.geography import Geography
from demo.large_tree import LargeTree, Node
from demo.lifecycle import STATUSES
from demo.records import Site
from demo.sites import Chooser, make_site

CHUNK = 10_000
MOST = 1_000_000
AIRPORT_SHARE = 0.04
OLDEST_DAYS = 6_000


@dataclass(frozen=True)
class Streamed:
    """A site with its territory and the stored quality that a kept portfolio would show."""

    site: Site
    territory: Node
    missing: tuple[str, ...]
    completeness: int
    health: str


def stream(
    count: int, *, seed: int, land: Geography, tree: LargeTree, today: date
) -> Iterator[Streamed]:
    """`count` sites, numbered upwards; each chunk has a seed of its own."""
    # A million numbers of at most six digits need 0000 too.
    first = 0 if count == MOST else 1
    chooser = Chooser.of(land.zips)
    for start in range(0, count, CHUNK):
        rng = Random(f"{seed} {start}")
        size = min(CHUNK, count - start)
        for index, site in enumerate(_chunk(start, size, land, chooser, rng), start + first):
            site.number = f"{index:04d}"
            _settle(site, today, rng)
            yield _streamed(site, tree, rng)


def _chunk(start: int, size: int, land: Geography, chooser: Chooser, rng: Random) -> Iterator[Site]:
    """The sites of one chunk; the first chunk begins with the airports."""
    known = airports(land)[: int(size * AIRPORT_SHARE)] if start == 0 else ()
    for airport, home in known:
        yield make_airport("", airport, home, rng)
    for kind, area in chooser.draw(size - len(known), rng):
        yield make_site("", kind, area, rng)


def _settle(site: Site, today: date, rng: Random) -> None:
    """Status, dates and the source of the point."""
    site.status = pick(STATUSES, rng)
    if site.status != "draft":
        site.start_date = today - timedelta(days=int(rng.random() * OLDEST_DAYS))
    if site.status == "inactive":
        site.close_date = today - timedelta(days=int(rng.random() * 30))
        site.start_date = min(site.start_date or today, site.close_date)
    draw = rng.random()
    if draw < 0.22:  # noqa: PLR2004 - share of provider points
        site.geocode_source = "provider"
        site.geocode_quality = "street" if draw < 0.08 else "exact"  # noqa: PLR2004 - share


def _streamed(site: Site, tree: LargeTree, rng: Random) -> Streamed:
    """Quality drawn at random in the proportions of the demo, because no contacts are made."""
    territory = tree.territory_of[site.zip]
    draw = rng.random()
    if site.status == "draft":
        return Streamed(site, territory, ("gl_string", "primary_contact", "tier"), 58, "poor")
    if draw < 0.12:  # noqa: PLR2004 - share without a second emergency contact
        return Streamed(site, territory, ("emergency_contacts",), 94, "good")
    if draw < 0.16:  # noqa: PLR2004 - share with several gaps
        missing = ("billing_contact", "gl_string", "emergency_contacts")
        return Streamed(site, territory, missing, 82, "attention")
    if draw < 0.175:  # noqa: PLR2004 - share without a primary
        return Streamed(site, territory, ("primary_contact",), 94, "poor")
    return Streamed(site, territory, (), 100, "attention" if site.status == "suspended" else "good")
