"""Loading into a table without its secondary indexes, rebuilt afterwards in one go each."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype IN ('f', 'x') ORDER BY contype DESC
"""
INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = %s::regclass AND NOT EXISTS (
    SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
"""
# Row history only: triggers that keep read models, such as map cells, must see the rows.
HISTORY = r"""
SELECT tgname FROM pg_trigger
WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgname LIKE 'pgtrigger\_%%'
"""
# The work of a million rows fits into this much memory for each sort.
# Keys that were written before are checked now: a table with checks to come cannot be altered.
SETTLE = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
FAST = "SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL synchronous_commit = off"


@contextmanager
def bare(cursor: Any, table: str) -> Iterator[None]:
    """A table without foreign keys, exclusion constraints, other indexes and history triggers.

    All come back at the end, checked over the new rows. Row history is not written meanwhile: for
    benchmark rows it would double the load. Needs the table's owner and an empty table.
    """
    cursor.execute(FAST)
    cursor.execute(SETTLE)
    cursor.execute(CONSTRAINTS, [table])
    constraints = cursor.fetchall()
    cursor.execute(INDEXES, [table])
    indexes = cursor.fetchall()
    for name, _ in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    _switch(cursor, table, "DISABLE")
    yield
    _switch(cursor, table, "ENABLE")
    for _, definition in indexes:
        cursor.execute(definition)
    for name, definition in constraints:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    # Foreign keys are DEFERRABLE: settle them now, so that the next ALTER finds nothing pending.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _switch(cursor: Any, table: str, verb: str) -> None:
    cursor.execute(HISTORY, [table])
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} {verb} TRIGGER "{name}"')
