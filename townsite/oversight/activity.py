"""Who signed in, wrote and exported within some days, and which accounts are dormant."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from townsite.common.scope import require_everything
from townsite.policies.queries import policies_at

PERIODS = (30, 60, 90)  # days; A-101
SHOWN = {"": "Everybody", "active": "Active", "dormant": "Dormant", "exporting": "Who exported"}
_REPORT = """
WITH done AS (
    SELECT actor_id,
        count(*) FILTER (WHERE type = 'user.signed_in') AS sign_ins,
        count(*) FILTER (WHERE type = 'export.made') AS exports,
        sum((changes->'rows'->>1)::bigint) FILTER (WHERE type = 'export.made') AS rows,
        count(*) FILTER (WHERE type <> 'export.made' AND type NOT LIKE 'user.%%') AS writes
    FROM audit_event WHERE at > %(since)s AND at <= %(at)s AND actor_id IS NOT NULL GROUP BY actor_id
), failed AS (
    SELECT target_id, count(*) AS failures FROM audit_event
    WHERE type = 'user.sign_in_failed' AND at > %(since)s AND at <= %(at)s GROUP BY target_id
), report AS (
    SELECT u.id, u.name, u.email, u.is_active, greatest(u.last_login, seen.at) AS signed_in_at,
        coalesce(done.sign_ins, 0), coalesce(done.writes, 0) AS writes,
        coalesce(done.exports, 0) AS exports, coalesce(done.rows, 0), coalesce(failures, 0),
        u.is_active AND greatest(u.joined_at, u.last_login, seen.at) < %(dormant)s AS is_dormant
    FROM accounts_user u
    LEFT JOIN done ON done.actor_id = u.id
    LEFT JOIN failed ON failed.target_id = u.id::text
    LEFT JOIN LATERAL (
        SELECT e.at FROM audit_event e WHERE e.actor_id = u.id AND e.type = 'user.signed_in'
        ORDER BY e.id DESC LIMIT 1) seen ON true
)
SELECT * FROM report WHERE (name, id) > (%(name)s, %(id)s::uuid) AND CASE %(show)s
    WHEN 'active' THEN signed_in_at > %(since)s OR writes > 0
    WHEN 'dormant' THEN is_dormant WHEN 'exporting' THEN exports > 0 ELSE true END
ORDER BY name, id LIMIT %(limit)s
"""
_TOTALS = """
SELECT count(DISTINCT actor_id) FILTER (WHERE type = 'user.signed_in'),
    count(*) FILTER (WHERE type = 'user.signed_in'),
    count(*) FILTER (WHERE type = 'user.sign_in_failed'),
    count(*) FILTER (WHERE type = 'export.made'),
    count(*) FILTER (WHERE type = 'alert.raised')
FROM audit_event WHERE at > %(since)s AND at <= %(at)s
    AND (type LIKE 'user.%%' OR type IN ('export.made', 'alert.raised'))
"""


@dataclass(frozen=True)
class Activity:
    """One account within the period; `signed_in_at` is the last time ever."""

    id: UUID
    name: str
    email: str
    is_active: bool
    signed_in_at: datetime | None
    sign_ins: int
    writes: int
    exports: int
    exported_rows: int
    failures: int
    is_dormant: bool


@dataclass(frozen=True)
class Totals:
    """The whole period."""

    people: int
    sign_ins: int
    failures: int
    exports: int
    alerts: int


def activity(
    *, at: datetime, days: int, show: str = "", after: tuple[str, str] | None = None, limit: int
) -> list[Activity]:
    """Up to `limit` accounts by name, after the name and id of the last one read; one statement.

    Raises Forbidden in a scope that does not read everything: it would show half of what was done.
    """
    require_everything()
    name, key = after or ("", str(UUID(int=0)))
    values = {**_period(at, days), "show": show, "name": name, "id": key, "limit": limit}
    values["dormant"] = at - timedelta(days=dormant_days(at))
    return [Activity(*row) for row in _rows(_REPORT, values)]


def totals(*, at: datetime, days: int) -> Totals:
    """Sign-ins, failures, exports and alerts of the period; one statement."""
    require_everything()
    return Totals(*_rows(_TOTALS, _period(at, days))[0])


def dormant_days(at: datetime) -> float:
    """After how many days without a sign-in an account is dormant, by policy."""
    return policies_at(at, keys=["alert.dormant_days"]).number("alert.dormant_days")


def _period(at: datetime, days: int) -> dict[str, Any]:
    return {"at": at, "since": at - timedelta(days=days)}


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
