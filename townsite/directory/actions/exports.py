"""Making a file of a view, within the scope of whoever asks."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from townsite.audit.exports import record_export
from townsite.common.actors import Actor
from townsite.common.errors import Unsupported
from townsite.directory.columns import Column
from townsite.directory.criteria import Criteria
from townsite.directory.exporting.formats import FORMATS, Format


def format_named(kind: str) -> Format:
    """The kind of file. Raises Unsupported."""
    if kind not in FORMATS:
        raise Unsupported(f"There is no export “{kind}”. Use one of {', '.join(FORMATS)}.")
    return FORMATS[kind]


@transaction.atomic
def export_sites(
    *,
    path: Path,
    kind: str,
    criteria: Criteria,
    columns: Sequence[Column],
    sort: str,
    by: Actor,
    at: datetime,
) -> int:
    """How many sites were written to the file; who took what is recorded.

    Raises Unsupported for an unknown kind, Invalid for criteria or an order not understood.
    """
    chosen = format_named(kind)
    criteria.require_understood()
    count = chosen.write(path, criteria, columns, sort)
    record_export(
        "sites",
        rows=count,
        form=chosen.name,
        question=criteria.text() or "all sites",
        by=by,
        at=at,
        columns=", ".join(column.name for column in columns),
    )
    return count
