"""What only the system's package manager can bring: PostgreSQL with PostGIS, venv, a browser."""

import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from pathlib import Path

from setup_steps.cluster.binaries import find_binaries
from setup_steps.environment import outside_database
from setup_steps.errors import SetupError

# Without this line, Debian makes and starts a system cluster that nobody asked for.
NO_SYSTEM_CLUSTER = (
    "mkdir -p /etc/postgresql-common/createcluster.d"
    " && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/townsite.conf"
)
HOMEBREW = "brew install postgresql@17 postgis gdal"


def missing_packages(*, browser: bool) -> list[str]:
    """Names of the Debian packages whose work nothing on this machine does."""
    return list(_missing(browser=browser))


def _missing(*, browser: bool) -> Iterator[str]:
    if find_binaries() is None and not outside_database():
        yield "postgresql-postgis"  # with the distribution's PostgreSQL, GDAL, GEOS and PROJ
    elif not find_library("gdal"):
        yield "libgdal-dev" if outside_database() else "postgresql-postgis"
    if importlib.util.find_spec("ensurepip") is None:
        yield "python3-venv"
    if browser and not find_browser():
        yield "chromium"
    if browser and platform.system() == "Linux" and not shutil.which("ogrinfo"):
        yield "gdal-bin"  # reads the OGC API as a desktop GIS does
    if browser and platform.system() == "Linux" and not find_library("atomic"):
        yield "libatomic1"  # Playwright's driver; bare Debian is without it


def find_browser() -> str | None:
    """The Chromium that the browser journeys drive."""
    names = ("chromium", "chromium-browser", "google-chrome")
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    found = (path for path in map(shutil.which, names) if path)
    return next(found, str(mac) if mac.exists() else None)


def install(packages: list[str]) -> None:
    """Installs Debian packages; raises SetupError with the exact line where it may not."""
    if platform.system() == "Darwin":
        raise SetupError(f"Missing on this Mac: PostgreSQL with PostGIS. Install it: {HOMEBREW}")
    if not shutil.which("apt-get"):
        raise SetupError(
            f"This machine lacks what Debian calls {', '.join(packages)}."
            " Install PostgreSQL 15 or later with PostGIS 3.3 or later, and start again."
        )
    lines = apt_lines(packages)
    prefix = privileges()
    if prefix is None:
        asked = "\n".join(f"  sudo sh -c {shlex.quote(line)}" for line in lines)
        raise SetupError(
            f"Packages are missing and this account may not install them. Run:\n{asked}"
        )
    for line in lines:
        _apt(prefix, line)


def apt_lines(packages: list[str]) -> list[str]:
    """The shell lines that install the packages and nothing beside them."""
    flags = (
        "-y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold"
    )
    installing = f"DEBIAN_FRONTEND=noninteractive apt-get install {flags} {' '.join(packages)}"
    before = [NO_SYSTEM_CLUSTER] if "postgresql-postgis" in packages else []
    return [*before, "apt-get update", installing]


def privileges() -> list[str] | None:
    """The words before a command that make it run as root, or None where that cannot be."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if not sudo:
        return None
    if sys.stdin.isatty():
        return [sudo]
    asks = subprocess.run([sudo, "-n", "true"], check=False, capture_output=True)
    return None if asks.returncode else [sudo, "-n"]


def _apt(prefix: list[str], line: str) -> None:
    command = [*prefix, "sh", "-c", line]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    if answer.returncode:
        tail = "\n".join((answer.stdout + answer.stderr).splitlines()[-10:])
        raise SetupError(f"{line!r} failed:\n{tail}")
