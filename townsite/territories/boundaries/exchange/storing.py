"""Uploaded files of boundaries, kept between the dry run and the saving."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings

from townsite.common.errors import NotFound

FOLDER = settings.LOCAL / "boundary_files"
# A draft keeps shapes, not files: after a day nobody is between the dry run and the proposal.
KEPT = timedelta(days=1)


def store(content: bytes) -> str:
    """The name under which the file is found again; nobody can guess it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = uuid4().hex
    (FOLDER / name).write_bytes(content)
    return name


def stored(name: str) -> bytes:
    """The content of a stored file. Raises NotFound."""
    try:
        return (FOLDER / UUID(name).hex).read_bytes()
    except (ValueError, OSError) as error:
        raise NotFound("The uploaded file is no longer there. Choose it again.") from error


def sweep(*, at: datetime) -> int:
    """How many files were removed because they were uploaded longer ago than they are kept."""
    if not FOLDER.exists():
        return 0
    old = [
        file
        for file in FOLDER.iterdir()
        if datetime.fromtimestamp(file.stat().st_mtime, UTC) < at - KEPT
    ]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
