"""Placement: every territory scored for one site, and 10,000 unassigned sites at once."""

import random
import time
from uuid import UUID

from django.db import connection, transaction

from benchmarks.harness.row import Row
from benchmarks.harness.timing import time_calls
from townsite.common import clock
from townsite.common.scope import Scope, scoped
from townsite.territories.placement.candidates import candidates_at
from townsite.territories.placement.proposals import propose

TERRITORIES = 1_000
UNASSIGNED = 10_000
ASKED = 60
MOST_P95_MS = 100.0
MOST_SECONDS = 60.0
SEED = 1
_LEAVES = (
    "SELECT count(*) FROM territories_territory WHERE status = 'active' AND level = 'territory'"
)
# More territories around the present ones, until there are as many as the issue asks for.
_MORE = """
INSERT INTO territories_territory (id, code, name, level, kind, membership, membership_rule, status,
    path, color_index, center, allowed_states, created_at, updated_at, version)
SELECT uuid7(), 'BENCH' || n, 'Bench ' || n, 'territory', kind, 'list', '{}', 'active',
       ('BENCH' || n)::ltree, 0,
       ST_SetSRID(ST_MakePoint(ST_X(center) + random() - 0.5, ST_Y(center) + random() - 0.5), 4326),
       '{}', now(), now(), 1
FROM (SELECT kind, center, row_number() OVER (ORDER BY code) AS place,
             count(*) OVER () AS present
      FROM territories_territory WHERE center IS NOT NULL AND level = 'territory') t
JOIN generate_series(1, %(more)s) n ON n %% present = place - 1
"""
_FREE = """
UPDATE sites_site SET territory_id = NULL, territory_path = NULL
WHERE id = ANY (%s::uuid[])
"""


def run(size: int) -> list[Row]:
    """95th percentile for one site, and the time for 10,000; nothing of it stays."""
    with scoped(Scope.system("benchmark")), transaction.atomic():
        rows = measured(min(UNASSIGNED, size))
        transaction.set_rollback(True)
    return rows


def measured(count: int) -> list[Row]:
    """The two measurements, with 1,000 territories and `count` sites without one."""
    ids = prepared(count)
    at = clock.now()
    one = time_calls(lambda site: propose([site], at=at), ids[:ASKED])
    start = time.monotonic()
    found = propose(ids, at=at)
    seconds = time.monotonic() - start
    territories = len(found.candidates.rows)
    placed = sum(result.best is not None for result in found.results)
    start = time.monotonic()
    candidates_at(at)
    reading = (time.monotonic() - start) * 1000
    return [
        Row(
            f"one site, {territories:,} territories",
            one.p95,
            "ms p95",
            limit=MOST_P95_MS,
            note=f"p50 {one.p50:.1f}, of it reading the territories {reading:.0f}",
        ),
        Row(
            f"{len(found.results):,} sites, {territories:,} territories",
            seconds,
            "s",
            limit=MOST_SECONDS,
            note=f"{placed:,} with an eligible territory",
        ),
    ]


def prepared(count: int) -> list[UUID]:
    """Sites freed of their territory, chosen with a seed, in a tree of 1,000 territories."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAVES)
        (present,) = cursor.fetchone()
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(_MORE, {"more": max(0, TERRITORIES - present)})
        cursor.execute(
            "SELECT id FROM sites_site WHERE location IS NOT NULL ORDER BY number LIMIT 200000"
        )
        every = [row[0] for row in cursor.fetchall()]
        chosen = random.Random(SEED).sample(every, count)
        cursor.execute(_FREE, [chosen])
        cursor.execute("SELECT territories_settle_worked()")
    return chosen
