"""Events are sealed in order, and every later change of one is found and named."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import Error, connection, connections, transaction

from tests.factories import BY, make_site
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.audit.models import DaySeal, Event, Seal
from townsite.audit.sealing import actions
from townsite.audit.sealing.actions import seal_events
from townsite.audit.sealing.verification import verify_chain
from townsite.common import clock
from townsite.common.errors import Forbidden
from townsite.common.scope import NOBODY, Scope, scoped

NOW = clock.now().replace(hour=12)
YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def events(db):
    """Ten events, sealed in two seals of yesterday and one of today."""
    site = make_site()
    for turn in range(10):
        record_event(EventType.SITE_UPDATED, target=site, by=BY, at=YESTERDAY, reason=str(turn))
        if turn in (3, 6):
            seal_events(at=YESTERDAY)
    seal_events(at=NOW)
    return list(Event.objects.order_by("id"))


def test_all_events_are_sealed_and_hold(events):
    told = verify_chain()
    assert (told.events, told.seals, told.days, told.unsealed) == (len(events), 3, 1, 0)
    assert told.breaks == []
    assert told.head == bytes(Seal.objects.latest("number").link)


def test_what_came_after_the_last_seal_is_told(events):
    record_event(EventType.SITE_UPDATED, target=make_site(), by=BY, at=NOW)
    assert verify_chain().unsealed == 2


def test_nothing_new_makes_no_seal(events):
    assert seal_events(at=NOW) == 0
    assert Seal.objects.count() == 3


def test_many_events_take_several_seals(db, monkeypatch):
    monkeypatch.setattr(actions, "EVENTS_A_SEAL", 2)
    site = make_site()
    for _ in range(4):
        record_event(EventType.SITE_UPDATED, target=site, by=BY, at=NOW)
    assert seal_events(at=NOW) == 5
    assert list(Seal.objects.order_by("number").values_list("events", flat=True)) == [2, 2, 1]
    assert verify_chain().breaks == []


def test_a_clock_put_back_opens_no_closed_day(events):
    record_event(EventType.SITE_UPDATED, target=make_site(), by=BY, at=NOW)
    seal_events(at=YESTERDAY)
    assert verify_chain().breaks == []


def test_the_app_changes_no_seal(events):
    for verb in ("UPDATE audit_seal SET events = 1", "DELETE FROM audit_dayseal"):
        with (
            pytest.raises(Error, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(verb)
    assert verify_chain().breaks == []


def test_no_person_adds_a_seal_whatever_they_reach(events, admin, as_person):
    with (
        as_person(admin),
        pytest.raises(Error, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO audit_seal SELECT number + 9, day, after_id + 99, upto_id + 99, events,"
            " entries, before, link, sealed_at FROM audit_seal WHERE number = 1"
        )
    assert verify_chain().breaks == []


def test_a_narrow_scope_may_not_verify(events):
    with scoped(NOBODY), pytest.raises(Forbidden):
        verify_chain()


def test_a_day_is_closed_once_it_is_over(events):
    day = DaySeal.objects.get()
    assert (day.day, day.first_number, day.last_number) == (YESTERDAY.date(), 1, 2)
    seal_events(at=NOW + timedelta(days=1))
    assert DaySeal.objects.count() == 2
    assert verify_chain().breaks == []


# --- committed for real, and changed as the database's owner


@pytest.fixture
def sealed(django_db_setup, django_db_blocker):
    """Six committed events in two seals of a closed day; cleared away as the owner."""
    with django_db_blocker.unblock():
        with scoped(Scope.system("test")):
            _clear()
            _record(6, after_each_third=lambda: seal_events(at=YESTERDAY))
            seal_events(at=NOW)
        yield _ids()
        _clear()
        for alias in connections:
            connections[alias].close()


def _clear():
    _owner("TRUNCATE audit_event, audit_seal, audit_dayseal, audit_horizonmark")


def _record(count, after_each_third=lambda: None):
    for turn in range(1, count + 1):
        with transaction.atomic():
            Event.objects.create(
                type="site.updated", at=YESTERDAY, target_kind="site", target_id="1",
                target_label="0417 Inn", actor_label="system: test", changes={"name": ["a", "b"]},
            )  # fmt: skip
        if turn % 3 == 0:
            after_each_third()


def _ids():
    with scoped(Scope.system("test")):
        return list(Event.objects.order_by("id").values_list("id", flat=True))


def _owner(*statements):
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _breaks():
    with scoped(Scope.system("test")):
        return [(each.what, each.event_id) for each in verify_chain().breaks]


TAMPERING = [
    ("changed", "UPDATE audit_event SET reason = 'never mind' WHERE id = {0}"),
    ("changed", "UPDATE audit_event SET at = at + interval '1 microsecond' WHERE id = {0}"),
    ("changed", 'UPDATE audit_event SET changes = \'{{"name": ["a", "c"]}}\' WHERE id = {0}'),
    ("deleted", "DELETE FROM audit_event WHERE id = {0}"),
]


@pytest.mark.parametrize(("what", "statement"), TAMPERING)
def test_tampering_as_the_owner_is_found_and_named(sealed, what, statement):
    assert _breaks() == []
    victim = sealed[4]
    _owner("ALTER TABLE audit_event DISABLE TRIGGER ALL", statement.format(victim))
    assert _breaks() == [(what, victim)]


def test_an_event_put_between_others_is_found(sealed):
    _owner(f"DELETE FROM audit_event WHERE id = {sealed[1]}")
    with scoped(Scope.system("test")), transaction.atomic():
        rest = Event.objects.get(id=sealed[2])
        rest.id, rest.reason = sealed[1], "planted"
        rest.save(force_insert=True)
    assert _breaks() == [("changed", sealed[1])]


def test_an_event_put_into_a_gap_is_found(sealed, capsys):
    _owner("SELECT setval('audit_event_id_seq', (SELECT max(id) + 5 FROM audit_event))")
    with scoped(Scope.system("test")):
        _record(1)
        seal_events(at=NOW)
        planted = max(_ids()) - 2
        Event.objects.create(
            id=planted, type="site.updated", at=NOW, target_kind="site", target_id="1",
            target_label="0417 Inn", actor_label="system: test",
        )  # fmt: skip
    assert _breaks() == [("inserted", planted)]
    with pytest.raises(SystemExit):
        call_command("verify_audit")
    assert f"Event {planted} was added after its place was sealed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("what", "statement"),
    [
        ("changed seal", "UPDATE audit_seal SET day = day - 1 WHERE number = 2"),
        ("changed seal", "UPDATE audit_seal SET entries = decode(repeat('00', 120), 'hex') WHERE number = 1"),
        ("missing seal", "DELETE FROM audit_seal WHERE number = 1"),
        ("changed day", "UPDATE audit_dayseal SET events = 5"),
        ("changed day", "DELETE FROM audit_seal WHERE number = 2"),
        ("missing day", "DELETE FROM audit_dayseal"),
    ],
)  # fmt: skip
def test_a_changed_seal_is_found(sealed, what, statement):
    with scoped(Scope.system("test")):
        _record(1)
        seal_events(at=NOW)
    _owner(statement)
    assert what in {kind for kind, _ in _breaks()}


def test_a_chain_made_anew_without_the_secret_key_is_found(sealed, settings):
    _owner(
        f"UPDATE audit_event SET reason = 'never mind' WHERE id = {sealed[0]}",
        "TRUNCATE audit_seal, audit_dayseal",
    )
    ours, settings.SECRET_KEY = settings.SECRET_KEY, "of somebody else, who only has the database"
    with scoped(Scope.system("test")):
        seal_events(at=YESTERDAY)
        seal_events(at=NOW)
        assert verify_chain().breaks == []
    settings.SECRET_KEY = ours
    assert _breaks() == [("changed day", None)]


def test_a_head_noted_earlier_has_to_stay(sealed, capsys):
    with scoped(Scope.system("test")):
        head = verify_chain().head.hex()
    call_command("verify_audit", head=head)
    with pytest.raises(SystemExit):
        call_command("verify_audit", head="00" * 32)
    assert "is not part of the chain" in capsys.readouterr().out


def test_a_late_commit_is_sealed_later_and_breaks_nothing(sealed):
    """A transaction draws a low id, another commits a higher one; the low one comes at last."""
    slow, quick = (connections["default"].copy() for _ in range(2))
    try:
        slow.set_autocommit(False)
        low, high = _insert(slow), _insert(quick)
        assert low < high
        with scoped(Scope.system("test")):
            assert seal_events(at=NOW) == 0
        slow.commit()
        with scoped(Scope.system("test")):
            assert seal_events(at=NOW) == 2
        assert _breaks() == []
        assert _ids()[-2:] == [low, high]
    finally:
        slow.close()
        quick.close()


def test_later_events_do_not_wait_for_a_writer_that_began_after_the_mark(sealed):
    """Long transactions that overlap must not hold up the seals for good."""
    first, second = (connections["default"].copy() for _ in range(2))
    try:
        first.set_autocommit(False)
        second.set_autocommit(False)
        low = _insert(first)
        with scoped(Scope.system("test")):
            seal_events(at=NOW)
        _insert(second)
        first.commit()
        with scoped(Scope.system("test")):
            assert seal_events(at=NOW) == 1
            assert Seal.objects.latest("number").upto_id == low
        second.rollback()
    finally:
        first.close()
        second.close()


def _insert(database):
    with database.cursor() as cursor:
        cursor.execute("SELECT set_config('townsite.read_all', 'on', false)")
        cursor.execute(
            "INSERT INTO audit_event (type, at, target_kind, target_id, target_label, actor_label,"
            " on_behalf_of_label, reason, changes, request_id, job_id)"
            " VALUES ('site.updated', now(), 'site', '1', 'x', 'x', '', '', '{}', '', '')"
            " RETURNING id"
        )
        return cursor.fetchone()[0]
