"""Finds a PostgreSQL server that has PostGIS."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from setup_steps.errors import SetupError

OLDEST = 15
PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Fedora, RHEL
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True)
class Binaries:
    """The programs of one PostgreSQL version."""

    folder: Path
    major: int

    def path(self, program: str) -> str:
        return str(self.folder / program)


def find_binaries(wanted: int | None = None) -> Binaries | None:
    """The newest PostgreSQL with PostGIS, or the one of the wanted major version; else None."""
    fitting = [
        one for one in _installed() if one.major >= OLDEST and (not wanted or one.major == wanted)
    ]
    return max(fitting, key=lambda one: one.major, default=None)


def binaries_for(data: Path) -> Binaries:
    """The programs that fit an existing data folder, or the newest for a new one.

    Raises SetupError naming the version that is missing.
    """
    version = data / "PG_VERSION"
    wanted = int(version.read_text()) if version.exists() else None
    found = find_binaries(wanted)
    if found:
        return found
    needed = f"PostgreSQL {wanted}" if wanted else f"PostgreSQL {OLDEST} or later"
    raise SetupError(
        f"{needed} with PostGIS was not found (data folder {data})."
        " Maybe install it (bin/run does on Debian), or set PG_BIN to the folder of its programs."
    )


def _installed() -> Iterator[Binaries]:
    for folder in _folders():
        server = folder / "postgres"
        major = _major_version(folder)
        if server.exists() and major and _has_postgis(server.resolve().parent, major):
            yield Binaries(folder, major)


def _folders() -> Iterator[Path]:
    given, on_path = os.environ.get("PG_BIN"), shutil.which("postgres")
    if given:
        yield Path(given)
        return
    for place in PLACES:
        yield from Path("/").glob(place.removeprefix("/"))
    if on_path:
        yield Path(on_path).resolve().parent


def _major_version(folder: Path) -> int | None:
    by_name = re.search(r"(?:postgresql[/@]|pgsql-|Versions/)(\d+)", str(folder))
    if by_name:
        return int(by_name[1])
    answer = os.popen(f"'{folder}/postgres' --version 2>/dev/null").read()  # noqa: S605 - a path of ours
    by_answer = re.search(r"\) (\d+)", answer)
    return int(by_answer[1]) if by_answer else None


def _has_postgis(folder: Path, major: int) -> bool:
    prefix = folder.parent
    places = (
        prefix / "share/extension",
        prefix / "share/postgresql/extension",
        prefix / f"share/postgresql@{major}/extension",
        Path(f"/usr/share/postgresql/{major}/extension"),
        prefix.parent.parent / f"share/postgresql@{major}/extension",
    )
    return any((place / "postgis.control").exists() for place in places)
