"""Making seals: of what came in since the last one, and of days that are over."""

import hashlib
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Min, Sum

from townsite.audit.models import DaySeal, Seal
from townsite.audit.sealing.canonical import ENTRIES, NO_LINK, day_link, seal_link
from townsite.audit.sealing.horizon import safe_id
from townsite.common.scope import require_everything
from townsite.common.signing_keys import sign

DAY_PURPOSE = "audit day"
# So many hashes fit a row well; a large import takes many seals.
EVENTS_A_SEAL = 5_000
SEALS_AT_ONCE = 200
_ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('audit seal', 0))"
_LAST_ID = """
SELECT max(id) FROM (SELECT id FROM audit_event WHERE id > %s AND id <= %s ORDER BY id LIMIT %s) e
"""
_ENTRIES = f"SELECT count(*), {ENTRIES} FROM audit_event e WHERE e.id > %s AND e.id <= %s"


@transaction.atomic
def seal_events(*, at: datetime) -> int:
    """How many events were sealed. Whatever a running transaction may still add below waits.

    Call it within the scope of everything; raises Forbidden otherwise. Two at once never meet.
    """
    require_everything()
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
        if not cursor.fetchone()[0]:
            return 0
    upto, sealed, day = safe_id(at=at), 0, _open_day(at)
    last = Seal.objects.order_by("-number").first()
    for _ in range(SEALS_AT_ONCE):
        made = _next_seal(last, upto=upto, day=day, at=at)
        if made is None:
            break
        last, sealed = made, sealed + made.events
    close_days(at=at)
    return sealed


def _open_day(at: datetime) -> date:
    """Today in UTC, but after every closed day and not before the last seal's: clocks go wrong."""
    closed = DaySeal.objects.aggregate(last=Max("day"))["last"]
    begun = Seal.objects.aggregate(last=Max("day"))["last"]
    return max(at.date(), begun or date.min, closed + timedelta(days=1) if closed else date.min)


def _next_seal(last: Seal | None, *, upto: int, day: date, at: datetime) -> Seal | None:
    after = last.upto_id if last else 0
    with connection.cursor() as cursor:
        cursor.execute(_LAST_ID, [after, upto, EVENTS_A_SEAL])
        (end,) = cursor.fetchone()
        if end is None:
            return None
        cursor.execute(_ENTRIES, [after, end])
        count, entries = cursor.fetchone()
    number, before = (last.number + 1, bytes(last.link)) if last else (1, NO_LINK)
    link = seal_link(
        number=number,
        day=day,
        after_id=after,
        upto_id=end,
        entries_hash=hashlib.sha256(entries).digest(),
        before=before,
    )
    return Seal.objects.create(
        number=number,
        day=day,
        after_id=after,
        upto_id=end,
        events=count,
        entries=entries,
        before=before,
        link=link,
        sealed_at=at,
    )


def close_days(*, at: datetime) -> int:
    """How many days were closed: those before today (UTC) whose seals stand open."""
    last = DaySeal.objects.order_by("-day").first()
    seals = Seal.objects.filter(day__lt=at.date())
    seals = seals.filter(day__gt=last.day) if last else seals
    days = list(seals.values_list("day", flat=True).distinct().order_by("day"))
    for day in days:
        last = _close(day, last, at=at)
    return len(days)


def _close(day: date, last: DaySeal | None, *, at: datetime) -> DaySeal:
    seals = Seal.objects.filter(day=day)
    told = seals.aggregate(first=Min("number"), last=Max("number"), events=Sum("events"))
    row = DaySeal(
        day=day,
        first_number=told["first"],
        last_number=told["last"],
        events=told["events"],
        head=bytes(seals.get(number=told["last"]).link),
        before=bytes(last.link) if last else NO_LINK,
        sealed_at=at,
    )
    row.link = day_link(row)
    row.signature = sign(row.link, purpose=DAY_PURPOSE)
    row.save(force_insert=True)
    return row
