from pathlib import Path

from setup_steps.checks import CHECKS, Check, run_checks
from setup_steps.commands.test import verdict
from setup_steps.project import Project
from setup_steps.pytest_runs import Tally, tally_of


def test_all_outcomes_come_back_with_their_output(project: Project) -> None:
    good = Check("lint", "good", ("true",))
    bad = Check("lint", "bad", ("sh", "-c", "echo broken; exit 3"))
    outcomes = {one.check.title: one for one in run_checks(project, [good, bad])}
    assert outcomes["good"].passed
    assert not outcomes["bad"].passed
    assert outcomes["bad"].output == "broken\n"


def test_every_promised_check_is_there() -> None:
    assert {check.group for check in CHECKS} == {
        "lint",
        "templates",
        "types",
        "frontend",
        "migrations",
        "unit",
        "journeys",
    }


def test_tally_counts_errors_as_failures(tmp_path: Path) -> None:
    report = tmp_path / "unit.xml"
    report.write_text(
        '<testsuites><testsuite errors="1" failures="2" skipped="3" tests="10"/></testsuites>'
    )
    tally = tally_of(report, broken=True)
    assert str(tally) == "4 passed, 3 failed, 3 skipped"
    assert str(tally + Tally(passed=1)) == "5 passed, 3 failed, 3 skipped"


def test_a_run_without_report_is_broken(tmp_path: Path) -> None:
    assert tally_of(tmp_path / "none.xml", broken=False).broken


def test_the_last_words_praise_nothing_that_failed_or_broke_off():
    assert verdict(Tally(passed=3), 0) == "all checks passed"
    assert verdict(Tally(passed=3, failed=1, broken=True), 0) == "1 tests failed"
    assert verdict(Tally(broken=True), 0) == "pytest ended with an error"
    assert verdict(Tally(), 2) == "2 checks failed"
