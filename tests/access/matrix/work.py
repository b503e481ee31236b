"""The work of people: requests between territories, reviews, scenarios, messages."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from allauth.usersessions.models import UserSession
from django.contrib.gis.geos import Point

from tests.factories import make_site, make_territory
from townsite.accounts.models import User
from townsite.changes.actions import name_delegate
from townsite.common import clock
from townsite.common.periods import since
from townsite.notifications.models import Notification
from townsite.policies.models import CalendarDay, PolicyValue
from townsite.scenarios.actions import create_scenario
from townsite.territories.models import Hierarchy, QuarterlyReview, Territory
from townsite.workflows.actions import open_request
from townsite.workflows.models import Protocol


def shared_work(by: User, territory: Territory, word: str) -> dict[str, str]:
    """Keys of a request between two territories of the region, and of a quarterly review."""
    below = [_below(territory, n, word) for n in (1, 2)]
    request = open_request(
        protocol=Protocol.objects.get(code="SHARED"), asking=below[0], answering_code=below[1].code,
        title=f"{word} request", text=word, by=by, at=clock.now(),
    )  # fmt: skip
    quarterly = QuarterlyReview.objects.create(
        territory=territory, quarter=date(2026, 7, 1), findings=[], opened_at=clock.now(),
        due_at=clock.now() + timedelta(days=9),
    )  # fmt: skip
    return {"request": str(request.number), "quarterly": str(quarterly.pk)}


def scenario_of(owner: User, territory: Territory, word: str) -> dict[str, str]:
    """The key of a scenario of the person, not shared, without a run."""
    row = create_scenario(
        name=f"{word} scenario", territory=territory, owner=owner, by=owner, at=clock.now()
    )
    return {"scenario": str(row.number)}


def _below(territory: Territory, n: int, word: str) -> Territory:
    center = Point(-84.0 + n, 33.0, srid=4326)
    below = make_territory(
        f"{territory.code}{n}", parent=territory, name=f"{word} {n}", center=center
    )
    make_site(territory=below, status="active", name=f"{word} Lodge {n}", location=center)
    return below


def messages_of(owner: User, other: User, word: str) -> dict[str, str]:
    """Keys of a person's notification, of their delegation to somebody else, and of a browser."""
    at = clock.now()
    delegation = name_delegate(
        person=owner, delegate=other, begins=at, until=at + timedelta(days=3), reason=word, at=at
    )
    device = UserSession.objects.create(
        user=owner, session_key=uuid4().hex, ip="192.0.2.1", user_agent=word, last_seen_at=at
    )
    notice = Notification.objects.create(
        recipient=owner, kind="decided", key=word, title=f"{word} notice", at=at
    )
    rows = {"notification": notice, "delegation": delegation, "device": device}
    return {kind: str(row.pk) for kind, row in rows.items()}


def of_everybody() -> dict[str, str]:
    """Keys of reference data that belongs to no region."""
    day = CalendarDay.objects.create(calendar="US", day=date(2026, 4, 1), name="Founders' Day")
    value = PolicyValue.objects.create(
        key="token.longest_days", scope_kind="global", value=90, severity="block",
        reason="shorter", set_by_label="Test", created_at=clock.now(), valid_during=since(clock.now()),
    )  # fmt: skip
    rows: dict[str, Any] = {
        "value": value.pk,
        "holiday": day.pk,
        "hierarchy": Hierarchy.objects.first().code,
    }
    return {kind: str(key) for kind, key in rows.items()}
