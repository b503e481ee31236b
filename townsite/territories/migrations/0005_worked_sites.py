"""Counts of worked sites by territory and complexity, so that a load needs no look at every site.

Rows are only ever added, by triggers, in the transaction that changes a site: right at once, and no
two writers wait for each other. `territories_settle_worked` adds up what has come in since. By
complexity, because policies say which complexity weighs how much, and policies change.
"""

from django.db import migrations

TABLE = """
CREATE TABLE territories_workedsites (
    territory_id uuid NOT NULL, complexity smallint,
    sites integer NOT NULL, revenue_cents bigint NOT NULL,
    is_settled boolean NOT NULL DEFAULT false
);
CREATE INDEX workedsites_territory ON territories_workedsites (territory_id);
CREATE INDEX workedsites_unsettled ON territories_workedsites (territory_id) WHERE NOT is_settled;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON territories_workedsites FROM townsite_app;
"""
# Pending, active and suspended sites take a manager's time; drafts, closed and merged ones do not.
ADD = """
INSERT INTO territories_workedsites (territory_id, complexity, sites, revenue_cents, is_settled)
SELECT territory_id, complexity, sum(sign), sum(sign * coalesce(annual_revenue_cents, 0)), {settled}
FROM ({source}) given
WHERE territory_id IS NOT NULL AND status IN ('pending', 'active', 'suspended')
GROUP BY 1, 2
HAVING sum(sign) <> 0 OR sum(sign * coalesce(annual_revenue_cents, 0)) <> 0;
"""


def add(source: str, *, settled: bool = False) -> str:
    return ADD.replace("{source}", source).replace("{settled}", str(settled).lower())


def rows(table: str, sign: int) -> str:
    return (
        f"SELECT {sign} AS sign, s.territory_id, s.complexity, s.annual_revenue_cents, s.status"
        f" FROM {table} s"
    )


# Most updates of a site change nothing of this.
MOVED = """ JOIN {other} o ON o.id = s.id
    WHERE (o.territory_id, o.complexity, o.annual_revenue_cents, o.status)
        IS DISTINCT FROM (s.territory_id, s.complexity, s.annual_revenue_cents, s.status)"""
CHANGED = (
    rows("was", -1) + MOVED.format(other="now_is")
    + " UNION ALL " + rows("now_is", 1) + MOVED.format(other="was")
)
TRIGGERS = {
    "insert": ("NEW TABLE AS now_is", rows("now_is", 1)),
    "update": ("OLD TABLE AS was NEW TABLE AS now_is", CHANGED),
    "delete": ("OLD TABLE AS was", rows("was", -1)),
}


def trigger(verb: str) -> str:
    tables, source = TRIGGERS[verb]
    return f"""
CREATE FUNCTION territories_worked_on_{verb}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$ BEGIN {add(source)} RETURN NULL; END $$;
CREATE TRIGGER territories_worked_on_{verb} AFTER {verb.upper()} ON sites_site
REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION territories_worked_on_{verb}();
"""


EMPTIED = """
CREATE FUNCTION territories_worked_on_truncate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$ BEGIN DELETE FROM territories_workedsites; RETURN NULL; END $$;
CREATE TRIGGER territories_worked_on_truncate AFTER TRUNCATE ON sites_site
FOR EACH STATEMENT EXECUTE FUNCTION territories_worked_on_truncate();
"""
SETTLE = """
CREATE FUNCTION territories_settle_worked() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE settled integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('territories_settle_worked')) THEN RETURN 0; END IF;
    WITH news AS (
        SELECT DISTINCT territory_id, complexity FROM territories_workedsites WHERE NOT is_settled
    ), gone AS (
        DELETE FROM territories_workedsites w USING news n
        WHERE w.territory_id = n.territory_id AND w.complexity IS NOT DISTINCT FROM n.complexity
        RETURNING w.*
    )
    INSERT INTO territories_workedsites
    SELECT territory_id, complexity, sum(sites), sum(revenue_cents), true
    FROM gone GROUP BY 1, 2 HAVING sum(sites) <> 0 OR sum(revenue_cents) <> 0;
    GET DIAGNOSTICS settled = ROW_COUNT;
    RETURN settled;
END $$;
"""
FILL = f"DO $$ BEGIN {add(rows('sites_site', 1), settled=True)} END $$;"
UNDO = "".join(
    f"DROP TRIGGER territories_worked_on_{verb} ON sites_site;"
    f" DROP FUNCTION territories_worked_on_{verb}();"
    for verb in (*TRIGGERS, "truncate")
) + "DROP FUNCTION territories_settle_worked(); DROP TABLE territories_workedsites;"


class Migration(migrations.Migration):
    dependencies = [("territories", "0004_placement"), ("sites", "0004_gazetteer_read_only")]
    operations = [
        migrations.RunSQL(
            TABLE + "".join(map(trigger, TRIGGERS)) + EMPTIED + SETTLE + FILL, UNDO
        )
    ]
