"""Requests between territories are told to both sides, and above when unanswered."""

from tests.changes.world import person
from tests.notifications.conftest import told
from townsite.access.choices import Role
from townsite.common import clock
from townsite.common.actors import System
from townsite.workflows.actions import accept, keep_time, open_request
from townsite.workflows.models import Protocol


def test_the_other_side_hears_then_the_asker_then_who_is_above(world):
    asker, answerer = (
        person(Role.DISTRICT_MANAGER, world.d01),
        person(Role.DISTRICT_MANAGER, world.d03),
    )
    vice, stranger = person(Role.REGIONAL_VP, world.west), person(Role.DISTRICT_MANAGER, world.d02)
    values = {"asking": world.d01, "answering_code": "D03", "title": "Share", "text": "Please"}
    protocol = Protocol.objects.get(code="SHARED")
    row = open_request(protocol=protocol, by=asker, at=clock.now(), **values)
    assert told(answerer) == [("coordination", f"{asker} asks D03 Reno: Share")]
    assert (told(asker), told(vice), told(stranger)) == ([], [], [])
    accept(request=row, by=answerer, at=clock.now())
    assert told(asker) == [("coordination", "D03 Reno accepted: Share")]
    late = open_request(protocol=protocol, by=asker, at=clock.now(), **values)
    keep_time(by=System("coordination"), at=late.due_at)
    assert told(vice, late.due_at) == [("coordination", "Unanswered by D03 Reno: Share")]
    assert told(stranger) == []
