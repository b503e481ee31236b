"""Raw SQL as the app role: every table shows and removes only what the person reaches."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.access.matrix.world import MARK, person, region
from townsite.access.choices import Role
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


def delete(table):
    """Tries to remove everything; a refusal is as good as nothing found."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{table}"')
    except DatabaseError:
        return
