"""Publishing 10,000 reassignments as one change set, and taking them back, with readers at work."""

import random
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from benchmarks.harness.meanwhile import Waits, reading_meanwhile
from benchmarks.harness.row import Row
from townsite.accounts.models import User
from townsite.changes.actions import (
    add_changes,
    publish_change_set,
    revert_change_set,
    start_change_set,
    submit_change_set,
)
from townsite.changes.models import ChangeSet
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.scope import Scope, scoped

REASSIGNED = 10_000
TARGETS = 50
MOST_SECONDS = 20.0
# Against the three bare statements of the anchor, with the same triggers and constraints.
MOST_RATIO = 6.0
MOST_WAIT_MS = 250.0
SEED = 1
BY = System("benchmark")
_PLACES = """
SELECT t.code FROM territories_territory t
WHERE t.status = 'active' AND NOT EXISTS (
    SELECT 1 FROM territories_territory below WHERE below.path <@ t.path AND below.id <> t.id)
ORDER BY t.code
"""
_SITES = """
SELECT s.number, t.code FROM sites_site s JOIN territories_territory t ON t.id = s.territory_id
WHERE s.status = 'active' ORDER BY s.number
"""
# What no publication can do without: the former assignments end, new ones begin, the sites follow.
_ANCHOR = (
    """
    CREATE TEMPORARY TABLE moved ON COMMIT DROP AS
    SELECT s.id AS site_id, t.id AS territory_id, t.path
    FROM unnest(%(numbers)s::text[], %(codes)s::text[]) AS given (number, code)
    JOIN sites_site s USING (number) JOIN territories_territory t USING (code)
    """,
    """
    UPDATE territories_assignment a SET valid_during = tstzrange(lower(valid_during), %(at)s)
    FROM moved WHERE a.site_id = moved.site_id AND kind = 'primary'
    AND valid_during @> %(at)s::timestamptz
    """,
    """
    INSERT INTO territories_assignment (id, site_id, territory_id, kind, valid_during, reason)
    SELECT uuid7(), site_id, territory_id, 'primary', tstzrange(%(at)s, NULL), '' FROM moved
    """,
    """
    UPDATE sites_site s SET territory_id = moved.territory_id, territory_path = moved.path
    FROM moved WHERE s.id = moved.site_id
    """,
)
Moves = dict[str, str]


def run(size: int) -> list[Row]:
    """Seconds, ratios to bare statements, and the longest wait of a reader; nothing stays."""
    with scoped(Scope.system("benchmark")):
        moves = chosen_moves(min(REASSIGNED, size // 10))
    bare = _rolled_back(lambda: _anchor(moves))
    with reading_meanwhile() as waits:
        waits.expect_quiet(seconds=5)
        times = _rolled_back(lambda: _through_the_engine(moves, waits))
    edits = _rolled_back(lambda: _edits(list(moves)))
    return [*_engine_rows(len(moves), times, bare, edits), *_wait_rows(waits)]


def chosen_moves(count: int) -> Moves:
    """The number of each site that moves and the code of where it goes, chosen with a seed."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES)
        codes = [code for (code,) in cursor.fetchall()][:TARGETS]
        cursor.execute(_SITES)
        sites = random.Random(SEED).sample(cursor.fetchall(), count)
    targets = [codes[n % len(codes)] for n in range(count)]
    return {
        number: code if code != held else codes[(codes.index(code) + 1) % len(codes)]
        for (number, held), code in zip(sites, targets, strict=True)
    }


def _rolled_back(work: Callable[[], Any]) -> Any:
    """What the work answers; constraints that wait for the commit are checked, then all is undone."""
    with scoped(Scope.system("benchmark")), transaction.atomic():
        answer = work()
        transaction.set_rollback(True)
    return answer


def _timed(work: Callable[[], object]) -> float:
    start = time.monotonic()
    work()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return time.monotonic() - start


def _anchor(moves: Moves) -> float:
    values: dict[str, Any] = {
        "numbers": list(moves),
        "codes": list(moves.values()),
        "at": clock.now(),
    }

    def write() -> None:
        with connection.cursor() as cursor:
            for statement in _ANCHOR:
                cursor.execute(statement, values)

    return _timed(write)


def _through_the_engine(moves: Moves, waits: Waits) -> dict[str, float]:
    groups = defaultdict[str, list[str]](list)
    for number, code in moves.items():
        groups[code].append(number)
    changes = [("assign_sites", {"sites": n, "territory": code}) for code, n in groups.items()]
    row = _draft(changes)
    times = _submitted(row)
    with waits.of("publishing"):
        times["publish"] = _timed(lambda: publish_change_set(change_set=row, by=BY, at=clock.now()))
    with waits.of("reverting"):
        times["revert"] = _timed(lambda: _revert(row))
    return times


def _edits(numbers: list[str]) -> dict[str, float]:
    given = {
        "sites": numbers,
        "values": {"parking_mode": "mixed", "business_segment": "hospitality"},
    }
    row = _draft(
        [
            ("edit_sites", given),
            ("classify_sites", {"sites": numbers, "facet": "tier", "value": "2"}),
        ]
    )
    _ready(row)
    return {
        "publish": _timed(lambda: publish_change_set(change_set=row, by=BY, at=clock.now())),
        "revert": _timed(lambda: _revert(row)),
    }


def _draft(changes: list[tuple[str, dict[str, Any]]]) -> ChangeSet:
    author, _ = User.objects.get_or_create(email="bench-author@example.com", name="Author")
    row = start_change_set(title="Benchmark", reason="Benchmark", by=author, at=clock.now())
    add_changes(change_set=row, changes=changes, by=author, at=clock.now())
    row.refresh_from_db()
    return row


def _submitted(row: ChangeSet) -> dict[str, float]:
    took = _timed(lambda: submit_change_set(change_set=row, by=row.created_by, at=clock.now()))
    _ready(row)
    return {"submit": took}


def _ready(row: ChangeSet) -> None:
    """As approvals and a schedule leave it."""
    ChangeSet.objects.filter(pk=row.pk).update(state="scheduled", effective_at=clock.now())
    row.refresh_from_db()


def _revert(row: ChangeSet) -> None:
    revert_change_set(change_set=row, by=BY, at=clock.now(), reason="Benchmark")


def _engine_rows(
    count: int, times: dict[str, float], bare: float, edits: dict[str, float]
) -> list[Row]:
    moved, edited = f"{count:,} reassignments", f"three fields of {count:,} sites"
    name = "bare statements"
    return [
        Row(f"Publish {moved}", times["publish"], "s", limit=MOST_SECONDS),
        Row(f"Publish {moved}", times["publish"], "s", bare, name, MOST_RATIO),
        Row(f"Revert {moved}", times["revert"], "s", limit=MOST_SECONDS),
        Row(f"Revert {moved}", times["revert"], "s", bare, name, MOST_RATIO),
        Row(f"Measure and submit {moved}", times["submit"], "s", limit=MOST_SECONDS),
        Row(f"Publish {edited}", edits["publish"], "s", limit=MOST_SECONDS),
        Row(f"Revert {edited}", edits["revert"], "s", limit=MOST_SECONDS),
    ]


def _wait_rows(waits: Waits) -> list[Row]:
    quiet = f"with nobody writing {waits.worst('quiet'):.0f}"
    return [
        Row(
            f"Longest wait of a reader while {what}",
            waits.worst(what),
            "ms",
            limit=MOST_WAIT_MS,
            note=f"{waits.count(what):,} reads; {quiet}",
        )
        for what in ("publishing", "reverting")
    ]
