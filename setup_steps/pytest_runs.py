"""Runs pytest and counts what came of it, over several runs."""

import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from setup_steps.checks import TEST_SETTINGS
from setup_steps.environment import environment
from setup_steps.project import Project
from setup_steps.steps.system_packages import find_browser

WORKERS = "2"
INTERRUPT_SECONDS = 30


@dataclass(frozen=True)
class Tally:
    """How many tests passed, failed (errors too) and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    broken: bool = False  # pytest itself ended with an error

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.broken or other.broken,
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run_pytest(project: Project, name: str, arguments: Sequence[str]) -> Tally:
    """The tally of one run, whose output goes straight to the terminal."""
    report = project.local / "logs" / f"{name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = [str(project.python), "-m", "pytest", "-q", f"--junit-xml={report}", *arguments]
    extra = TEST_SETTINGS | {"TOWNSITE_BROWSER": find_browser() or ""}
    with subprocess.Popen(command, cwd=project.root, env=environment(project) | extra) as process:
        try:
            status = process.wait()
        except BaseException as reason:
            _interrupt(process, heard_already=isinstance(reason, KeyboardInterrupt))
            raise
    return tally_of(report, broken=status != 0)


def _interrupt(process: subprocess.Popen[bytes], *, heard_already: bool) -> None:
    """Lets pytest tear its fixtures down: journeys have a web server and a browser running."""
    if not heard_already:  # Ctrl-C reaches pytest too, SIGTERM only us
        process.send_signal(signal.SIGINT)
    try:
        process.wait(INTERRUPT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def tally_of(report: Path, *, broken: bool) -> Tally:
    """The counts in a JUnit report; none where pytest did not get as far as writing it."""
    if not report.exists():
        return Tally(broken=True)
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 - pytest wrote it
    total = Tally(broken=broken)
    for suite in suites:
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        total += Tally(tests - failed - skipped, failed, skipped)
    return total
