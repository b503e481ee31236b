"""Keeps the cluster up while anybody serves or tests on it, and no longer than that."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from setup_steps.cluster.server import Cluster
from setup_steps.environment import outside_database
from setup_steps.project import Project


@contextmanager
def cluster_in_use(project: Project) -> Iterator[None]:
    """The last user leaving stops the cluster, unless it was up before the first one came.

    Each user holds a shared lock; a cluster started by hand (`bin/pg start`) stays up.
    """
    if outside_database():
        yield
        return
    cluster = Cluster(project)
    project.local.mkdir(parents=True, exist_ok=True)
    borrowed = _borrowed(project)
    handle = os.open(project.local / "postgres.users", os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        if not cluster.is_running():
            borrowed.touch()
        yield
    finally:
        if borrowed.exists() and _is_last(handle):
            cluster.stop()
            borrowed.unlink(missing_ok=True)
        os.close(handle)


def keep_running(project: Project) -> None:
    """From now on the cluster stays up when its last user leaves."""
    _borrowed(project).unlink(missing_ok=True)


def _borrowed(project: Project) -> Path:
    """There while the cluster runs only for its users."""
    return project.local / "postgres.borrowed"


def is_in_use(project: Project) -> bool:
    """Whether somebody serves or tests on the cluster at this moment."""
    handle = os.open(project.local / "postgres.users", os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        return not _is_last(handle)
    finally:
        os.close(handle)


def _is_last(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
