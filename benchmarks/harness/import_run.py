"""One import as people have it: uploaded, checked, committed and undone by a real worker.

Run as a process of its own: it works on another database than the other benchmarks, because a
million sites take every site number of six digits and leave none for new ones.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.harness.import_table import table
from benchmarks.harness.readers import EVERYTHING, readers
from townsite.accounts.models import User
from townsite.changes.models import ChangeSet
from townsite.common import clock
from townsite.common.scope import Scope, scoped
from townsite.imports.actions.check import save_map
from townsite.imports.actions.commit import start_commit
from townsite.imports.actions.undo import start_undo
from townsite.imports.actions.upload import upload
from townsite.imports.choices import ImportStatus, MatchKey
from townsite.imports.column_map import ColumnMap
from townsite.imports.models import Import

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 1_800
LOOK_SECONDS = 0.1
SETTLE_SECONDS = 4.0  # until the worker listens, which is no part of an import


def main(rows: int) -> dict[str, float]:
    """Seconds of each step, and the worker's peak memory in MB."""
    content = table(rows)
    with readers() as people, taken_back(), worker() as process:
        scope = people[EVERYTHING].scope
        with scoped(Scope.system("benchmark")):
            person = User.objects.get(pk=scope.user_id)
        time.sleep(SETTLE_SECONDS)
        with scoped(scope):
            start = time.monotonic()
            found = upload(content=content, file_name="sites.csv", by=person, at=clock.now())
            took = {"upload": time.monotonic() - start}
        took["memory"] = 0.0
        column_map = {**found.column_map, "match_key": str(MatchKey.NONE)}
        given = {"import_": found, "by": person, "at": clock.now()}
        seen = partial(timed, took, process, found, scope)
        with seen("dry run", until=ImportStatus.REVIEW):
            save_map(column_map=ColumnMap.from_json(column_map), **given)
        with seen("commit", until=ImportStatus.COMMITTED):
            start_commit(**given)
        took["memory"] = max(took["memory"], peak_megabytes(process))
        with seen("undo", until=ImportStatus.UNDONE):
            start_undo(reason="Benchmark", **given)
    return took


@contextmanager
def taken_back() -> Iterator[None]:
    """Afterwards no import and no change set is there, as before; events stay, as events do."""
    try:
        yield
    finally:
        with scoped(Scope.system("benchmark")):
            written = Import.objects.values_list("change_set", flat=True)
            change_sets = ChangeSet.objects.filter(pk__in=list(written))
            Import.objects.all().delete()
            change_sets.delete()


@contextmanager
def timed(
    took: dict[str, float],
    process: int,
    found: Import,
    scope: Scope,
    step: str,
    *,
    until: ImportStatus,
) -> Iterator[None]:
    """Notes the seconds from the block's commit to the moment the import has reached a status.

    The most memory that the worker and the processes it started were seen to hold is noted too.
    """
    start = time.monotonic()
    with scoped(scope):
        yield
    while time.monotonic() < start + PATIENCE_SECONDS:
        time.sleep(LOOK_SECONDS)
        took["memory"] = max(took["memory"], held_megabytes(process))
        with scoped(scope):
            now = Import.objects.values("status", "message").get(pk=found.pk)
        if now["message"]:
            raise RuntimeError(f"The {step} failed: {now['message']}")
        if now["status"] == until:
            took[step] = time.monotonic() - start
            return
    raise RuntimeError(f"The {step} did not end in {PATIENCE_SECONDS} s.")


@contextmanager
def worker() -> Iterator[int]:
    """The process id of a worker, stopped afterwards."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work"], cwd=ROOT, env=os.environ, stderr=subprocess.DEVNULL
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


def peak_megabytes(process: int) -> float:
    """The most memory a process has held, as Linux counts it (VmHWM)."""
    return _told(process, "VmHWM")


def held_megabytes(process: int) -> float:
    """What a process and those it started hold now (VmRSS); 0 for one that has just ended."""
    try:
        tasks = Path(f"/proc/{process}/task").glob("*/children")
        children = " ".join(task.read_text() for task in tasks).split()
        return _told(process, "VmRSS") + sum(held_megabytes(int(each)) for each in children)
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def _told(process: int, name: str) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(f"Process {process} tells no {name}.")


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
