"""The processes of `bin/run`: started together, stopped together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from setup_steps.environment import environment
from setup_steps.errors import SetupError
from setup_steps.project import Project

STOP_SECONDS = 15
LAST_LINES = 25
START_SECONDS = 60
DEATH_SIGNAL_OPTION = 1  # PR_SET_PDEATHSIG of prctl(2)


class Stopped(Exception):  # noqa: N818 - not an error: somebody asked for it
    """SIGTERM or SIGHUP arrived."""


def stop_on_signals() -> None:
    """From here on SIGTERM and SIGHUP end the program as Ctrl-C does, unless nohup ignores one."""

    def stop(number: int, _: FrameType | None) -> None:
        raise Stopped(signal.Signals(number).name)

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)


@dataclass
class Services:
    """Child processes that live no longer than this one."""

    project: Project
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str], extra: dict[str, str]) -> None:
        """Starts a process in a group of its own, so that only we pass signals on to it.

        What it says goes to a log file; that of the run before is kept beside it.
        """
        log = self.log_of(name)
        if log.exists():
            log.replace(log.with_suffix(".before.log"))
        with log.open("wb") as out:
            self.running[name] = subprocess.Popen(
                command,
                cwd=self.project.root,
                env=environment(self.project) | extra,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - this program has no threads
            )

    def log_of(self, name: str) -> Path:
        """Where a process writes; the folder is made here."""
        folder = self.project.local / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name.replace(' ', '_')}.log"

    def watch(self) -> None:
        """Returns never; raises SetupError as soon as one process ends by itself."""
        while True:
            for name, process in self.running.items():
                if process.poll() is not None:
                    raise self._ended(name, process.returncode)
            time.sleep(0.3)

    def stop(self) -> None:
        """Asks every process to end, and ends those that do not in time."""
        for process in self.running.values():
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        self.running.clear()

    def wait_until_answers(self, address: str) -> None:
        """Returns once the web process answers; raises SetupError when it ended or never does."""
        deadline = time.monotonic() + START_SECONDS
        while not _answers(address):
            for name, process in self.running.items():
                if process.poll() is not None:
                    raise self._ended(name, process.returncode)
            if time.monotonic() > deadline:
                logs = self.project.local / "logs"
                raise SetupError(f"{address} does not answer. Maybe its log tells why: {logs}")
            time.sleep(0.05)

    def _ended(self, name: str, status: int) -> SetupError:
        log = self.log_of(name)
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-LAST_LINES:])
        return SetupError(f"The {name} ended with status {status}:\n{tail}\nAll of it: {log}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=30):  # noqa: S310 - our own http address
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500  # noqa: PLR2004 - server errors begin there
    except OSError:
        return False


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)


def die_with_parent() -> None:
    """For a new process: on Linux a killed parent takes it along; elsewhere nothing happens."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(DEATH_SIGNAL_OPTION, signal.SIGTERM)
