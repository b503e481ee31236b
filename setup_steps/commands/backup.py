"""`bin/backup [FILE]`: saves the database, the uploaded files and the secret key in one file."""

import argparse
import datetime as dt
import subprocess
import tempfile
from pathlib import Path

from setup_steps.archive import pack
from setup_steps.cluster.databases import ADMIN, Databases
from setup_steps.cluster.places import PORT
from setup_steps.cluster.server import Cluster
from setup_steps.cluster.sharing import cluster_in_use
from setup_steps.environment import outside_database
from setup_steps.errors import SetupError
from setup_steps.progress import Progress
from setup_steps.project import Project, this_project
from setup_steps.steps.database import database_name


def main(arguments: list[str]) -> int:
    """Writes the file; people may go on working meanwhile."""
    parser = argparse.ArgumentParser(prog="bin/backup", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="default: .local/backups/<time>.tar")
    given = parser.parse_args(arguments)
    project = this_project()
    refuse_outside()
    target = (given.file or default_file(project)).absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    with cluster_in_use(project), Progress().step("Backup"):
        save(project, target)
    print(f"{target}  {target.stat().st_size / 1e6:,.1f} MB")
    return 0


def refuse_outside() -> None:
    """Raises SetupError with DATABASE_URL set: that server has its own backups."""
    if outside_database():
        raise SetupError(
            "DATABASE_URL is set: save that database with its server's own means (pg_dump -Fc)."
            " After putting it back, run what bin/pg outside-sql prints: dumps lose the marks."
        )


def default_file(project: Project) -> Path:
    now = dt.datetime.now(tz=dt.UTC)
    return project.local / "backups" / f"townsite-{now:%Y%m%d-%H%M%S}.tar"


def save(project: Project, target: Path) -> None:
    """One consistent snapshot of the whole database, past row-level security."""
    cluster = Cluster(project)
    cluster.start()
    if not Databases(cluster).exists(database_name()):
        raise SetupError(f"There is no database {database_name()} to save.")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = Path(folder) / "database.dump"
        command = [cluster.binaries.path("pg_dump"), "-Fc", "-f", str(dump)]
        command += ["-h", str(cluster.socket), "-p", str(PORT), "-U", ADMIN, database_name()]
        answer = subprocess.run(command, check=False, capture_output=True, text=True)
        if answer.returncode:
            raise SetupError(f"pg_dump failed: {answer.stderr.strip()}")
        pack(project, dump, target)
