"""Lets an import take the words of its new sites into the index of search at once.

Only a table's owner may. Without it the next person who saves a site would do it for them.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION townsite_settle_search() RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = public AS $$ SELECT gin_clean_pending_list('site_search'::regclass) $$;
"""
UNDO = "DROP FUNCTION townsite_settle_search();"


class Migration(migrations.Migration):
    dependencies = [("imports", "0005_fewer_indexes"), ("sites", "0009_fewer_indexes")]
    operations = [migrations.RunSQL(SQL, UNDO)]
