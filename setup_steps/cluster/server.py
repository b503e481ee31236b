"""Starts and stops the private cluster."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from setup_steps.cluster.account import Account, server_account
from setup_steps.cluster.binaries import Binaries, binaries_for
from setup_steps.cluster.configuration import (
    OVERRIDES,
    memory_bytes,
    settings,
    write_configuration,
)
from setup_steps.cluster.places import PORT, data_folder, make_data_folder, socket_folder
from setup_steps.cluster.processes import postmaster_pid, servers_in, socket_folder_in_use
from setup_steps.errors import SetupError
from setup_steps.project import Project

ORPHANS_SECONDS = 30
START_SECONDS = 300  # recovery after a crash replays the log first


@dataclass(frozen=True)
class Cluster:
    """The private cluster of one project; every method may be called again at any time."""

    project: Project

    @property
    def data(self) -> Path:
        return data_folder(self.project.local)

    @cached_property
    def account(self) -> Account:
        return server_account(self.project.root, self.data)

    @cached_property
    def binaries(self) -> Binaries:
        return binaries_for(self.data)

    @property
    def socket(self) -> Path:
        """Where the server listens, or will listen."""
        known = socket_folder_in_use(self.data) if self.is_running() else None
        return known or socket_folder(self.data, self.account)

    def is_running(self) -> bool:
        return postmaster_pid(self.data) in servers_in(self.data)

    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def start(self) -> bool:
        """Whether this call started the server; False when it was up already.

        Raises SetupError with the server's own last words when it does not come up.
        """
        with self._lock():
            if self.is_running():
                self._note_address()
                return False
            self._initialize()
            self._clear_leftovers()
            folder = socket_folder(self.data, self.account)
            values = settings(memory_bytes(), folder, has_lz4=self._has_lz4())
            write_configuration(self.data, values, self.project.local / OVERRIDES)
            self._pg_ctl(
                "start", "-w", "-t", str(START_SECONDS), "-l", str(self.data / "start.log")
            )
            self._note_address()
            return True

    def stop(self) -> bool:
        """Whether a running server was stopped; open connections are cut off."""
        with self._lock():
            if not self.is_running():
                return False
            self._pg_ctl("stop", "-w", "-t", str(START_SECONDS), "-m", "fast")
            return True

    def destroy(self) -> None:
        """Stops the server and removes every file of the cluster."""
        self.stop()
        for folder in {self.data, socket_folder(self.data, self.account)}:
            if folder.exists():
                shutil.rmtree(folder)
        link = self.project.local / "postgres"
        if link.is_symlink():
            link.unlink()
        (self.project.local / "postgres.json").unlink(missing_ok=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """One start or stop at a time; the kernel frees the lock of whoever dies."""
        self.project.local.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.project.local / "postgres.lock", os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _initialize(self) -> None:
        if self.exists():
            return
        make_data_folder(self.project.local, self.account)
        common = [self.binaries.path("initdb"), "-D", str(self.data), "-U", "postgres"]
        common += ["-A", "trust", "-E", "UTF8", "--locale"]
        answer = self.account.run([*common, "C.UTF-8"])
        if answer.returncode and "locale" in answer.stderr:  # macOS knows no C.UTF-8
            answer = self.account.run([*common, "C"])
        if answer.returncode:
            raise SetupError(f"initdb failed in {self.data}: {answer.stderr.strip()}")

    def _has_lz4(self) -> bool:
        """Whether this PostgreSQL was built with lz4: it refuses to start with what it lacks."""
        command = [self.binaries.path("postgres"), "-D", str(self.data)]
        answer = self.account.run([*command, "-c", "wal_compression=lz4", "-C", "wal_compression"])
        return answer.returncode == 0 and answer.stdout.strip() == "lz4"

    def _clear_leftovers(self) -> None:
        """Removes the pid file of a server that was killed, once none of its children writes."""
        deadline = time.monotonic() + ORPHANS_SECONDS
        while orphans := servers_in(self.data):
            if time.monotonic() > deadline:
                raise SetupError(
                    f"Processes {orphans} of a killed PostgreSQL still work in {self.data}."
                    " Maybe they finish soon: try again, or end them with kill."
                )
            time.sleep(0.1)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        socket = socket_folder(self.data, self.account) / f".s.PGSQL.{PORT}"
        socket.unlink(missing_ok=True)
        socket.with_name(socket.name + ".lock").unlink(missing_ok=True)

    def _pg_ctl(self, *arguments: str) -> None:
        command = [self.binaries.path("pg_ctl"), "-D", str(self.data), *arguments]
        answer = self.account.run(command)
        if answer.returncode:
            raise SetupError(
                f"pg_ctl {arguments[0]} failed: {answer.stdout.strip()} {answer.stderr.strip()}\n"
                + self._last_words()
            )

    def _last_words(self) -> str:
        logs = [self.data / "start.log", *(self.data / "logs").glob("*.log")]
        logs = [log for log in logs if log.exists()]
        newest = max(logs, key=lambda log: log.stat().st_mtime, default=None)
        return "\n".join(newest.read_text(errors="replace").splitlines()[-15:]) if newest else ""

    def _note_address(self) -> None:
        """Leaves the address where the settings find it without any environment variable."""
        file = self.project.local / "postgres.json"
        text = json.dumps({"host": str(self.socket), "port": PORT}) + "\n"
        if not file.exists() or file.read_text() != text:
            file.write_text(text)
