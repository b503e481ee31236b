import os
import time

import pytest

from setup_steps.errors import SetupError
from setup_steps.project import Project
from setup_steps.services import Services


def test_everything_started_is_stopped(project: Project) -> None:
    services = Services(project)
    services.start("sleeper", ["sleep", "60"], {})
    pid = services.running["sleeper"].pid
    services.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_that_ends_is_reported_with_its_last_words(project: Project) -> None:
    services = Services(project)
    services.start("web server", ["sh", "-c", "echo port is taken; exit 4"], {})
    with pytest.raises(SetupError, match=r"web server ended with status 4:\nport is taken"):
        services.watch()


def test_the_log_of_the_run_before_is_kept(project: Project) -> None:
    for word in ("first", "second"):
        services = Services(project)
        services.start("worker", ["echo", word], {})
        services.running["worker"].wait()
    assert services.log_of("worker").read_text() == "second\n"
    assert services.log_of("worker.before").read_text() == "first\n"


def test_waiting_ends_with_the_process(project: Project) -> None:
    services = Services(project)
    services.start("web server", ["false"], {})
    start = time.monotonic()
    with pytest.raises(SetupError, match="ended with status 1"):
        services.wait_until_answers("http://127.0.0.1:9/")
    assert time.monotonic() - start < 10
