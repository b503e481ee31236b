import pytest

from tests.factories import BY, make_user
from townsite.accounts.actions import change_preferences, create_user
from townsite.accounts.models import User
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Conflict, Invalid

pytestmark = pytest.mark.usefixtures("db")


def create(email="new@example.com", password="a long enough phrase"):
    return create_user(email=email, name="New Person", password=password, by=BY, at=clock.now())


def test_a_new_account_can_sign_in_and_reaches_nothing():
    user = create()
    assert user.check_password("a long enough phrase")
    assert not user.grants.exists()
    assert Event.objects.get(type="user.created").target_label == "new@example.com"


def test_an_email_has_one_account():
    create()
    with pytest.raises(Conflict, match="already has an account"):
        create(email="NEW@example.com")
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012345"])
def test_weak_passwords_are_refused(password):
    with pytest.raises(Invalid) as refusal:
        create(password=password)
    assert "password" in refusal.value.fields
    assert not User.objects.exists()


def preferences(user, **values):
    usual = {
        "time_zone": "America/Chicago",
        "units": "km",
        "theme": "dark",
        "has_key_shortcuts": False,
    }
    return change_preferences(user=user, by=user, at=clock.now(), **{**usual, **values})


def test_preferences_are_kept_with_what_changed():
    user = preferences(make_user())
    user.refresh_from_db()
    assert (user.time_zone, user.units, user.theme, user.has_key_shortcuts) == (
        "America/Chicago",
        "km",
        "dark",
        False,
    )
    assert Event.objects.get().changes["units"] == ["mi", "km"]


@pytest.mark.parametrize(
    "values", [{"time_zone": "Mars/Olympus"}, {"units": "furlong"}, {"theme": "neon"}]
)
def test_preferences_that_are_not_offered_are_refused(values):
    user = make_user()
    with pytest.raises(Invalid):
        preferences(user, **values)
    user.refresh_from_db()
    assert user.units == "mi"
