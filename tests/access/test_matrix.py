"""Every address x every role x own and foreign objects: allowed or refused, as the table says.

A refused call changes nothing, and what it says of a foreign object is word for word what it says
of one that does not exist.
"""

import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.matrix.cells import CELLS, RULES, may
from tests.access.matrix.sample import asks_foreign, asks_own
from tests.access.matrix.table import ACCOUNT, MOST, NOT_JUDGED, PUBLIC, TABLE
from tests.access.matrix.walking import Walk
from tests.access.matrix.work import of_everybody
from tests.access.matrix.world import MARK, person, personal, region
from tests.accounts.signing_in import set_value
from townsite.access.choices import Permission, Role
from townsite.access.roles import PERMISSIONS
from townsite.territories.models import Territory

ASKS = [ask for asks in TABLE.values() for ask in asks]


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The patterns of all addresses but those of one's account."""
    for each in resolver.url_patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            if not path.startswith(ACCOUNT):
                yield path
        elif not path.startswith(ACCOUNT):
            yield from routes(each, path)


def test_every_address_has_its_line_and_every_line_its_address():
    found, written = set(routes(get_resolver())), {*TABLE, *PUBLIC, *NOT_JUDGED}
    assert found - written == set(), "write down in tests/access/matrix/table who may ask it"
    assert written - found == set()


def test_what_is_not_judged_yet_only_shrinks():
    assert [address for address, asks in TABLE.items() if not asks] == []
    assert set(NOT_JUDGED) & set(TABLE) == set()
    assert len(NOT_JUDGED) == MOST, "take MOST down with the list, and never up"


def test_every_role_holds_what_the_matrix_says():
    assert set(RULES) == set(Permission)
    assert set(CELLS) == set(Role)
    differing = {
        (role, each)
        for role in Role
        for each in Permission
        if (each in PERMISSIONS[role]) != may(role, each)
    }
    assert differing == set()


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def world(standing, media):
    set_value("sign_in.second_factor", "nobody")
    with override_settings(MEDIA_ROOT=media):
        own, foreign = region("EAST", "Norfolk", -85), region("WEST", MARK, -120)
    shared = of_everybody()
    return own.keys | shared, foreign.keys | shared


@pytest.fixture(scope="module")
def counts():
    """The calls judged by all tests of the module, told at its end."""
    judged = Counter()
    yield judged
    told = ", ".join(f"{count:,} of {kind}" for kind, count in sorted(judged.items()))
    sys.stderr.write(f"\n{judged.total():,} calls judged at {len(TABLE)} addresses: {told}\n")


@pytest.fixture
def walk(world, counts, media, settings):
    """`walk(role)`: somebody with the role over the own region, ready to ask."""
    settings.MEDIA_ROOT, walks = media, []

    def begin(role):
        east = Territory.objects.get(code="EAST")
        user = person(role, east)
        keys = personal(user, "Norfolk", east) if role else {}
        walks.append(Walk(user, role, world[0] | keys, world[1]))
        return walks[-1]

    yield begin
    for each in walks:
        counts.update(each.counts)


@pytest.mark.parametrize("role", list(Role))
def test_every_address_answers_a_role_as_the_matrix_says(role, walk):
    walking = walk(role)
    for ask in ASKS:
        if asks_own(role, ask):
            walking.ask_own(ask)
        if asks_foreign(role, ask):
            walking.ask_foreign(ask)
    assert "\n".join(walking.faults) == ""


def test_somebody_without_a_grant_reaches_no_object(walk):
    """What is a region's own is foreign to them; what names nothing is as empty as it is allowed."""
    walking = walk(None)
    walking.foreign = walking.own
    for ask in ASKS:
        if ask.needs is None:
            walking.ask_foreign(ask)
    assert "\n".join(walking.faults) == ""


def test_strangers_are_sent_to_sign_in(walk):
    walking = walk(None)
    walking.client.logout()
    for ask in ASKS:
        walking.ask_as_stranger(ask)
    assert "\n".join(walking.faults) == ""
