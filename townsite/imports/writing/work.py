"""What one commit works on: temporary tables of new and changed sites, and who does it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from townsite.audit.actions import current_origin
from townsite.common.actors import Actor
from townsite.imports.staging.judging import START, type_defaults

NEW = """
-- As in staging: compiling the long statements would take longer than running them.
SET LOCAL jit = off;
-- The index of search takes in new words by the heap: one large heap, taken in at the end, costs
-- half of many small ones.
SET LOCAL gin_pending_list_limit = '64MB';
DROP TABLE IF EXISTS pg_temp.import_new;
CREATE TEMPORARY TABLE import_new (
    row_number int NOT NULL, site_id uuid PRIMARY KEY, number text, values jsonb NOT NULL
) ON COMMIT DROP;
"""
FILL_NEW = """
INSERT INTO pg_temp.import_new
SELECT row_number, site_id, values ->> 'number',
       %(start)s::jsonb || coalesce(
           %(defaults)s::jsonb -> coalesce(values ->> 'facility_type', 'other'), '{}') || values
FROM imports_importrow WHERE of_id = %(import)s AND action = 'create' ORDER BY row_number;
"""
CHANGED = """
DROP TABLE IF EXISTS pg_temp.import_changed;
CREATE TEMPORARY TABLE import_changed (
    row_number int NOT NULL, site_id uuid PRIMARY KEY, version int NOT NULL,
    values jsonb NOT NULL, diff jsonb NOT NULL
) ON COMMIT DROP;
"""
FILL_CHANGED = """
INSERT INTO pg_temp.import_changed
SELECT row_number, site_id, site_version, values, diff
FROM imports_importrow WHERE of_id = %(import)s AND action = 'update' ORDER BY row_number;
"""


@dataclass(frozen=True)
class Work:
    """One commit: whose import, by whom, when, under which job."""

    import_id: UUID
    file_name: str
    system: str
    by: Actor
    at: datetime

    @property
    def values(self) -> dict[str, Any]:
        """The parameters that the statements share."""
        source = current_origin()
        return {
            "import": self.import_id,
            "system": self.system,
            "at": self.at,
            "actor": self.by.pk,
            "actor_label": self.by.actor_label[:200],
            "reason": f"Import of {self.file_name}",
            "request_id": source.request_id,
            "job_id": source.job_id,
            "start": orjson.dumps(START).decode(),
            "defaults": type_defaults(),
        }

    def run(self, *statements: str) -> int:
        """The rows touched by the last of the statements."""
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, self.values)
            return int(cursor.rowcount)

    def reaches_everything(self) -> bool:
        """Whether the present scope may write all sites."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(current_setting('townsite.write_all', true), '') = 'on'"
            )
            return bool(cursor.fetchone()[0])

    def gather(self) -> tuple[int, int]:
        """How many sites are new and how many change, set out in the temporary tables."""
        with connection.cursor() as cursor:
            cursor.execute(NEW)
            cursor.execute(CHANGED)
        new, changed = self.run(FILL_NEW), self.run(FILL_CHANGED)
        with connection.cursor() as cursor:
            # Reading the long values as well takes 0.2 s more; they join nothing.
            cursor.execute("ANALYZE pg_temp.import_new (row_number, site_id, number)")
            cursor.execute("ANALYZE pg_temp.import_changed (row_number, site_id, version)")
        return new, changed
