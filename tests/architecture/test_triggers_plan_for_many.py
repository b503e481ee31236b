"""Triggers that compare rows as they were and as they are serve one row as well as thousands."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

# Those that look for sites by other tables' rows need the loops: they touch few rows in many.
COMPARING = """
SELECT t.tgrelid::regclass::text, p.proname, coalesce(p.proconfig::text, '')
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgoldtable IS NOT NULL AND t.tgnewtable IS NOT NULL
  AND (t.tgrelid = 'sites_site'::regclass OR p.proname LIKE 'pgtrigger\\_%')
"""


def test_no_such_trigger_keeps_a_plan_made_for_one_row():
    with connection.cursor() as cursor:
        cursor.execute(COMPARING)
        found = cursor.fetchall()
    assert {name for table, name, _ in found if table == "sites_site"} >= {
        "directory_learn_on_update",
        "directory_cells_on_update",
        "directory_tally_on_update",
        "territories_worked_on_update",
    }
    assert len([name for _, name, _ in found if name.startswith("pgtrigger_")]) > 10
    assert not [(table, name) for table, name, how in found if "enable_nestloop=off" not in how]
