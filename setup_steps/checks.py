"""The checks beside the tests, and what tests start from: their names and how they are run."""

import subprocess
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from setup_steps.environment import environment
from setup_steps.project import Project

TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "townsite.config.settings.test"}
AT_ONCE = 2


@dataclass(frozen=True)
class Check:
    """One check; `group` is the word by which `bin/test --only` chooses it."""

    group: str
    title: str
    command: tuple[str, ...]
    folder: str = "."


@dataclass(frozen=True)
class Outcome:
    check: Check
    passed: bool
    seconds: float
    output: str


# What tests start from is made here too, as it needs one core each, and the tests afterwards all
# there are. The longest come first, so that two at a time end together.
BASE_MAP = Check("unit", "base map", ("python", "-m", "setup_steps.base_map"))
CHECKS = (
    Check("types", "mypy", ("mypy",)),
    Check("unit", "test database", ("python", "-m", "tests.database")),
    BASE_MAP,
    Check("lint", "ruff check", ("ruff", "check", "--quiet", ".")),
    Check("lint", "ruff format", ("ruff", "format", "--check", "--quiet", ".")),
    Check("lint", "import-linter", ("lint-imports",)),
    Check("templates", "djlint", ("djlint", "townsite", "--lint", "--quiet")),
    Check("frontend", "tsc", ("npm", "run", "--silent", "check"), "frontend"),
    Check("frontend", "front-end tests", ("npm", "run", "--silent", "test"), "frontend"),
    Check(
        "migrations",
        "migration check",
        ("python", "manage.py", "makemigrations", "--check", "--dry-run"),
    ),
    Check("journeys", "demo database", ("python", "-m", "tests.journeys.demo_database")),
)


def run_checks(project: Project, checks: Iterable[Check]) -> Iterator[Outcome]:
    """The outcomes in the order in which they finish, two checks at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        pending: list[Future[Outcome]] = [pool.submit(run_check, project, one) for one in checks]
        for done in as_completed(pending):
            yield done.result()


def run_check(project: Project, check: Check) -> Outcome:
    """The outcome of one check, its output kept for the case that it failed."""
    start = time.monotonic()
    program = project.venv / "bin" / check.command[0]
    words = [str(program) if program.exists() else check.command[0], *check.command[1:]]
    answer = subprocess.run(
        words,
        check=False,
        cwd=project.root / Path(check.folder),
        env=environment(project) | TEST_SETTINGS,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    seconds = time.monotonic() - start
    return Outcome(check, answer.returncode == 0, seconds, answer.stdout)
