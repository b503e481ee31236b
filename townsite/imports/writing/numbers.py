"""Free site numbers for new sites without one; no number is ever used again (R-28)."""

from django.db import connection

from townsite.common.errors import Conflict

COUNT = "SELECT count(*) FROM pg_temp.import_new WHERE number IS NULL"
# Numbers given by hand or in the file are stepped over, so some draws are lost.
ALLOT = """
WITH drawn AS MATERIALIZED (
    SELECT lpad(n::text, greatest(4, length(n::text)), '0') AS number
    FROM (SELECT nextval('sites_site_number_seq') AS n FROM generate_series(1, %(wanted)s)) d
), free AS (
    SELECT number, row_number() OVER (ORDER BY length(number), number) AS place FROM drawn
    WHERE NOT EXISTS (SELECT 1 FROM sites_site s WHERE s.number = drawn.number)
      AND NOT EXISTS (SELECT 1 FROM pg_temp.import_new n WHERE n.number = drawn.number)
), wanting AS (
    SELECT site_id, row_number() OVER (ORDER BY row_number) AS place
    FROM pg_temp.import_new WHERE number IS NULL
)
UPDATE pg_temp.import_new n SET number = free.number
FROM wanting JOIN free USING (place) WHERE n.site_id = wanting.site_id
"""
ROUNDS = 20


def allot_numbers() -> int:
    """How many new sites got the next free number. Raises Conflict when numbers run out."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        first = wanted = int(cursor.fetchone()[0])
        for _ in range(ROUNDS):
            if not wanted:
                return first
            cursor.execute(ALLOT, {"wanted": wanted})
            cursor.execute(COUNT)
            wanted = int(cursor.fetchone()[0])
    raise Conflict(f"No free site numbers were found for {wanted:,} sites. Give them in the file.")
