"""Runs benchmarks inside the virtual environment; `bin/bench` prepares the database first."""

import argparse
import datetime as dt
import importlib
import sys
import time
from pathlib import Path

import django

from benchmarks.harness.document import renew

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "benchmarks.md"


def names() -> list[str]:
    """Every benchmark: the modules of this folder."""
    return sorted(file.stem for file in HERE.glob("*.py") if not file.stem.startswith("_"))


def main() -> int:
    """1 when a limit is not kept."""
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("names", nargs="*", help=f"of: {', '.join(names())} (default: all)")
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--write", action="store_true", help="renew docs/benchmarks.md")
    given = parser.parse_args()
    if unknown := set(given.names) - set(names()):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    sys.path.insert(0, str(HERE.parent))
    django.setup()
    return measure(given.names or names(), given.size, write=given.write)


def measure(chosen: list[str], size: int, *, write: bool) -> int:
    """Runs the modules one after the other and reports; the exit status."""
    from benchmarks.harness.report import (  # noqa: PLC0415 - only after django.setup()
        machine,
        markdown_table,
        plain_table,
    )

    day = dt.datetime.now(tz=dt.UTC).date()
    where = f"{day}, {size:,} sites, seed 1, {machine()}."
    kept = True
    for name in chosen:
        module = importlib.import_module(f"benchmarks.{name}")
        start = time.monotonic()
        rows = module.run(size)
        kept = kept and all(row.is_within is not False for row in rows)
        title = (module.__doc__ or name).strip().splitlines()[0]
        print(f"\n{title} ({time.monotonic() - start:.0f} s)\n{plain_table(rows)}", flush=True)
        if write:
            renew(DOCUMENT, {title: f"{where}\n\n{markdown_table(rows)}"})
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
