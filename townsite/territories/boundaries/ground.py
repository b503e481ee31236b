"""Which territory's ground each site lies on, for the whole portfolio at once."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from townsite.territories.models import MAIN_HIERARCHY_ID

# A point on a common border lies in both: the first by code has it. Boundaries in force are read
# once: how many they are cannot be estimated, and each looked up for each other costs more than the
# sites. Each whole shape is prepared once for all its points. `&&` is written out: under a policy
# the index is used for it alone.
_STRAYS = """
WITH held AS MATERIALIZED (
    SELECT t.id, t.code, t.path, t.status, t.membership, t.hierarchy_id, b.geometry AS shape
    FROM territories_boundary b JOIN territories_territory t ON t.id = b.territory_id
    WHERE b.valid_during @> %(at)s::timestamptz
), shapes AS MATERIALIZED (
    SELECT id, code, shape FROM held p
    WHERE status = 'active' AND membership = 'boundary' AND hierarchy_id = %(hierarchy)s
      AND NOT EXISTS (
          SELECT 1 FROM held i
          WHERE i.path <@ p.path AND i.id <> p.id AND i.status <> 'inactive')
), lying AS (
    SELECT DISTINCT ON (s.id) s.id, s.number, s.territory_id, p.code, p.id AS here
    FROM shapes p JOIN sites_site s ON s.location && p.shape AND ST_Intersects(p.shape, s.location)
    WHERE s.status <> 'merged' AND s.territory_id IS DISTINCT FROM p.id
    ORDER BY s.id, p.code
)
SELECT l.number, own.code, l.code FROM lying l
LEFT JOIN territories_territory own ON own.id = l.territory_id
WHERE own.id IS NULL OR own.membership = 'boundary'
"""


class Stray(NamedTuple):
    """A site on the ground of another territory than its own; `own` is None without one."""

    number: str
    own: str | None
    ground: str


def strays_at(at: datetime, *, hierarchy_id: UUID = MAIN_HIERARCHY_ID) -> list[Stray]:
    """The sites that by boundary would belong elsewhere, in one statement.

    Territories whose members are a list or follow a rule neither gain nor lose.
    """
    values: dict[str, Any] = {"at": at, "hierarchy": hierarchy_id}
    with connection.cursor() as cursor:
        cursor.execute(_STRAYS, values)
        return [Stray(*row) for row in cursor.fetchall()]
