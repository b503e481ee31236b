"""`bin/restore FILE`: puts a backup in the place of the present database and uploads."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from setup_steps.archive import KEPT, unpack
from setup_steps.cluster.databases import ADMIN, Databases, quoted
from setup_steps.cluster.places import PORT
from setup_steps.cluster.server import Cluster
from setup_steps.cluster.sharing import cluster_in_use
from setup_steps.commands.backup import refuse_outside
from setup_steps.errors import SetupError
from setup_steps.progress import Progress
from setup_steps.project import Project, this_project
from setup_steps.steps.database import database_name


def main(arguments: list[str]) -> int:
    """Restores beside the present database and swaps at the end: a failure changes nothing."""
    parser = argparse.ArgumentParser(prog="bin/restore", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    given = parser.parse_args(arguments)
    refuse_outside()
    question = "This replaces the present database and uploads. Type yes: "
    if not given.yes and (not sys.stdin.isatty() or input(question) != "yes"):
        print("Nothing changed. With --yes it does not ask.")
        return 1
    project = this_project()
    with cluster_in_use(project), Progress().step("Restore"):
        restore(project, given.file)
    return 0


def restore(project: Project, source: Path) -> None:
    """The backup's state, with the planner marks that no dump carries set again."""
    cluster = Cluster(project)
    cluster.start()
    project.local.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=project.local) as folder:
        dump = unpack(source, Path(folder))
        _load(cluster, dump)
        _swap_files(project, Path(folder))
    _swap_databases(Databases(cluster))


def _beside() -> str:
    return f"{database_name()}_restoring"


def _load(cluster: Cluster, dump: Path) -> None:
    databases = Databases(cluster)
    databases.sql(f"DROP DATABASE IF EXISTS {quoted(_beside())} WITH (FORCE)")
    databases.prepare(_beside())
    command = [cluster.binaries.path("pg_restore"), "--exit-on-error", "-j", str(os.cpu_count())]
    command += ["-h", str(cluster.socket), "-p", str(PORT), "-U", ADMIN, "-d", _beside()]
    answer = subprocess.run([*command, str(dump)], check=False, capture_output=True, text=True)
    if answer.returncode:
        databases.sql(f"DROP DATABASE {quoted(_beside())} WITH (FORCE)")
        raise SetupError(f"pg_restore failed; nothing was changed: {answer.stderr.strip()}")
    databases.prepare(_beside())  # again, for the marks
    databases.sql("ANALYZE", database=_beside())  # dumps carry no statistics either


def _swap_files(project: Project, folder: Path) -> None:
    for name in KEPT:
        if not (folder / name).exists():
            continue
        present = project.local / name
        if present.is_dir():
            shutil.rmtree(present)
        shutil.move(folder / name, present)


def _swap_databases(databases: Databases) -> None:
    name = database_name()
    databases.sql(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")
    databases.sql(f"ALTER DATABASE {quoted(_beside())} RENAME TO {quoted(name)}")
