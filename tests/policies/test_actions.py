"""Setting, ending and withdrawing values."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from tests.factories import BY, make_grant, make_user
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common.periods import between, since
from townsite.policies.actions import end_policy, set_policy
from townsite.policies.choices import ScopeKind, Severity
from townsite.policies.errors import PolicyConflict, PolicyValueInvalid, UnknownPolicy
from townsite.policies.models import PolicyValue
from townsite.policies.queries import policies_at, policy_value, values_of
from townsite.policies.resolution import ANYWHERE, EVERYWHERE, PolicyContext, Scope

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = "quality.duplicate_similarity"
DRIVE = "placement.drive_limit_minutes"


def put(value, *, key=DRIVE, scope=EVERYWHERE, starts_at=NOW, at=NOW, **more):
    given = {"severity": Severity.WARN, "reason": "calibration", "by": BY, **more}
    return set_policy(key=key, scope=scope, value=value, starts_at=starts_at, at=at, **given)


def value_at(moment, *, key=DRIVE, context=ANYWHERE):
    return policy_value(key, context=context, at=moment).value


def test_a_value_holds_from_its_start_and_not_before(db):
    put(45, starts_at=NOW + DAY)
    assert value_at(NOW) == 120
    assert value_at(NOW + DAY) == 45


def test_the_value_before_is_ended_and_kept(db):
    first = put(45)
    put(60, starts_at=NOW + DAY)
    first.refresh_from_db()
    assert first.valid_during == between(NOW, NOW + DAY)
    assert [row.value for row in values_of(DRIVE)] == [60, 45]


def test_a_value_set_before_a_scheduled_one_ends_where_that_begins(db):
    put(60, starts_at=NOW + 2 * DAY)
    put(45)
    assert [value_at(NOW + n * DAY) for n in range(4)] == [45, 45, 60, 60]


def test_ending_a_value_lets_the_more_general_one_hold(db):
    put(45)
    region = put(60, scope=Scope(ScopeKind.REGION, "EAST"))
    end_policy(policy=region, ends_at=NOW + DAY, reason="trial over", by=BY, at=NOW)
    east = PolicyContext(region="EAST")
    assert value_at(NOW, context=east) == 60
    assert value_at(NOW + DAY, context=east) == 45


def test_withdrawing_a_scheduled_value_lets_the_one_before_hold_on(db):
    put(45)
    scheduled = put(60, starts_at=NOW + DAY)
    put(75, starts_at=NOW + 3 * DAY)
    end_policy(policy=scheduled, ends_at=NOW, reason="changed our minds", by=BY, at=NOW)
    assert [value_at(NOW + n * DAY) for n in range(4)] == [45, 45, 45, 75]


def test_a_withdrawn_successor_does_not_outlive_an_explicit_end(db):
    first = put(45)
    end_policy(policy=first, ends_at=NOW + 2 * DAY, reason="trial", by=BY, at=NOW)
    second = put(60, starts_at=NOW + DAY)
    end_policy(policy=second, ends_at=NOW, reason="no", by=BY, at=NOW)
    assert [value_at(NOW + n * DAY) for n in range(4)] == [45, 45, 120, 120]


def test_the_past_cannot_be_changed(db):
    with pytest.raises(PolicyValueInvalid, match="cannot begin in the past"):
        put(45, starts_at=NOW - DAY)
    assert not PolicyValue.objects.exists()


def test_two_values_cannot_begin_at_one_moment(db):
    put(45)
    with pytest.raises(PolicyConflict, match="already begins at 2026-03-01 12:00"):
        put(60)
    assert value_at(NOW) == 45


@pytest.mark.parametrize("value", [0, 601, "soon", None, True])
def test_a_value_out_of_bounds_is_refused_and_nothing_written(db, value):
    with pytest.raises(PolicyValueInvalid, match="from 10 to 600"):
        put(value)
    assert not PolicyValue.objects.exists()
    assert not Event.objects.filter(type="policy.set").exists()


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        (Scope(ScopeKind.TERRITORY, "not a code"), "Give capital letters and digits"),
        (Scope(ScopeKind.TERRITORY_KIND, "coastal"), "one of urban, metro"),
        (Scope(ScopeKind.SITE, "0417"), "cannot be set by Site"),
        (Scope(ScopeKind.GLOBAL, "EAST"), "holds everywhere"),
        (Scope(ScopeKind.REGION, ""), "does not name a Region"),
    ],
)
def test_a_scope_that_names_nothing_is_refused(db, scope, told):
    with pytest.raises(PolicyValueInvalid, match=told):
        put(45, scope=scope)


def test_a_reason_is_asked_for(db):
    with pytest.raises(PolicyValueInvalid, match="Say why"):
        put(45, reason="  ")


def test_an_unknown_policy_is_refused(db):
    with pytest.raises(UnknownPolicy):
        put(45, key="placement.luck")


def test_an_ended_value_cannot_be_ended_again(db):
    row = put(45)
    end_policy(policy=row, ends_at=NOW + DAY, reason="trial", by=BY, at=NOW)
    with pytest.raises(PolicyConflict, match="already ends"):
        end_policy(policy=row, ends_at=NOW + 2 * DAY, reason="longer", by=BY, at=NOW)


def test_every_change_is_an_event_with_before_and_after(db):
    put(45)
    put(60, starts_at=NOW + DAY)
    event = Event.objects.filter(type="policy.set").latest("id")
    assert event.changes["value"] == [45, 60]
    assert event.reason == "calibration"


def test_the_database_refuses_two_values_at_a_time(db):
    row = put(45)
    row.pk, row.valid_during = None, since(NOW + DAY)
    with pytest.raises(IntegrityError, match="policies_one_value_at_a_time"), transaction.atomic():
        PolicyValue.objects.create(
            **{f.attname: getattr(row, f.attname) for f in row._meta.fields if f.name != "id"}
        )


def test_one_statement_answers_for_any_number_of_sites(db, django_assert_num_queries):
    put(45)
    places = [PolicyContext(territories=(f"T{n}",)) for n in range(200)]
    with django_assert_num_queries(1):
        policies = policies_at(NOW)
        assert {policies.value(DRIVE, place) for place in places} == {45}


def test_everyone_signed_in_reads_and_only_policy_editors_write(db, as_person):
    reader, editor = make_user(), make_user()
    make_grant(reader, Role.FIELD_OPERATIVE)
    make_grant(editor, Role.CONFIGURATION_MANAGER)
    put(45)
    with as_person(reader):
        assert value_at(NOW) == 45
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            put(60, scope=Scope(ScopeKind.REGION, "EAST"), by=reader)
    with as_person(editor):
        put(60, starts_at=NOW + DAY, by=editor)
        assert value_at(NOW + DAY) == 60
