"""`bin/bench [NAME ...]`: measures Townsite on a large made-up portfolio of its own."""

import argparse
import os
import subprocess

from setup_steps.cluster.databases import Databases
from setup_steps.cluster.server import Cluster
from setup_steps.cluster.sharing import cluster_in_use
from setup_steps.environment import environment, outside_database
from setup_steps.errors import SetupError
from setup_steps.programs import manage
from setup_steps.progress import Progress
from setup_steps.project import Project, this_project
from setup_steps.services import Stopped, stop_on_signals
from setup_steps.setup import Setup

SIZE = 1_000_000
SEED = "1"
# benchmarks/imports.py: a million sites would leave no site number for new ones.
IMPORT_SIZE = 500_000
WITHOUT_SITES = {"districting", "plans"}  # engines alone: they ask for no portfolio


def main(arguments: list[str]) -> int:
    """0 when every limit is kept; what a million sites gave goes to docs/benchmarks.md."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="default: every module of benchmarks/")
    parser.add_argument("--size", type=int, default=SIZE, help="sites; default: %(default)s")
    parser.add_argument(
        "--instances", nargs="*", help="of districting: cpmp, territory/2DU60-05-1 …"
    )
    parser.add_argument("--seconds", type=float, help="of districting, for each instance")
    given = parser.parse_args(arguments)
    _choose(given.instances, given.seconds)
    if outside_database():
        raise SetupError("DATABASE_URL is set, but benchmarks run on the private cluster only.")
    project = this_project()
    stop_on_signals()
    try:
        with cluster_in_use(project):
            Setup(project).for_measuring()
            for size in _sizes(given.names, given.size):
                fill(project, size)
            return _measure(project, given.names, given.size)
    except Stopped:
        return 143


def _choose(instances: list[str] | None, seconds: float | None) -> None:
    """What benchmarks/districting.py reads."""
    if instances:
        os.environ["TOWNSITE_BENCH_INSTANCES"] = " ".join(instances)
    if seconds:
        os.environ["TOWNSITE_BENCH_SECONDS"] = str(seconds)


def _sizes(names: list[str], size: int) -> list[int]:
    """The portfolios needed, that of the other benchmarks last; imports add to a smaller one."""
    if names and set(names) <= WITHOUT_SITES:
        return []
    return (
        [IMPORT_SIZE, size] if size > IMPORT_SIZE and (not names or "imports" in names) else [size]
    )


def fill(project: Project, size: int) -> None:
    """The database of a portfolio, with today's schema, from now on in use; made once."""
    name = os.environ["TOWNSITE_DB"] = f"townsite_bench_{size}"
    databases = Databases(Cluster(project))
    databases.prepare(name)
    manage(project, "migrate", "--database", "owner")
    manage(project, "load_gazetteer")
    if databases.sql("SELECT count(*) FROM sites_site", database=name) == str(size):
        return
    with Progress().step(f"Portfolio of {size:,} sites"):
        manage(project, "make_portfolio", str(size), "--seed", SEED)
        databases.sql("VACUUM ANALYZE", database=name)


def _measure(project: Project, names: list[str], size: int) -> int:
    words = [str(project.python), "-m", "benchmarks", *names, "--size", str(size)]
    # Smaller portfolios and single instances are for trying out.
    is_whole = size == SIZE and "TOWNSITE_BENCH_INSTANCES" not in os.environ
    words += ["--write"] if is_whole else []
    return subprocess.run(words, check=False, cwd=project.root, env=environment(project)).returncode
