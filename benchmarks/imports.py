"""An import of 100,000 rows from CSV, with its dry run, audit, history and undo."""

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.harness.row import Row

ROOT = Path(__file__).resolve().parents[1]
# Sites that are there already; more would leave too few numbers for the new ones.
BESIDE = 500_000
ROWS = 100_000
MOST_SECONDS = 60.0
MOST_MEGABYTES = 600.0


def run(size: int) -> list[Row]:
    """Wall-clock seconds as a person at the import page waits for them."""
    beside = min(size, BESIDE)
    env = {**os.environ, "TOWNSITE_DB": f"townsite_bench_{beside}"}
    command = [sys.executable, "-m", "benchmarks.harness.with_django"]
    command += ["benchmarks.harness.import_run", str(min(size, ROWS))]
    done = subprocess.run(command, check=True, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    took = json.loads(done.stdout.splitlines()[-1])
    both = took["dry run"] + took["commit"]
    parts = ", ".join(f"{name} {took[name]:.0f} s" for name in ("upload", "dry run", "commit"))
    what = f"{min(size, ROWS):,} rows beside {beside:,} sites"
    return [
        Row(f"{what}: dry run and commit", both, "s", limit=MOST_SECONDS, note=parts),
        Row(f"{what}: undo", took["undo"], "s"),
        Row(f"{what}: worker's memory", took["memory"], "MB peak", limit=MOST_MEGABYTES),
    ]
