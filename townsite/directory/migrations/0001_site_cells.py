"""Counts of sites by map cell and territory, so that far-out tiles need not read every site.

A site adds a row at each zoom. All sums can be taken back exactly: whole metres for the mean position, and the exclusive-or of the
ids, which is the id of the one site that is left when the count is 1.
"""

from django.db import migrations

from townsite.access.row_security import READ, enable, of_territory
from townsite.common.tallies import Tally

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
          FROM ({rows}) given WHERE geom3857 IS NOT NULL AND status <> 'merged') point
    GROUP BY 1, 2, 3
) finest CROSS JOIN generate_series(0, 9) z
GROUP BY 1, 2, 3, 4, 5
HAVING sum(sites) <> 0 OR sum(sum_x) <> 0 OR sum(sum_y) <> 0
    OR bit_xor(id_high) <> 0 OR bit_xor(id_low) <> 0
ORDER BY 1, 2, 3, 4;
"""


TALLY = Tally(
    part="directory",
    noun="cells",
    table="directory_sitecell",
    counted="sites_site",
    columns=("id", "geom3857", "territory_id", "status"),
    # Most updates of a site leave it where it is on the map.
    differs="({row}.geom3857, {row}.territory_id, {row}.status = 'merged')",
    keys=("zoom", "tile_x", "tile_y", "cell", "territory_id"),
    nullable=frozenset({"territory_id"}),
    sums={
        "sites": "sum(sites)",
        "sum_x": "sum(sum_x)",
        "sum_y": "sum(sum_y)",
        "id_high": "bit_xor(id_high)",
        "id_low": "bit_xor(id_low)",
    },
    add=ADD,
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0004_row_security")]
    operations = [
        migrations.RunSQL(
            TABLE + TALLY.maintenance() + TALLY.rebuild(),
            "DROP INDEX site_unplaced_by;" + TALLY.undo(),
        )
    ]
