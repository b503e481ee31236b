from datetime import timedelta

import pytest

from tests.factories import BY, make_site, make_user
from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.audit.exports import record_export
from townsite.common import clock
from townsite.common.errors import Forbidden
from townsite.common.scope import NOBODY, scoped
from townsite.oversight.activity import activity, totals

pytestmark = pytest.mark.usefixtures("db")
NOW = clock.now()


@pytest.fixture
def people():
    """Dana is busy, Eli was last seen long ago, Flo joined yesterday and never came."""
    dana, eli, _flo = (make_user(name=name) for name in ("Dana", "Eli", "Flo"))
    User.objects.filter(pk__in=[dana.pk, eli.pk]).update(joined_at=NOW - timedelta(days=500))
    site = make_site()
    for days, person in ((1, dana), (45, dana), (100, eli)):
        at = NOW - timedelta(days=days)
        record_event(EventType.USER_SIGNED_IN, target=person, by=person, at=at)
        record_event(EventType.SITE_UPDATED, target=site, by=person, at=at)
    record_event(EventType.USER_SIGN_IN_FAILED, target=eli, by=BY, at=NOW)
    record_export("sites", rows=40, form="CSV", question="all", by=dana, at=NOW)


def shown(**asked):
    given = {"at": NOW, "days": 30, "limit": 10, **asked}
    return {row.name: row for row in activity(**given)}


def test_what_people_did_in_the_period(people):
    dana = shown()["Dana"]
    assert (dana.sign_ins, dana.writes, dana.exports, dana.exported_rows) == (1, 1, 1, 40)
    assert shown(days=60)["Dana"].sign_ins == 2
    assert (shown()["Eli"].sign_ins, shown()["Eli"].failures) == (0, 1)


def test_dormant_is_who_was_not_seen_for_the_days_of_the_policy(people):
    assert list(shown(show="dormant")) == ["Eli"]
    assert list(shown(show="active")) == ["Dana"]
    assert list(shown(show="exporting")) == ["Dana"]


def test_pages_go_by_name(people, django_assert_num_queries):
    with django_assert_num_queries(2):
        first = activity(at=NOW, days=30, limit=2)
    assert [row.name for row in first] == ["Dana", "Eli"]
    assert list(shown(after=("Eli", str(first[-1].id)))) == ["Flo"]


def test_totals_of_the_period(people):
    told = totals(at=NOW, days=30)
    assert (told.people, told.sign_ins, told.failures, told.exports) == (1, 1, 1, 1)


def test_who_does_not_read_everything_gets_no_half_report(people):
    with scoped(NOBODY), pytest.raises(Forbidden):
        activity(at=NOW, days=30, limit=10)
