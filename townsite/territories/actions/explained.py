"""The explanations that assignments begin with."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db import connection

_CREATE = """
DROP TABLE IF EXISTS pg_temp.assignments_told;
CREATE TEMPORARY TABLE assignments_told (
    site_id uuid PRIMARY KEY, score float8 NOT NULL, breakdown jsonb NOT NULL, versions jsonb NOT NULL
) ON COMMIT DROP;
"""
_COPY = "COPY pg_temp.assignments_told (site_id, score, breakdown, versions) FROM STDIN"


class Explained(NamedTuple):
    """Why a site is assigned, as it is stored: the score of placement (0 to 1), and JSON."""

    site_id: UUID
    score: float
    breakdown: bytes
    versions: bytes


def begin_explained(statement: str, explained: Collection[Explained]) -> str:
    """The INSERT of assignments with its `{told}` and `{join}` filled in, for rows with a `site_id`.

    The explanations are copied beside the portfolio first: as parameters, 10,000 of them took 20 s
    to quote. Told after the INSERT, each would be stored twice, and in the row history again.
    """
    if not explained:
        return statement.format(told="NULL, NULL, NULL", join="")
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        with cursor.copy(_COPY) as copy:
            for each in explained:
                copy.write(_line(each))
    told = "told.score, told.breakdown, told.versions"
    return statement.format(
        told=told, join="LEFT JOIN pg_temp.assignments_told told USING (site_id)"
    )


def _line(each: Explained) -> bytes:
    """As COPY reads it; JSON holds no tab and no line break, only their escapes."""
    texts = b"%s\t%s" % (each.breakdown, each.versions)
    return f"{each.site_id}\t{each.score!r}\t".encode() + texts.replace(b"\\", b"\\\\") + b"\n"
