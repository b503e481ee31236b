"""Functions that run past row-level security answer triggers and maintenance, nobody else.

They read the contacts and territories of any site. The app role had them open: in raw SQL it could
ask for the words of a site out of reach. The triggers call them as the tables' owner instead.
"""

from django.db import migrations

INNER = (
    "directory_extra_words(uuid, uuid, ltree)",
    "directory_search_extra(uuid[])",
    "directory_learn(tsvector[])",
)
CLOSE = "".join(
    f"REVOKE EXECUTE ON FUNCTION {each} FROM PUBLIC, townsite_app;\n" for each in INNER
)
OPEN = "".join(f"GRANT EXECUTE ON FUNCTION {each} TO PUBLIC;\n" for each in INNER)
# It tells whether words of the sites were out of date, so only within a reach of everything.
REFRESH = """
CREATE OR REPLACE FUNCTION directory_refresh_extra(site_ids uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE refreshed integer;
BEGIN
    {guard}UPDATE sites_site s SET search_extra = x.search_extra
    FROM directory_search_extra(site_ids) x
    WHERE s.id = x.site_id AND s.search_extra <> x.search_extra;
    GET DIAGNOSTICS refreshed = ROW_COUNT;
    RETURN refreshed;
END $$;
"""
GUARD = """IF pg_trigger_depth() = 0
        AND coalesce(current_setting('townsite.write_all', true), '') <> 'on' THEN
        RAISE insufficient_privilege USING MESSAGE = 'only jobs over all sites refresh their words';
    END IF;
    """
AS_OWNER = "ALTER FUNCTION directory_extra_on_write() SECURITY DEFINER SET search_path = public;"
AS_CALLER = "ALTER FUNCTION directory_extra_on_write() SECURITY INVOKER RESET search_path;"


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_words_between_strokes")]
    operations = [
        migrations.RunSQL(
            AS_OWNER + CLOSE + REFRESH.format(guard=GUARD),
            REFRESH.format(guard="") + OPEN + AS_CALLER,
        )
    ]
