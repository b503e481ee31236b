"""Reading requests within reach, and measuring how coordination goes (A-85)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from townsite.workflows.errors import RequestUnknown
from townsite.workflows.models import CoordinationRequest


def requests_seen(
    *, state: str = "", territory: str = "", text: str = ""
) -> QuerySet[CoordinationRequest]:
    """The requests in reach, the latest first."""
    rows = CoordinationRequest.objects.select_related("protocol", "opened_by").order_by("-number")
    if state:
        rows = rows.filter(state=state)
    if territory:
        start = f"{territory.upper()} "
        rows = rows.filter(Q(asking_label__startswith=start) | Q(answering_label__startswith=start))
    return rows.filter(title__icontains=text) if text else rows


def request_with_number(number: int) -> CoordinationRequest:
    """One request in reach. Raises RequestUnknown."""
    row = requests_seen().filter(number=number).first()
    if row is None:
        raise RequestUnknown(f"There is no request {number} within your reach.")
    return row


@dataclass(frozen=True)
class Measures:
    """Coordination of a period under one protocol; hours by the clock, shares 0 to 1 or None.

    `answer_hours` and `work_hours` are medians, `answer_hours_p90` the 90th percentile.
    """

    protocol: str
    requests: int
    open: int
    accepted: int
    declined: int
    withdrawn: int
    escalated: int
    answer_hours: float | None
    answer_hours_p90: float | None
    in_time: float | None
    work_hours: float | None
    resolved: int
    unresolved: int
    lapsed: int


_HOURS = "extract(epoch FROM {} - {}) / 3600"
_MEASURES = f"""
SELECT p.name, count(*), count(*) FILTER (WHERE r.state = 'open'),
       count(*) FILTER (WHERE r.state IN ('accepted', 'ended')),
       count(*) FILTER (WHERE r.state = 'declined'),
       count(*) FILTER (WHERE r.state = 'withdrawn'), count(r.escalated_at),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY {_HOURS.format("r.answered_at", "r.opened_at")}),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY {_HOURS.format("r.answered_at", "r.opened_at")}),
       avg((r.answered_at <= r.due_at)::int),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY CASE WHEN r.state = 'ended'
           THEN {_HOURS.format("r.closed_at", "r.answered_at")} END),
       count(*) FILTER (WHERE r.outcome = 'resolved'),
       count(*) FILTER (WHERE r.outcome = 'unresolved'),
       count(*) FILTER (WHERE r.outcome = 'lapsed')
FROM workflows_coordinationrequest r JOIN workflows_protocol p ON p.id = r.protocol_id
WHERE r.opened_at >= %s AND r.opened_at < %s
GROUP BY p.name ORDER BY count(*) DESC, p.name
"""


def measures(*, since: datetime, until: datetime) -> list[Measures]:
    """How requests opened in the period went, by protocol, in one statement and within reach."""
    with connection.cursor() as cursor:
        cursor.execute(_MEASURES, [since, until])
        return [
            Measures(
                row[0], *row[1:7],
                *(None if each is None else float(each) for each in row[7:11]), *row[11:],
            )
            for row in cursor.fetchall()
        ]  # fmt: skip
