import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from setup_steps.errors import SetupError
from setup_steps.project import Project
from setup_steps.services import Services

ROOT = Path(__file__).resolve().parents[2]


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


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells children of their parent's death"
)
def test_a_killed_parent_takes_its_processes_along(project: Project, tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; import sys, time\n"
        "from setup_steps.project import Project\nfrom setup_steps.services import Services\n"
        f"services = Services(Project(Path({str(project.root)!r}), Path({str(project.local)!r})))\n"
        "services.start('sleeper', ['sleep', '60'], {})\n"
        "print(services.running['sleeper'].pid, flush=True)\ntime.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while _lives(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _lives(child)


def _lives(pid: int) -> bool:
    """Nobody may be there to reap it, so that a dead one still has its entry."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
