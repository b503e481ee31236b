"""`bin/test`: sets up whatever is missing, then runs every check and test.

bin/test                                 everything
bin/test tests/sites/test_actions.py     these tests only; pytest's own options work too
bin/test --only lint --only types        these groups only
"""

import argparse
import time

from setup_steps.checks import BASE_MAP, CHECKS, Outcome, run_checks
from setup_steps.cluster.sharing import cluster_in_use
from setup_steps.progress import WIDTH, Progress
from setup_steps.project import Project, this_project
from setup_steps.pytest_runs import WORKERS, Tally, run_pytest
from setup_steps.services import Stopped, stop_on_signals
from setup_steps.setup import Setup

# Whoever is done takes journeys from the other; each waits for pages while the other computes.
JOURNEYS = ("--dist", "worksteal", "-m", "journey", "tests/journeys")
GROUPS = tuple(dict.fromkeys([*(check.group for check in CHECKS), "unit", "journeys"]))


def main(arguments: list[str]) -> int:
    """0 when everything asked for passed; the last line counts the tests."""
    given, tests = _parser().parse_known_args(arguments)
    project = this_project()
    stop_on_signals()
    began = time.monotonic()
    groups = ["journeys"] if tests else given.only or list(GROUPS)
    try:
        Setup(project).machine(browser="journeys" in groups)
        with cluster_in_use(project):
            Setup(project).for_testing(groups, maps=bool(tests) or BASE_MAP.group not in groups)
            return _run(project, groups, tests, began)
    except Stopped:
        return 143


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bin/test",
        description=__doc__,
        usage="bin/test [--only GROUP] [pytest arguments]",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", action="append", choices=GROUPS, help="may be given repeatedly")
    return parser


def _run(project: Project, groups: list[str], tests: list[str], began: float) -> int:
    if tests:
        tally = run_pytest(project, "chosen", tests)
        return _close(tally, failed_checks=0, began=began)
    chosen = [check for check in CHECKS if check.group in groups]
    failed = sum(not _report(outcome) for outcome in run_checks(project, chosen))
    return _close(_tests(project, groups), failed_checks=failed, began=began)


def _report(outcome: Outcome) -> bool:
    mark = "✓" if outcome.passed else "✗"
    print(f"{mark} {outcome.check.title:<{WIDTH}}{outcome.seconds:7.1f} s", flush=True)
    if not outcome.passed:
        print(outcome.output.rstrip() + "\n", flush=True)
    return outcome.passed


def _tests(project: Project, groups: list[str]) -> Tally:
    """Unit tests, then journeys, on both cores; each half of the journeys has a portal of its own."""
    tally = Tally()
    if "unit" in groups:
        with Progress().step("Tests"):
            tally += run_pytest(project, "unit", ["-n", WORKERS, "-m", "not journey"])
    if "journeys" in groups and any(project.root.glob("tests/journeys/test_*.py")):
        with Progress().step("Browser journeys"):
            tally += run_pytest(project, "journeys", ["-n", WORKERS, *JOURNEYS])
    return tally


def _close(tally: Tally, *, failed_checks: int, began: float) -> int:
    seconds = time.monotonic() - began
    print(f"\n{verdict(tally, failed_checks)}, {seconds:.0f} s in all", flush=True)
    if tally != Tally():
        print(tally, flush=True)
    return 1 if failed_checks or tally.failed or tally.broken else 0


def verdict(tally: Tally, failed_checks: int) -> str:
    """The last words of a run; a pytest that broke off has proven nothing."""
    if failed_checks:
        return f"{failed_checks} checks failed"
    if tally.failed:
        return f"{tally.failed} tests failed"
    return "pytest ended with an error" if tally.broken else "all checks passed"
