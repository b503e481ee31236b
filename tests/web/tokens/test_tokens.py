"""A person makes, rotates and revokes their own tokens; nobody else's."""

import re

import pytest

from tests.factories import make_grant, make_site, make_territory, make_token, make_user
from townsite.access.choices import Role
from townsite.access.models import TokenPlace
from townsite.accounts.models import AccessToken
from townsite.accounts.secrets import digest_of
from townsite.audit.models import Event

pytestmark = pytest.mark.usefixtures("db")
PAGE = "/preferences/tokens/"
GIVEN = {"name": "QGIS at home", "scopes": ["sites:read"], "days": "30"}


@pytest.fixture
def person():
    user = make_user()
    make_grant(user, Role.DISTRICT_MANAGER, territory=make_territory("EAST"))
    return user


def secret_in(response):
    return re.search(r"tst_[\w-]{43}", response.content.decode())[0]


def test_the_secret_is_shown_once_and_kept_nowhere(person, signed_in):
    client = signed_in(person)
    response = client.post(f"{PAGE}new/", GIVEN)
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    secret = secret_in(response)
    token = AccessToken.objects.get()
    assert (token.digest, token.user) == (digest_of(secret), person)
    listed = client.get(PAGE).content.decode()
    assert token.prefix in listed
    assert secret not in listed
    told = Event.objects.get(type="token.created")
    assert secret not in f"{told.target_label} {told.changes}"
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["token"]["scopes"] == ["sites:read"]


def test_a_token_can_be_narrowed_to_places_within_reach(person, signed_in):
    make_territory("WEST")
    client = signed_in(person)
    site = make_site(territory=make_territory("INN", parent=person.grants.get().territory))
    places = {"territories": "EAST", "sites": site.number, "networks": "203.0.113.7/24"}
    assert client.post(f"{PAGE}new/", GIVEN | places).status_code == 200
    token = AccessToken.objects.get()
    assert (token.is_narrowed, token.networks) == (True, ["203.0.113.0/24"])
    assert TokenPlace.objects.filter(token=token).count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"territories": "WEST"}, "Nothing within your reach is called WEST"),
        ({"sites": "9999"}, "Nothing within your reach is called 9999"),
        ({"networks": "somewhere"}, "no address or network"),
        ({"scopes": ["everything"]}, "not one of the available choices"),
        ({"scopes": []}, "This field is required"),
        ({"days": "4000"}, "not one of the available choices"),
        ({"territories": "EAST", "scopes": ["events:read"]}, "it cannot have events"),
    ],
)
def test_a_refused_token_is_not_made(person, signed_in, wrong, words):
    make_territory("WEST")
    response = signed_in(person).post(f"{PAGE}new/", GIVEN | wrong)
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert "QGIS at home" in page
    assert not AccessToken.objects.exists()
    assert not Event.objects.filter(type="token.created").exists()


def test_rotating_shows_a_new_secret(person, signed_in):
    token, former = make_token(person)
    response = signed_in(person).post(f"{PAGE}{token.pk}/rotate/", {"overlap": "on"})
    token.refresh_from_db()
    assert token.digest == digest_of(secret_in(response))
    assert token.former_digest == digest_of(former)
    assert token.former_until is not None


def test_a_revoked_token_moves_to_those_no_longer_in_use(person, signed_in):
    token, _ = make_token(person)
    client = signed_in(person)
    assert client.post(f"{PAGE}{token.pk}/revoke/").status_code == 302
    assert "No longer in use" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}{token.pk}/rotate/")
    token.refresh_from_db()
    assert token.former_digest == ""
    assert Event.objects.filter(type="token.revoked").count() == 1


@pytest.mark.parametrize("act", ["rotate", "revoke"])
def test_tokens_of_others_are_nowhere(person, signed_in, act):
    token, _ = make_token(make_user())
    client = signed_in(person)
    assert client.post(f"{PAGE}{token.pk}/{act}/").status_code == 404
    token.refresh_from_db()
    assert (token.revoked_at, token.former_digest) == (None, "")
    assert token.prefix not in client.get(PAGE).content.decode()


def test_the_page_asks_a_known_number_of_statements(
    person, signed_in, django_assert_max_num_queries
):
    for _ in range(5):
        make_token(person, territories=[person.grants.get().territory], scopes=["sites:read"])
    client = signed_in(person)
    with django_assert_max_num_queries(10):
        client.get(PAGE)
