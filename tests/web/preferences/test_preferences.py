import pytest

from tests.factories import make_user
from townsite.audit.models import Event

pytestmark = pytest.mark.usefixtures("db")
CHOSEN = {"time_zone": "America/Denver", "units": "km", "theme": "dark"}


@pytest.fixture
def person():
    return make_user()


def test_preferences_are_saved_and_recorded(person, signed_in):
    response = signed_in(person).post("/preferences/", CHOSEN)
    assert (response.status_code, response["Location"]) == (302, "/preferences/")
    person.refresh_from_db()
    assert (person.time_zone, person.units, person.theme) == ("America/Denver", "km", "dark")
    assert person.has_key_shortcuts is False
    assert Event.objects.filter(type="user.preferences_changed").count() == 1


def test_the_next_page_follows_them(person, signed_in):
    client = signed_in(person)
    client.post("/preferences/", CHOSEN)
    page = client.get("/preferences/").content.decode()
    assert 'data-bs-theme="dark"' in page
    assert 'data-shortcuts="off"' in page


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Olympus"}, {"units": "leagues"}, {"theme": ""}]
)
def test_a_value_that_is_not_offered_changes_nothing(person, signed_in, wrong):
    response = signed_in(person).post("/preferences/", CHOSEN | wrong)
    assert response.status_code == 422
    before = person.theme
    person.refresh_from_db()
    assert (person.units, person.theme) == ("mi", before)


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/preferences/")["Location"].startswith("/accounts/login/")


def test_a_form_sent_empty_shows_what_is_missing(person, signed_in):
    response = signed_in(person).post("/preferences/", {})
    assert response.status_code == 422
    assert "This field is required" in response.content.decode()
