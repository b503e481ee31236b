"""Counts of sites by map cell and territory, so that far-out tiles need not read every site.

Rows are only ever added, by triggers, in the transaction that changes a site: a plus or a minus at
each zoom. So the counts are right at once, and two imports never wait for each other, as they would
if they updated the same few counters. `directory_settle_cells` adds up what has come in since.

All sums can be taken back exactly: whole metres for the mean position, and the exclusive-or of the
ids, which is the id of the one site that is left when the count is 1.
"""

from django.db import migrations

from townsite.access.row_security import READ, enable, of_territory

TABLE = """
CREATE TABLE directory_sitecell (
    zoom smallint NOT NULL, tile_x integer NOT NULL, tile_y integer NOT NULL,
    cell smallint NOT NULL,  -- row by row from the north-west, 32 by 32
    territory_id uuid,
    sites integer NOT NULL, sum_x bigint NOT NULL, sum_y bigint NOT NULL,
    id_high bigint NOT NULL, id_low bigint NOT NULL,
    is_settled boolean NOT NULL DEFAULT false
);
CREATE INDEX sitecell_tile ON directory_sitecell (zoom, tile_x, tile_y);
CREATE INDEX sitecell_unsettled ON directory_sitecell (zoom, tile_x, tile_y) WHERE NOT is_settled;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON directory_sitecell FROM townsite_app;
-- A person's own new sites, which no territory holds yet: their tiles add them to the cells.
CREATE INDEX site_unplaced_by ON sites_site (created_by_id) WHERE territory_id IS NULL;
""" + enable("directory_sitecell", read=of_territory(READ, table="directory_sitecell"))

# EPSG:3857 is a square of 2 * 20037508.342789244 metres; 2^9 tiles a side of 32 cells each.
ADD = """
INSERT INTO directory_sitecell
    (zoom, tile_x, tile_y, cell, territory_id, sites, sum_x, sum_y, id_high, id_low,
     is_settled)
SELECT z, col >> (9 - z) >> 5, row >> (9 - z) >> 5,
       ((row >> (9 - z)) & 31) * 32 + ((col >> (9 - z)) & 31), territory_id,
       sum(sites), sum(sum_x), sum(sum_y), bit_xor(id_high), bit_xor(id_low), {settled}
FROM (
    SELECT least(greatest(floor((x + 20037508.342789244) / 40075016.685578488 * 16384), 0), 16383)::integer AS col,
           least(greatest(floor((20037508.342789244 - y) / 40075016.685578488 * 16384), 0), 16383)::integer AS row,
           territory_id, sum(sign) AS sites,
           sum(sign * round(x)::bigint) AS sum_x, sum(sign * round(y)::bigint) AS sum_y,
           bit_xor(('x' || left(hex, 16))::bit(64)::bigint) AS id_high,
           bit_xor(('x' || right(hex, 16))::bit(64)::bigint) AS id_low
    FROM (SELECT sign, ST_X(geom3857) AS x, ST_Y(geom3857) AS y, territory_id,
                 replace(id::text, '-', '') AS hex
          FROM ({source}) given WHERE geom3857 IS NOT NULL AND status <> 'merged') point
    GROUP BY 1, 2, 3
) finest CROSS JOIN generate_series(0, 9) z
GROUP BY 1, 2, 3, 4, 5
HAVING sum(sites) <> 0 OR sum(sum_x) <> 0 OR sum(sum_y) <> 0
    OR bit_xor(id_high) <> 0 OR bit_xor(id_low) <> 0
ORDER BY 1, 2, 3, 4;
"""


def add(source: str, *, settled: bool = False) -> str:
    return ADD.replace("{source}", source).replace("{settled}", str(settled).lower())


def rows(table: str, sign: int) -> str:
    return f"SELECT {sign} AS sign, s.id, s.geom3857, s.territory_id, s.status FROM {table} s"


# Most updates of a site leave it where it is on the map.
MOVED = """ JOIN {other} o ON o.id = s.id
    WHERE (o.geom3857, o.territory_id, o.status = 'merged')
        IS DISTINCT FROM (s.geom3857, s.territory_id, s.status = 'merged')"""
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
CREATE FUNCTION directory_cells_on_{verb}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$ BEGIN {add(source)} RETURN NULL; END $$;
CREATE TRIGGER directory_cells_on_{verb} AFTER {verb.upper()} ON sites_site
REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION directory_cells_on_{verb}();
"""


EMPTIED = """
CREATE FUNCTION directory_cells_on_truncate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$ BEGIN DELETE FROM directory_sitecell; RETURN NULL; END $$;
CREATE TRIGGER directory_cells_on_truncate AFTER TRUNCATE ON sites_site
FOR EACH STATEMENT EXECUTE FUNCTION directory_cells_on_truncate();
"""
SETTLE = """
CREATE FUNCTION directory_settle_cells() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE settled integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('directory_settle_cells')) THEN RETURN 0; END IF;
    WITH news AS (
        SELECT DISTINCT zoom, tile_x, tile_y, cell, territory_id
        FROM directory_sitecell WHERE NOT is_settled
    ), gone AS (
        DELETE FROM directory_sitecell c USING news n
        WHERE (c.zoom, c.tile_x, c.tile_y, c.cell) = (n.zoom, n.tile_x, n.tile_y, n.cell)
            AND c.territory_id IS NOT DISTINCT FROM n.territory_id
        RETURNING c.*
    )
    INSERT INTO directory_sitecell
    SELECT zoom, tile_x, tile_y, cell, territory_id, sum(sites), sum(sum_x), sum(sum_y),
           bit_xor(id_high), bit_xor(id_low), true
    FROM gone GROUP BY 1, 2, 3, 4, 5 HAVING sum(sites) <> 0
    ORDER BY 1, 2, 3, 4;
    GET DIAGNOSTICS settled = ROW_COUNT;
    RETURN settled;
END $$;
"""
REBUILD = f"""
CREATE FUNCTION directory_rebuild_cells() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    -- Writers wait: a change they made meanwhile would be counted twice or not at all.
    LOCK TABLE sites_site IN SHARE MODE;
    DELETE FROM directory_sitecell;
    {add(rows("sites_site", 1), settled=True)}
END $$;
-- Locks everybody out for as long as it takes: for set-up, not for the app.
REVOKE EXECUTE ON FUNCTION directory_rebuild_cells() FROM PUBLIC;
SELECT directory_rebuild_cells();
"""
UNDO = """
DROP TRIGGER directory_cells_on_insert ON sites_site;
DROP TRIGGER directory_cells_on_update ON sites_site;
DROP TRIGGER directory_cells_on_delete ON sites_site;
DROP TRIGGER directory_cells_on_truncate ON sites_site;
DROP FUNCTION directory_cells_on_truncate();
DROP FUNCTION directory_cells_on_insert(); DROP FUNCTION directory_cells_on_update();
DROP FUNCTION directory_cells_on_delete(); DROP FUNCTION directory_settle_cells();
DROP FUNCTION directory_rebuild_cells(); DROP TABLE directory_sitecell;
DROP INDEX site_unplaced_by;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0004_row_security")]
    operations = [
        migrations.RunSQL(
            TABLE + "".join(trigger(verb) for verb in TRIGGERS) + EMPTIED + SETTLE + REBUILD, UNDO
        )
    ]
