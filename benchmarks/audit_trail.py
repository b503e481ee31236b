"""The audit trail: checking a million events, and what recording and sealing cost a write."""

import time
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction

from benchmarks.harness.row import Row
from benchmarks.harness.timing import interleaved
from townsite.audit.sealing.actions import seal_events
from townsite.audit.sealing.verification import verify_chain
from townsite.common import clock
from townsite.common.actors import System
from townsite.common.scope import Scope, scoped
from townsite.sites.actions import update_site
from townsite.sites.models import Site

EVENTS = 1_000_000
MOST_SECONDS = 60.0
MOST_RATIO = 1.1
WRITES = 300
BY = System("benchmark")
RECORD = "townsite.sites.actions.update_site.record_event"
# Events as edits of sites leave them: about 500 bytes each.
_FILL = """
INSERT INTO audit_event (type, at, target_kind, target_id, target_label, site_id, actor_label,
    on_behalf_of_label, reason, changes, request_id, job_id)
SELECT 'site.updated', now(), 'site', gen_random_uuid()::text, n || ' Harborline Suites Norfolk',
    gen_random_uuid(), 'Dana Example', '', 'Asked for by the customer in a call',
    jsonb_build_object('name', jsonb_build_array('Harborline Inn', 'Harborline Suites'),
        'parking_spaces', jsonb_build_array(n %% 300, n %% 300 + 1)),
    gen_random_uuid()::text, ''
FROM generate_series(1, %s) n
"""


def run(size: int) -> list[Row]:
    """Seconds of sealing and checking, and ratios of a write with to one without; nothing stays."""
    with scoped(Scope.system("benchmark")), transaction.atomic():
        rows = [*_write_rows(), *_chain_rows(EVENTS)]
        transaction.set_rollback(True)
    return rows


def _chain_rows(count: int) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [count])
    sealed, sealing = _timed(_seal_all)
    told, checking = _timed(verify_chain)
    if told.breaks:
        raise RuntimeError(f"The chain does not hold: {told.first_break}")
    part = told.events / EVENTS
    note = f"{told.seals:,} seals, on one core"
    return [
        Row(f"Seal {sealed:,} events", sealing, "s", note="200 seals at a time, by a job"),
        Row(
            f"Check {told.events:,} events",
            checking,
            "s",
            limit=round(MOST_SECONDS * part, 1),
            note=note,
        ),
    ]


def _seal_all() -> int:
    total = 0
    while sealed := seal_events(at=clock.now()):
        total += sealed
    return total


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.monotonic()
    answer = work()
    return answer, time.monotonic() - start


def _write_rows() -> list[Row]:
    """The same edits of sites, one after the other, with and without their event."""
    sites = list(Site.objects.order_by("number")[:WRITES])
    _seal_all()
    took = interleaved({"without": _unrecorded, "with": _write}, sites)
    _, sealing = _timed(_seal_all)
    share = 1000 * sealing / WRITES
    without, recorded = took["without"].p50, took["with"].p50
    plain = "without an event"
    return [
        Row("Edit a site and record its event", recorded, "ms p50", without, plain, MOST_RATIO),
        Row(
            "The same with its part of a seal",
            recorded + share,
            "ms p50",
            recorded,
            "recorded, not sealed",
            MOST_RATIO,
            note=f"{share:.3f} ms an event, in a job of its own",
        ),
    ]


_turn = iter(range(10**9))


def _write(site: Site) -> None:
    update_site(site=site, values={"name": f"Bench {next(_turn)}"}, by=BY, at=clock.now())


def _unrecorded(site: Site) -> None:
    with patch(RECORD):
        _write(site)
