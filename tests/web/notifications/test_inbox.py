"""The bell, the inbox, what a person wants to be told, and who decides meanwhile."""

from datetime import timedelta

import pytest

from tests.factories import make_user
from townsite.changes.models import Delegation
from townsite.common import clock
from townsite.notifications.actions import tell
from townsite.notifications.choices import NoticeKind
from townsite.notifications.models import Notification, Preference
from townsite.notifications.news import News, Words

pytestmark = pytest.mark.usefixtures("db")


def news(user, key="k1", kind=NoticeKind.DECIDED):
    words = Words(f"Title {key}", "Body", "/jobs/")
    tell(News(kind, key, {user.pk}, lambda _reader: words), at=clock.now())
    return Notification.objects.get(recipient=user, key=key)


@pytest.fixture
def reader(admin, signed_in):
    return admin, signed_in(admin)


def test_the_bell_counts_what_is_unread(reader):
    user, client = reader
    assert "badge" not in client.get("/notifications/count/").content.decode()
    news(user, "a")
    news(user, "b")
    assert ">2<" in client.get("/notifications/count/").content.decode()


def test_following_one_marks_it_read_and_leads_on(reader):
    user, client = reader
    row = news(user)
    answer = client.get(f"/notifications/{row.pk}/")
    assert answer["Location"] == "/jobs/"
    row.refresh_from_db()
    assert row.read_at is not None


def test_all_are_marked_read_and_only_ones_own(reader):
    user, client = reader
    other = make_user()
    news(user)
    theirs = news(other)
    client.post("/notifications/read/", {"all": "1"})
    assert not Notification.objects.filter(recipient=user, read_at=None).exists()
    theirs.refresh_from_db()
    assert theirs.read_at is None
    assert client.get(f"/notifications/{theirs.pk}/").status_code == 404


def test_the_inbox_is_narrowed_by_kind_and_unread(reader):
    user, client = reader
    news(user, "a")
    news(user, "b", NoticeKind.COMMENT)
    page = client.get("/notifications/?kind=comment").content.decode()
    assert "Title b" in page
    assert "Title a" not in page
    client.post("/notifications/read/", {"all": "1"})
    assert "Nothing fits" in client.get("/notifications/?unread=on").content.decode()


def chosen(**changed):
    sent = {f"{kind.value}_inbox": "on" for kind in NoticeKind}
    sent |= {f"{kind.value}_mail": "at_once" for kind in NoticeKind}
    return {name: value for name, value in (sent | changed).items() if value}


def test_preferences_are_kept_and_a_refusal_changes_nothing(reader):
    user, client = reader
    client.post("/notifications/preferences/", chosen(comment_mail="digest"))
    assert Preference.objects.get(person=user, kind="comment").mail_when == "digest"
    answer = client.post(
        "/notifications/preferences/",
        chosen(approval_asked_inbox="", approval_asked_mail="off"),
    )
    assert answer.status_code == 422
    assert "has to reach you" in answer.content.decode()
    assert Preference.objects.get(person=user, kind="approval_asked").is_in_app


def test_a_delegate_is_named_and_ended_and_an_unknown_one_keeps_what_was_typed(reader):
    user, client = reader
    other, today = make_user(), clock.now().date()
    sent = {"begins": str(today), "last": str(today + timedelta(days=7)), "reason": "Leave"}
    refused = client.post("/notifications/delegate/", {**sent, "email": "nobody@example.com"})
    assert refused.status_code == 422
    assert "nobody@example.com" in refused.content.decode()
    client.post("/notifications/delegate/", {**sent, "email": other.email})
    row = Delegation.objects.get(person=user)
    assert row.delegate == other
    client.post(f"/notifications/delegate/{row.pk}/end/")
    assert not Delegation.objects.filter(valid_during__contains=clock.now()).exists()


def test_programs_list_and_mark_their_own(reader):
    user, client = reader
    row = news(user)
    news(make_user())
    listed = client.get("/api/v1/notifications").json()
    assert [each["id"] for each in listed["items"]] == [str(row.pk)]
    answer = client.post(
        "/api/v1/notifications/read", {"ids": [str(row.pk)]}, content_type="application/json"
    )
    assert answer.json() == {"read": 1, "unread": 0}
    assert client.get("/api/v1/notifications?kind=nonsense").status_code == 422
