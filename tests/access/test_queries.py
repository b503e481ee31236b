"""Grants over time, checked against a plain reading of them."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_grant, make_territory, make_user
from townsite.access.actions import end_grant, give_grant
from townsite.access.choices import Permission, Role
from townsite.access.models import Grant
from townsite.access.queries import scope_of
from townsite.access.roles import PERMISSIONS, WRITERS
from townsite.common import clock
from townsite.common.errors import Conflict
from townsite.common.periods import between

pytestmark = pytest.mark.usefixtures("db")


def test_an_executive_reads_everything_and_writes_nothing_of_it():
    user = make_user()
    make_grant(user, Role.BILLING_ADMIN)
    scope = scope_of(user, at=clock.now())
    assert scope.read.everything
    assert not scope.write.everything


def test_an_inactive_account_reaches_nothing():
    user = make_user(is_active=False)
    make_grant(user, Role.SYSTEM_ADMIN)
    assert not scope_of(user, at=clock.now()).read.everything


def test_a_grant_ends_when_it_is_ended():
    user, territory = make_user(), make_territory()
    grant = make_grant(user, Role.DISTRICT_MANAGER, territory=territory)
    at = clock.now()
    end_grant(grant=grant, by=user, at=at)
    assert scope_of(user, at=at).read.territory_ids == ()
    assert scope_of(user, at=at - timedelta(microseconds=1)).read.territory_ids == (territory.pk,)


def test_the_same_grant_is_not_given_twice():
    user, territory = make_user(), make_territory()
    values = {
        "user": user,
        "role": Role.ACCOUNT_MANAGER,
        "territory": territory,
        "by": user,
        "at": clock.now(),
    }
    give_grant(**values)
    with pytest.raises(Conflict, match="already"):
        give_grant(**values)
    assert Grant.objects.count() == 1


def test_every_role_has_its_row():
    assert set(PERMISSIONS) == set(Role)
    assert Role.BILLING_ADMIN not in WRITERS
    assert Permission.POLICY_EDIT not in PERMISSIONS[Role.SITE_ADMIN]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_reach_over_time_is_the_union_of_the_grants_that_hold(data):
    user, at = make_user(), clock.now()
    tops = [make_territory(level="region") for _ in range(2)]
    all_of = {top: [top, make_territory(parent=top)] for top in tops}
    expected: dict[int, set] = {day: set() for day in range(6)}
    for top in tops:
        start = data.draw(st.integers(0, 4))
        end = data.draw(st.integers(start + 1, 5))
        period = between(at + timedelta(days=start), at + timedelta(days=end))
        Grant.objects.create(
            user=user, role=Role.ACCOUNT_MANAGER, territory=top, valid_during=period
        )
        for day in range(start, end):
            expected[day] |= {each.pk for each in all_of[top]}
    for day, ids in expected.items():
        assert set(scope_of(user, at=at + timedelta(days=day)).read.territory_ids) == ids
