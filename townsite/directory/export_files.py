"""Where the files of export jobs lie, and for how long."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

EXPORT = "directory.export"


def exports_folder() -> Path:
    """The folder of all export files; only jobs write there."""
    return Path(settings.LOCAL) / "exports"


def new_export_file(name: str) -> Path:
    """The file to write for an export job named by an id."""
    folder = exports_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder / UUID(name).hex


def export_file(result: Mapping[str, Any] | None) -> Path | None:
    """The file that a job's result names, while it is kept."""
    if not result or "file" not in result:
        return None
    path = exports_folder() / UUID(result["file"]).hex
    return path if path.exists() else None


def remove_old_exports(*, at: datetime, days: float) -> int:
    """How many files were removed because they are older than that many days."""
    folder, oldest = exports_folder(), (at - timedelta(days=days)).timestamp()
    old = [file for file in folder.glob("*") if file.stat().st_mtime < oldest]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
