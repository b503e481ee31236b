from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import BY, make_site, make_territory
from townsite.access.choices import Role
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common import clock
from townsite.sites.actions import update_site

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def test_the_trail_tells_who_did_what(db: None, signed_in: SignIn) -> None:
    site = make_site(name="Hilltop Inn")
    update_site(
        site=site, values={"name": "Hilltop Suites"}, by=BY, at=clock.now(), reason="renamed"
    )
    page = signed_in().get("/audit/").content.decode()
    assert "renamed" in page
    assert "<del>Hilltop Inn</del>" in page
    assert f'href="/sites/{site.number}/"' in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("type=site.created", True),
        ("type=site.merged", False),
        ("target=hilltop", True),
        ("target=valley", False),
        ("actor=system: test", True),
        ("actor=nobody", False),
        ("since=2020-01-01", True),
        ("until=2020-01-01", False),
    ],
)
def test_it_is_narrowed(db: None, signed_in: SignIn, query: str, shown: bool) -> None:
    make_site(name="Hilltop Inn")
    assert ("Hilltop Inn" in signed_in().get(f"/audit/?{query}").content.decode()) is shown


@pytest.mark.parametrize(
    "query", ["type=nonsense", "since=never", "before=x", "before=" + "9" * 40]
)
def test_a_strange_question_gets_an_answer(db: None, signed_in: SignIn, query: str) -> None:
    assert signed_in().get(f"/audit/?{query}").status_code in (200, 422)


def test_older_events_follow_by_cursor(db: None, signed_in: SignIn) -> None:
    site = make_site()
    for turn in range(60):
        update_site(site=site, values={"name": f"Inn {turn}"}, by=BY, at=clock.now())
        site.refresh_from_db()
    client = signed_in()
    first = client.get("/audit/?type=site.updated")
    older = client.get(f"/audit/{first.context['next_href']}", HTTP_HX_REQUEST="true")
    assert "Inn 59" in first.content.decode()
    assert "Inn 0<" in older.content.decode()
    assert "<html" not in older.content.decode()


def test_only_those_who_may_read_it(db: None, signed_in: SignIn) -> None:
    assert signed_in(role=Role.FIELD_OPERATIVE).get("/audit/").status_code == 403


def test_foreign_events_are_not_told(db: None, signed_in: SignIn) -> None:
    mine = make_territory()
    make_site(name="Hilltop Inn", territory=mine)
    make_site(name="Valley Inn", territory=make_territory())
    page = signed_in(role=Role.QUALITY, territory=mine).get("/audit/").content.decode()
    assert "Hilltop Inn" in page
    assert "Valley Inn" not in page


def test_a_site_that_an_undo_removed_has_no_link(db: None, signed_in: SignIn) -> None:
    site = make_site(name="Gone Inn")
    record_event(EventType.SITE_REMOVED, target=site, by=BY, at=clock.now())
    entry = signed_in().get("/audit/?type=site.removed").context["entries"][0]
    assert (entry.href, entry.event.target_label) == ("", f"{site.number} Gone Inn")
