"""Checked rows into a temporary table by COPY, which tables under row security refuse."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import orjson
from django.db import connection

from townsite.imports.checking import Checked

# Temporary tables write no log; the one permanent write comes when everything is known.
CREATE = """
-- Compiling the long statements of the comparison takes 4 s, running them 0.1 s (measured).
SET LOCAL jit = off;
DROP TABLE IF EXISTS pg_temp.import_staged;
CREATE TEMPORARY TABLE import_staged (
    row_number int NOT NULL, raw jsonb NOT NULL, edits jsonb NOT NULL,
    values jsonb NOT NULL, issues jsonb NOT NULL) ON COMMIT DROP;
"""
COPY = "COPY pg_temp.import_staged (row_number, raw, edits, values, issues) FROM STDIN"


class Staged(NamedTuple):
    """One row on its way: its number, its cells, what people changed, and what it comes to."""

    number: int
    cells: tuple[str, ...]
    edits: Mapping[str, Any]
    checked: Checked


def begin_staging() -> None:
    """An empty temporary table, gone again with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(CREATE)


def stage(rows: Iterable[Staged]) -> None:
    """Adds the rows to the temporary table."""
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.write(b"".join(map(_line, rows)))


def _line(row: Staged) -> bytes:
    """As COPY reads it; JSON holds no tab and no line break, only their escapes."""
    parts = (row.cells, row.edits, row.checked.values, row.checked.issues)
    texts = b"\t".join(map(orjson.dumps, parts))
    return b"%d\t%s\n" % (row.number, texts.replace(b"\\", b"\\\\"))
