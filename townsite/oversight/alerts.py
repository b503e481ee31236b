"""Raising alerts: each anomaly becomes one event, from which administrators are told."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.audit.models import Event
from townsite.audit.targets import PlainTarget
from townsite.common.actors import Actor
from townsite.oversight.anomalies import Anomaly, anomalies

_ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('oversight alerts', 0))"


@dataclass(frozen=True)
class AlertTarget(PlainTarget):
    """What the alert is about: an account, an address, a person or a sign-in."""

    anomaly: Anomaly

    @property
    def event_kind(self) -> str:
        return f"alert_{self.anomaly.kind}"

    @property
    def event_id(self) -> str:
        return self.anomaly.subject

    @property
    def event_label(self) -> str:
        return self.anomaly.label


@transaction.atomic
def raise_alerts(*, by: Actor, at: datetime) -> int:
    """How many alerts were raised that were not raised within their window before.

    Call it within the scope of everything. Two at once never tell the same.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
        if not cursor.fetchone()[0]:
            return 0
    fresh = [each for each in anomalies(at=at) if not _was_raised(each)]
    for each in fresh:
        target = AlertTarget(each)
        record_event(EventType.ALERT_RAISED, target=target, by=by, at=at, reason=each.detail)
    return len(fresh)


def _was_raised(each: Anomaly) -> bool:
    target = AlertTarget(each)
    told = Event.objects.filter(type=EventType.ALERT_RAISED, at__gt=each.since)
    return told.filter(target_kind=target.event_kind, target_id=target.event_id).exists()
