"""A backup file: a tar with the database's dump, the uploads and the secret key."""

import tarfile
from pathlib import Path

from setup_steps.errors import SetupError
from setup_steps.project import Project

DUMP = "database.dump"
KEPT = ("media", "secret_key")


def pack(project: Project, dump: Path, target: Path) -> None:
    """Writes the file under another name first, so that a broken one never looks whole."""
    unfinished = target.with_name(target.name + ".part")
    with tarfile.open(unfinished, "w") as tar:
        tar.add(dump, DUMP)
        for name in KEPT:
            if (project.local / name).exists():
                tar.add(project.local / name, name)
    unfinished.chmod(0o600)
    unfinished.replace(target)


def unpack(source: Path, folder: Path) -> Path:
    """The dump, unpacked with the rest into the folder; raises SetupError for another file."""
    try:
        with tarfile.open(source) as tar:
            tar.extractall(folder, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise SetupError(f"{source} cannot be read as a backup: {error}") from error
    if not (folder / DUMP).exists():
        raise SetupError(f"{source} holds no {DUMP}. Maybe it is another archive.")
    return folder / DUMP
