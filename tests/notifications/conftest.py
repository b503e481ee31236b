"""The portfolio of the change engine's tests, and what people were told."""

import pytest

from townsite.changes.actions import submit_change_set
from townsite.common import clock
from townsite.notifications.actions import spread_events
from townsite.notifications.models import Notification


@pytest.fixture
def submitted(world, draft):
    def make(*changes, by=None, **values):
        author = by or world.author
        row = draft(*changes, by=author, **values)
        return submit_change_set(change_set=row, by=author, at=clock.now())

    return make


def move(world, territory="D02", count=1):
    return ("assign_sites", {"sites": world.sites[:count], "territory": territory})


def told(user, at=None):
    """Kinds and titles that the person was told, after everything new was spread."""
    spread_events(at=at or clock.now())
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return [(row.kind, row.title) for row in rows]
