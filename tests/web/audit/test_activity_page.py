import pytest

from tests.factories import make_territory, make_user
from townsite.access.choices import Role

pytestmark = pytest.mark.django_db


def test_accounts_lead_to_what_they_did(db, signed_in):
    person = make_user(name="Dana Example")
    page = signed_in().get("/audit/activity/?days=90&show=").content.decode()
    assert "Dana Example" in page
    assert f"/audit/?actor={person.pk}" in page


@pytest.mark.parametrize("query", ["days=7", "days=x", "show=x", "id=x&name=y"])
def test_a_strange_question_gets_the_usual_answer(db, signed_in, query):
    answer = signed_in().get(f"/audit/activity/?{query}")
    assert (answer.status_code, answer.context["days"], answer.context["show"]) == (200, 30, "")


def test_only_who_reads_the_trail_of_everything(db, signed_in):
    assert signed_in(role=Role.EXECUTIVE).get("/audit/activity/").status_code == 403
    narrow = signed_in(role=Role.QUALITY, territory=make_territory())
    assert narrow.get("/audit/activity/").status_code == 403


def test_many_accounts_come_in_pages(db, signed_in):
    for n in range(101):
        make_user(name=f"Aa {n:03}")
    client = signed_in()
    first = client.get("/audit/activity/")
    assert "Aa 099" in first.content.decode()
    second = client.get(f"/audit/activity/{first.context['next_href']}")
    assert "Aa 100" in second.content.decode()
    assert "Aa 099" not in second.content.decode()
