"""Raw SQL as the app role: every table shows and removes only what the person reaches."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.access.matrix.world import MARK, person, region
from townsite.access.choices import Role
from townsite.changes.actions import start_change_set
from townsite.common import clock
from townsite.territories.models import Territory

# Tables without row-level security, and why everybody may read them.
OPEN = {
    "accounts_user": "colleagues are known by name to whoever signs in",
    "accounts_passwordrecord": "hashes, as those of the accounts, compared with a new password",
    "accounts_session": "read before anybody is known; what opens it is its key",
    "account_email*": "allauth's addresses of the accounts",
    "auth_*": "unused tables of Django's own permissions",
    "django_*": "tells of the schema only",
    "procrastinate_*": "the queue: names of tasks and keys of what they work on",
    "common_cache": "failed sign-ins, for the lockout",
    "spatial_ref_sys": "reference data of PostGIS",
    "mfa_authenticator": "second factors: public keys, and seeds that are encrypted",
    "usersessions_usersession": "browsers of sessions; the page asks for one's own",
    "socialaccount_*": "logins of identity providers; the page asks for one's own",
    "pghistory_context": "the library's context, unused",
    "directory_word": "counted words of the whole portfolio, for the correction of typing errors",
    "directory_searchtiming": "how long searches took, without their words",
}


# Functions that run past row-level security and that the app role may call, and why it may.
BEYOND = {
    "changes_works_on": "answers about oneself only",
    "changes_is_delegate": "a policy asks it about whom a decider names; yes or no to three keys",
    "townsite_scope_paths": "answers about the scope that is set",
    "townsite_reach": "answers about oneself only",
    "townsite_arrival": "answers to the key of a session, which is a secret",
    "townsite_token_arrival": "answers to the digest of a secret",
    "townsite_main_territories": "a count",
    "directory_refresh_extra": "refuses whoever does not write everything",
    "directory_rebuild_words": "counts words of the whole portfolio anew, and tells how many",
    "directory_settle_cells": "adds up counts, and tells how many",
    "directory_settle_tally": "adds up counts, and tells how many",
    "territories_settle_worked": "adds up what was worked on, and tells how many",
    "townsite_settle_search": "adds up a search index, and tells how much",
    "townsite_refresh_statistics": "tells nothing",
    "st_estimatedextent": "of PostGIS: the rough extent of a whole table",
}


def is_open(table):
    return any(
        table.startswith(name[:-1]) if name.endswith("*") else table == name for name in OPEN
    )


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def tables():
    return [
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'm', 'v', 'p')"
            " AND relnamespace = 'public'::regnamespace AND NOT relname LIKE 'geo%%columns'"
            " AND has_table_privilege(oid, 'SELECT') ORDER BY relname"
        )
    ]


def marked(table):
    """Whether the table shows a row of the foreign region."""
    found = rows(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', f"%{MARK}%")
    return found[0][0]


@pytest.fixture
def regions(db):
    region("EAST", "Norfolk", -85)
    region("WEST", MARK, -120)
    return Territory.objects.get(code="EAST")


def test_a_table_without_row_security_has_its_reason(db):
    bare = rows(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relrowsecurity"
        " AND relnamespace = 'public'::regnamespace"
    )
    assert [name for (name,) in bare if not is_open(name)] == []


def test_no_table_shows_a_row_of_another_region(regions, as_person):
    everything = {table: marked(table) for table in tables()}
    assert sum(count > 0 for count in everything.values()) > 15
    with as_person(person(Role.TERRITORY_ADMIN, regions)):
        seen = {table: marked(table) for table in tables() if not is_open(table)}
    assert {table: count for table, count in seen.items() if count} == {}


def test_no_table_loses_a_row_of_another_region(regions, as_person):
    before = {table: count for table in tables() if (count := marked(table)) and not is_open(table)}
    manager, lost = person(Role.TERRITORY_ADMIN, regions), {}
    for table, count in before.items():
        with transaction.atomic():
            with as_person(manager), transaction.atomic():
                delete(table)
            if (left := marked(table)) != count:
                lost[table] = count - left
            transaction.set_rollback(True)
    assert lost == {}


def test_no_table_lets_a_row_of_another_region_be_changed(regions, as_person):
    before = {table: count for table in tables() if (count := marked(table)) and not is_open(table)}
    manager, changed = person(Role.TERRITORY_ADMIN, regions), {}
    for table in before:
        with as_person(manager):
            if count := touch(table):
                changed[table] = count
    assert len(before) > 15
    assert changed == {}


def test_a_function_beyond_row_security_has_its_reason(db):
    found = rows(
        "SELECT DISTINCT proname FROM pg_proc WHERE prosecdef AND prorettype <> 'trigger'::regtype"
        " AND pronamespace = 'public'::regnamespace"
        " AND has_function_privilege(current_user, oid, 'EXECUTE')"
    )
    assert {name for (name,) in found} == set(BEYOND)


def test_functions_tell_nothing_of_others(regions, as_person):
    other = person(Role.TERRITORY_ADMIN, Territory.objects.get(code="WEST"))
    draft = start_change_set(title="x", reason="x", by=other, at=clock.now())
    with as_person(person(Role.TERRITORY_ADMIN, regions)):
        assert rows("SELECT * FROM townsite_reach(%s, now())", other.pk) == []
        assert rows("SELECT changes_works_on(%s, %s)", draft.pk, other.pk) == [(False,)]
        for call in ("directory_search_extra(%s)", "directory_refresh_extra(%s)"):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows(f"SELECT {call}", [draft.pk])
    with as_person(other):
        assert rows("SELECT changes_works_on(%s, %s)", draft.pk, other.pk) == [(True,)]


def touch(table):
    """How many rows of another region an update that changes nothing gets hold of."""
    [(column,)] = rows(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND attgenerated = '' AND attidentity <> 'a' AND NOT attisdropped ORDER BY attnum LIMIT 1",
        table,
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{table}" t SET "{column}" = "{column}" WHERE t::text LIKE %s',
                [f"%{MARK}%"],
            )
            return cursor.rowcount
    except DatabaseError:
        return 0


def delete(table):
    """Tries to remove everything; a refusal is as good as nothing found."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{table}"')
    except DatabaseError:
        return
