"""The nightly check records what it found."""

from tests.factories import BY, make_site
from townsite.audit.models import Event
from townsite.audit.sealing.actions import seal_events
from townsite.audit.sealing.breaks import Break
from townsite.audit.sealing.verification import Verification
from townsite.common import clock
from townsite.jobs.progress import Progress
from townsite.oversight import actions, tasks


def test_a_check_that_holds_is_recorded(db):
    make_site()
    seal_events(at=clock.now())
    progress = Progress(by=BY, at=clock.now())
    told = tasks.verify_audit(progress)
    assert (told["events"], told["broken_links"], told["first_broken_link"]) == (1, 0, "none")
    assert progress.report.done == progress.report.total == 1
    event = Event.objects.latest("id")
    assert (event.type, event.changes["head"][1]) == ("audit.verified", told["head"])


def test_a_broken_link_is_named(db, monkeypatch):
    day = clock.now().date()
    told = Verification(breaks=[Break("deleted", day, 1, "Event 7 was sealed and is gone.", 7)])
    monkeypatch.setattr(actions, "verify_chain", lambda _on_progress: told)
    actions.verify_audit(by=BY, at=clock.now())
    event = Event.objects.latest("id")
    assert event.type == "audit.broken"
    assert event.reason == f"{day}: Event 7 was sealed and is gone."
