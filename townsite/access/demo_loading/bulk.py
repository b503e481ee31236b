"""A million sites by COPY: the tree, the customers, the sites and their assignments."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import connections, transaction

from demo.customers import all_customers
from demo.geography import geography
from demo.large_tree import LargeTree, large_tree
from demo.stream import Streamed, stream
from townsite.access.demo_loading.bare_tables import bare
from townsite.access.demo_loading.tree import COLORS
from townsite.common.ids import uuid7
from townsite.common.periods import since
from townsite.sites.models import Customer
from townsite.territories.models import Territory, TerritoryPlacement

SITE_COLUMNS = (
    "id", "number", "name", "status", "facility_type", "business_segment", "customer_id",
    "street1", "street2", "city", "state", "zip", "country", "location", "geocode_source",
    "geocode_quality", "time_zone", "operating_hours", "is_24_7", "parking_spaces", "room_count",
    "parking_mode", "gl_string", "vendor_code", "legal_entity", "p_and_l_category", "cog_segment",
    "invoice_recipient", "start_date", "close_date", "annual_revenue_cents", "service_class",
    "tier", "commercial_class", "complexity", "complexity_override_reason", "revenue_class",
    "territory_id", "territory_path", "search_extra", "missing", "completeness", "health",
    "created_at", "updated_at", "version",
)  # fmt: skip
ASSIGN = """
INSERT INTO territories_assignment (id, site_id, territory_id, kind, valid_during, reason)
SELECT uuid7(), id, territory_id, 'primary', tstzrange(%s, NULL), '' FROM sites_site
"""
REBUILD = "SELECT directory_rebuild_cells(), directory_rebuild_tally(), directory_rebuild_words()"
LINES_A_BLOCK = 500
NULL = "\\N"
SPECIAL_LIMIT, HIGH_LIMIT = 50_000_000, 100_000_000  # cents, R-06


@dataclass
class Report:
    """How long each part took, in seconds."""

    seconds: dict[str, float]
    began: float

    def lap(self, what: str) -> None:
        """Notes the time since the last lap."""
        now = monotonic()
        self.seconds[what] = now - self.began
        self.began = now


def load_many(
    count: int, *, seed: int, territories: int, at: datetime, database: str
) -> dict[str, float]:
    """Seconds by part, after everything stands in one transaction of the tables' owner."""
    report = Report({}, monotonic())
    land = geography()
    tree = large_tree(land.zips, territories, seed=seed)
    report.lap("reading the land")
    with transaction.atomic(using=database), connections[database].cursor() as cursor:
        keys = _tree_and_customers(tree, at, database)
        with bare(cursor, "sites_site"):
            rows = stream(count, seed=seed, land=land, tree=tree, today=at.date())
            lines = (_site_line(each, keys, at) for each in rows)
            _copy(cursor, "sites_site", SITE_COLUMNS, lines)
            report.lap("sites")
        report.lap("indexes of sites")
        with bare(cursor, "territories_assignment"):
            cursor.execute(ASSIGN, [at])
            report.lap("assignments")
        report.lap("indexes of assignments")
        # What the triggers would have kept: the map's counts and the words of the search.
        cursor.execute(REBUILD)
        report.lap("counts and search words")
    with connections[database].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) sites_site, territories_assignment, territories_territory")
    report.lap("vacuum and statistics")
    return report.seconds


@dataclass(frozen=True)
class Keys:
    """Primary keys by the names of the recipe, and words cached for search."""

    territories: dict[str, UUID]
    customers: dict[str, UUID]
    words: dict[tuple[str, str], str]


def _tree_and_customers(tree: LargeTree, at: datetime, database: str) -> Keys:
    rows = {
        node.code: Territory(
            code=node.code,
            name=node.name,
            level=node.level,
            path=node.path,
            color_index=index % COLORS,
            center=Point(node.center.longitude, node.center.latitude, srid=4326)
            if node.center
            else None,
            created_at=at,
            updated_at=at,
        )
        for index, node in enumerate(tree.nodes)
    }
    Territory.objects.using(database).bulk_create(rows.values())
    TerritoryPlacement.objects.using(database).bulk_create(
        TerritoryPlacement(
            territory=rows[node.code],
            parent=rows[node.parent] if node.parent else None,
            valid_during=since(at),
        )
        for node in tree.nodes
    )
    customers = {
        each.code: Customer(name=each.name, code=each.code, created_at=at, updated_at=at)
        for each in all_customers()
    }
    Customer.objects.using(database).bulk_create(customers.values())
    return Keys(_primary_keys(rows), _primary_keys(customers), {})


def _primary_keys(rows: dict[str, Any]) -> dict[str, UUID]:
    return {code: row.pk for code, row in rows.items()}


def _site_line(row: Streamed, keys: Keys, at: datetime) -> str:
    """One line of COPY's text format; the recipe makes no text that would need escaping."""
    site, node = row.site, row.territory
    cents = site.annual_revenue_cents or 0
    hours = "{}" if site.is_24_7 else json.dumps(site.operating_hours)
    revenue_class = (
        "high_value" if cents > HIGH_LIMIT else "special" if cents > SPECIAL_LIMIT else "standard"
    )
    words = keys.words.get((site.customer.code, node.code))
    if words is None:
        words = f"{site.customer.name} {node.path.replace('.', ' ')} {node.name}"
        keys.words[site.customer.code, node.code] = words
    return "\t".join(
        (
            uuid7().hex, site.number, site.name, site.status, site.facility_type,
            site.business_segment, keys.customers[site.customer.code].hex, site.street1, "",
            site.city, site.state, site.zip, "US",
            f"SRID=4326;POINT({site.longitude} {site.latitude})", site.geocode_source,
            site.geocode_quality, site.time_zone, hours,
            "t" if site.is_24_7 else "f", _text(site.parking_spaces), _text(site.room_count),
            site.parking_mode, site.gl_string, site.vendor_code, site.legal_entity,
            site.p_and_l_category, site.cog_segment, site.invoice_recipient,
            _text(site.start_date), _text(site.close_date), str(cents), site.service_class,
            site.tier, site.commercial_class, str(site.complexity), "", revenue_class,
            keys.territories[node.code].hex, node.path, words, "{" + ",".join(row.missing) + "}",
            str(row.completeness), row.health, at.isoformat(), at.isoformat(), "1",
        )
    )  # fmt: skip


def _text(value: object) -> str:
    return NULL if value is None else str(value)


def _copy(cursor: Any, table: str, columns: tuple[str, ...], lines: Iterable[str]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for block in _blocks(lines):
            copy.write(block)


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    block: list[str] = []
    for line in lines:
        block.append(line)
        if len(block) == LINES_A_BLOCK:
            yield "\n".join(block) + "\n"
            block = []
    if block:
        yield "\n".join(block) + "\n"
