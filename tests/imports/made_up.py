"""Made-up tables, and an import taken from one step to the next without a worker."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from townsite.accounts.models import User
from townsite.common import clock
from townsite.imports.actions.check import save_map
from townsite.imports.actions.commit import start_commit
from townsite.imports.actions.undo import start_undo
from townsite.imports.actions.upload import upload
from townsite.imports.column_map import ColumnMap
from townsite.imports.models import Import
from townsite.imports.tasks import check, commit, undo
from townsite.jobs.progress import Progress

HEADER = "Site Number,Name,Type,Status,Street,City,State,ZIP,Spaces,Rooms"


def csv_file(*rows: str, header: str = HEADER) -> bytes:
    """The bytes of a table with the given header and lines."""
    return "\n".join([header, *rows, ""]).encode()


def uploaded(content: bytes, by: User, *, name: str = "sites.csv") -> Import:
    return upload(content=content, file_name=name, by=by, at=clock.now())


def checked(content: bytes | Import, by: User, **over: Any) -> Import:
    """The import after its dry run; `over` replaces parts of the guessed column map."""
    found = uploaded(content, by) if isinstance(content, bytes) else content
    column_map = replace(ColumnMap.from_json(found.column_map), **over)
    save_map(import_=found, column_map=column_map, by=by, at=clock.now())
    check(Progress(by=by, at=clock.now()), import_id=str(found.pk))
    found.refresh_from_db()
    return found


def committed(content: bytes | Import, by: User, **over: Any) -> Import:
    """The import after its commit."""
    found = checked(content, by, **over)
    start_commit(import_=found, by=by, at=clock.now())
    commit(Progress(by=by, at=clock.now()), import_id=str(found.pk))
    found.refresh_from_db()
    return found


def undone(found: Import, by: User, reason: str = "wrong file") -> Import:
    """The import after its undo."""
    start_undo(import_=found, reason=reason, by=by, at=clock.now())
    undo(Progress(by=by, at=clock.now()), import_id=str(found.pk), reason=reason)
    found.refresh_from_db()
    return found


def codes(found: Import, row_number: int) -> list[str]:
    """The codes of a row's problems."""
    return [issue["code"] for issue in found.rows.get(row_number=row_number).issues]


def actions(found: Import) -> Sequence[str]:
    """What becomes of each row, in order."""
    return list(found.rows.order_by("row_number").values_list("action", flat=True))
