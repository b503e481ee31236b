"""Times are shown and read in the zone of the person's preferences."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.factories import BY, make_grant, make_user
from townsite.access.choices import Role
from townsite.jobs.actions import start_job
from townsite.policies.models import PolicyValue
from townsite.policies.tasks import remove_old_jobs

NOON = datetime(2030, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("America/New_York", "8:00 AM EDT"),
        ("America/Phoenix", "5:00 AM MST"),
        ("UTC", "12:00 PM UTC"),
        ("Mars/Olympus", "12:00 PM UTC"),
        ("../etc/passwd", "12:00 PM UTC"),
    ],
)
def test_a_page_shows_times_as_the_readers_clock_does(db, signed_in, zone, shown):
    user = make_user(time_zone=zone)
    make_grant(user, Role.SYSTEM_ADMIN)
    job = start_job(remove_old_jobs, title="Remove", by=BY, at=NOON)
    page = signed_in(user).get(reverse("jobs:detail", args=[job.pk])).content.decode()
    assert shown in page.replace("0" + shown, shown)


def test_a_form_reads_times_as_the_readers_clock_does(db, signed_in):
    user = make_user(time_zone="America/Phoenix")
    make_grant(user, Role.SYSTEM_ADMIN)
    given = {
        "scope_kind": "global", "severity": "info", "reason": "summer", "step": "save",
        "value": "90", "starts_at": "2030-07-01T05:00",
    }  # fmt: skip
    address = reverse("policies:set", args=["placement.drive_limit_minutes"])
    assert signed_in(user).post(address, given).status_code == 302
    assert PolicyValue.objects.get().valid_during.lower == NOON
