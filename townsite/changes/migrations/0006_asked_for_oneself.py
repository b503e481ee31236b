"""Whether somebody works on a change set is told to that person, and to jobs; to no one else.

The function runs past row-level security. In raw SQL the app role could ask it for any pair of keys,
and so learn whether a change set out of reach exists and whose it is.
"""

from importlib import import_module

from django.db import migrations

FORMER = str(import_module("townsite.changes.migrations.0005_who_takes_part").FUNCTION)
BEGIN = "CREATE FUNCTION changes_works_on"
END = "CREATE FUNCTION changes_is_delegate"
OPEN = FORMER[FORMER.index(BEGIN) : FORMER.index(END)].replace("CREATE", "CREATE OR REPLACE", 1)
ASKED = "    SELECT EXISTS ("
GUARD = """    SELECT (nullif(current_setting('townsite.user', true), '')::uuid = person
            OR coalesce(current_setting('townsite.write_all', true), '') = 'on') AND (EXISTS ("""
GUARDED = OPEN.replace(ASKED, GUARD, 1).replace("'author')", "'author'))")


class Migration(migrations.Migration):
    dependencies = [("changes", "0005_who_takes_part")]
    operations = [migrations.RunSQL(GUARDED, OPEN)]
