"""Taking in a file."""

import zlib
from datetime import datetime
from itertools import islice

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.imports.column_map import signature
from townsite.imports.guessing import Guess, guessed_columns, guessed_map
from townsite.imports.models import Import, ImportFile
from townsite.imports.queries import packed_file, remembered_map
from townsite.imports.reading.open import open_table, reopened_table
from townsite.imports.reading.table import Table

SAMPLE_ROWS = 200
FAST = 1  # zlib level: tables of text shrink to a fifth at 100 MB/s


@transaction.atomic
def upload(*, content: bytes, file_name: str, by: User, at: datetime, sheet: str = "") -> Import:
    """The new import, its columns mapped as this person last did, or by a guess.

    Raises FileRefused for anything that is no table of sites; nothing is kept then.
    """
    table = open_table(content, sheet=sheet)
    known = remembered_map(by, signature(table.header))
    column_map = known or guessed_map(guesses(table))
    found = Import.objects.create(
        author=by,
        file_name=file_name[:200],
        size_bytes=len(content),
        kind=table.kind,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet[:100],
        sheets=list(table.sheets),
        header=list(table.header),
        row_count=sum(1 for _ in table.rows()),
        signature=signature(table.header),
        column_map=column_map.as_json(),
        is_remembered_map=known is not None,
        created_at=at,
    )
    ImportFile.objects.create(of=found, packed=zlib.compress(content, FAST))
    record_event(EventType.IMPORT_UPLOADED, target=found, by=by, at=at)
    return found


def guesses(table: Table) -> list[Guess]:
    """What each column of the table probably is, from its first rows."""
    return guessed_columns(table.header, [row.cells for row in islice(table.rows(), SAMPLE_ROWS)])


def reopened(import_: Import) -> Table:
    """The table of an import, from the stored file."""
    return reopened_table(zlib.decompress(packed_file(import_)), sheet=import_.sheet)
