"""The reach of a person is told to that person, and to whoever reaches everything; to no one else.

The function runs past row-level security, because a person's territories are not in scope before
their reach is known. Without this guard raw SQL under one scope could read the grants of others.
"""

from importlib import import_module

from django.db import migrations

REACH = str(import_module("townsite.access.migrations.0007_reach_at_the_door").REACH)
OPEN = REACH.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
HELD = "WHERE g.user_id = person AND"
GUARD = """WHERE (nullif(current_setting('townsite.user', true), '')::uuid = person
           OR coalesce(current_setting('townsite.read_all', true), '') = 'on')
      AND g.user_id = person AND"""


class Migration(migrations.Migration):
    dependencies = [("access", "0008_placement_security")]
    operations = [migrations.RunSQL(OPEN.replace(HELD, GUARD), OPEN)]
