"""Progress tells how far a job is, seldom enough, and hears that it should stop."""

import pytest

from townsite.common import clock
from townsite.common.actors import System
from townsite.jobs.errors import JobCancelled, WorkerStopping
from townsite.jobs.progress import Progress


def progress(**more):
    return Progress(System("test"), clock.now(), **more)


def test_progress_without_a_sink_counts_for_itself():
    own = progress()
    own.expect(10, "Reading")
    own.advance(3)
    own.raise_if_cancelled()
    assert (own.report.done, own.report.total, own.report.message) == (3, 10, "Reading")


def test_a_thousand_steps_are_written_a_few_times_only():
    written = []
    own = progress(sink=lambda report: bool(written.append(report.done)))
    own.expect(1_000)
    for _ in range(1_000):
        own.advance()
    assert 1 <= len(written) <= 10


def test_a_cancelled_job_stops_at_its_next_step():
    own = progress(sink=lambda _report: True)
    own.expect(5)
    with pytest.raises(JobCancelled):
        own.raise_if_cancelled()


def test_a_job_of_a_stopping_worker_stops_at_its_next_step():
    with pytest.raises(WorkerStopping):
        progress(is_worker_stopping=lambda: True).raise_if_cancelled()


def test_a_long_message_is_cut_to_what_the_row_holds():
    own = progress()
    own.advance(1, "x" * 900)
    assert len(own.report.message) == 500
