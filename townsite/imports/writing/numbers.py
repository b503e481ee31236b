"""Free site numbers for new sites without one; no number is ever used again (R-28)."""

from django.db import connection

from townsite.common.errors import Conflict

COUNT = "SELECT count(*) FROM pg_temp.import_new WHERE number IS NULL"
# A portfolio loaded with numbers of its own has taken hundreds of thousands in a row; those that
# follow the counter without a gap are drawn at once, unused.
SKIP = """
WITH counter AS MATERIALIZED (
    SELECT last_value - (NOT is_called)::int AS last FROM sites_site_number_seq
), run AS (
    SELECT n FROM (
        SELECT number::int AS n, row_number() OVER (ORDER BY number::int) AS place
        FROM sites_site WHERE number ~ '^[1-9][0-9]{3,}$'
          AND number::int > (SELECT last FROM counter)) taken
    WHERE n = (SELECT last FROM counter) + place
      AND EXISTS (SELECT 1 FROM sites_site WHERE number = ((SELECT last FROM counter) + 1)::text)
)
SELECT count(nextval('sites_site_number_seq')) FROM run
"""
# Other numbers given by hand or in the file are stepped over, so some draws are lost.
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
        if wanted:
            cursor.execute(SKIP)
        for _ in range(ROUNDS):
            if not wanted:
                return first
            cursor.execute(ALLOT, {"wanted": wanted})
            cursor.execute(COUNT)
            wanted = int(cursor.fetchone()[0])
    raise Conflict(f"No free site numbers were found for {wanted:,} sites. Give them in the file.")
