import pytest

from tests.factories import BY, make_site
from townsite.audit.actions import Draft, Origin, origin, record_event, record_events
from townsite.audit.event_types import EventType
from townsite.audit.models import Event
from townsite.audit.queries import events_after, site_timeline
from townsite.common import clock

pytestmark = pytest.mark.usefixtures("db")


def test_an_event_names_its_request_and_on_whose_behalf():
    site = make_site()
    with origin(Origin(request_id="r-1", on_behalf_of_label="Dana Example")):
        event = record_event(EventType.SITE_UPDATED, target=site, by=BY, at=clock.now())
    assert (event.request_id, event.on_behalf_of_label) == ("r-1", "Dana Example")
    assert record_event(EventType.SITE_UPDATED, target=site, by=BY, at=clock.now()).request_id == ""


def test_many_events_take_few_statements(django_assert_max_num_queries):
    site, at = make_site(), clock.now()
    drafts = [Draft(EventType.SITE_UPDATED, target=site, by=BY, at=at) for _ in range(3_000)]
    with django_assert_max_num_queries(4):
        assert record_events(drafts) == 3_000


def test_the_timeline_is_read_newest_first_by_cursor():
    site = make_site()
    for n in range(3):
        record_event(EventType.SITE_UPDATED, target=site, by=BY, at=clock.now(), reason=str(n))
    newest = list(site_timeline(site.pk)[:2])
    assert [event.reason for event in newest] == ["2", "1"]
    older = list(site_timeline(site.pk, before=newest[-1].id))
    assert [event.type for event in older] == ["site.updated", "site.created"]


def test_feeds_read_oldest_first():
    site = make_site()
    start = Event.objects.latest("id").id
    record_event(EventType.SITE_UPDATED, target=site, by=BY, at=clock.now())
    assert [e.type for e in events_after(start, limit=10)] == ["site.updated"]
