"""Which staged rows are sites that the portfolio has already."""

from typing import Any

from django.db import connection

from townsite.imports.choices import MatchKey
from townsite.imports.staging.site_record import JOINS, RECORD

CREATE = """
DROP TABLE IF EXISTS pg_temp.import_matched;
CREATE TEMPORARY TABLE import_matched (
    row_number int NOT NULL, site_id uuid NOT NULL, version int NOT NULL,
    before jsonb NOT NULL) ON COMMIT DROP;
"""
INSERT = f"""
INSERT INTO pg_temp.import_matched
SELECT st.row_number, s.id, s.version, {RECORD}
FROM pg_temp.import_staged st {{on}} {JOINS}
"""
BY_CHOICE = "JOIN sites_site s ON st.edits ? '$site' AND s.id = (st.edits ->> '$site')::uuid"
BY_KEY = {
    MatchKey.NUMBER: "JOIN sites_site s ON NOT st.edits ? '$site'"
    " AND s.number = st.values ->> 'number'",
    # Other systems write their keys in either case.
    MatchKey.EXTERNAL_ID: "JOIN sites_externalid x ON NOT st.edits ? '$site'"
    " AND x.system = %(system)s AND lower(x.key) = lower(st.values ->> 'external_id')"
    " JOIN sites_site s ON s.id = x.site_id",
}


def match(*, key: MatchKey, system: str) -> None:
    """Pairs rows with sites, first by a person's choice, then by the key of the import."""
    values: dict[str, Any] = {"system": system}
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        for on in (BY_CHOICE, BY_KEY.get(key)):
            if on:
                cursor.execute(INSERT.format(on=on), values)
        cursor.execute("ANALYZE pg_temp.import_staged (row_number)")
        cursor.execute("ANALYZE pg_temp.import_matched (row_number, site_id)")
