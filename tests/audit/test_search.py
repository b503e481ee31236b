from datetime import timedelta

import pytest

from tests.factories import make_site, make_territory, make_user
from townsite.audit.actions import Origin, origin, record_event
from townsite.audit.event_types import EventType
from townsite.audit.models import Event
from townsite.audit.search import EventSearch, target_kinds
from townsite.common import clock

pytestmark = pytest.mark.usefixtures("db")
NOW = clock.now()


@pytest.fixture
def renamed():
    """One renaming among other events."""
    site, person = make_site(name="Harborline Annex"), make_user(name="Dana Example")
    make_site(name="Hilltop Inn")
    with origin(Origin(request_id="r-1", address="203.0.113.7")):
        return record_event(
            EventType.SITE_UPDATED, target=site, by=person, at=NOW - timedelta(days=400),
            changes={"name": ["Harborline Inn", "Harborline Annex"]},
        )  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        {"type": "site.updated"},
        {"type": "site.", "changed": "name", "actor": "dana"},
        {"kind": "site", "target": "annex", "actor": "Dana E"},
        {"source": "r-1"},
        {"address": "203.0.113.7"},
        {"until": NOW - timedelta(days=300)},
    ],
)
def test_an_event_is_found(renamed, question):
    assert list(EventSearch(**question).events()) == [renamed]


@pytest.mark.parametrize(
    "question",
    [
        {"type": "site.merged"},
        {"changed": "parking_spaces"},
        {"kind": "territory"},
        {"actor": "nobody"},
        {"address": "203.0.113.8"},
        {"since": NOW + timedelta(days=1)},
    ],
)
def test_nothing_else_is(renamed, question):
    assert not EventSearch(**question).events().exists()


def test_by_the_id_of_a_person_or_a_record(renamed):
    assert list(EventSearch(actor=str(renamed.actor_id)).events()) == [renamed]
    assert EventSearch(kind="site", target_id=renamed.target_id).events().count() == 2


def test_the_question_in_words():
    assert EventSearch().in_words() == "everything in reach"
    assert EventSearch(type="user.", actor="Dana").in_words() == "type: user., actor: Dana"


def test_every_kind_that_was_recorded_is_offered(renamed):
    assert set(Event.objects.values_list("target_kind", flat=True)) <= set(target_kinds())
    assert {"site", "territory", "changeset", "user", "grant", "export"} <= set(target_kinds())


def test_a_territory_is_found_by_its_id_as_well():
    territory = make_territory()
    found = EventSearch(kind="territory", target_id=str(territory.pk)).events()
    assert [event.type for event in found] == ["territory.created"]
    assert not EventSearch(kind="territory", target_id="no id").events().exists()
