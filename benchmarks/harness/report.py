"""The rows of a run as a table, for the terminal and for docs/benchmarks.md."""

import os
import platform
from collections.abc import Iterable, Sequence

from django.db import OperationalError, connection

from benchmarks.harness.row import Row

HEADERS = ("what", "measured", "baseline", "ratio", "limit", "kept")
VERDICTS = {True: "yes", False: "**no**", None: ""}


def cells(row: Row) -> tuple[str, ...]:
    """One row as texts, in the order of HEADERS."""
    baseline = f"{row.baseline:,.2f} {row.unit} ({row.baseline_name})" if row.baseline else ""
    sign = "≤" if row.bound == "most" else "≥"
    unit = "×" if row.ratio else f" {row.unit}"
    return (
        row.what + (f" ({row.note})" if row.note else ""),
        f"{row.measured:,.2f} {row.unit}",
        baseline,
        f"{row.ratio:.2f}" if row.ratio is not None else "",
        f"{sign} {row.limit:g}{unit}" if row.limit is not None else "",
        VERDICTS[row.is_within],
    )


def markdown_table(rows: Iterable[Row]) -> str:
    lines = [HEADERS, tuple("---" for _ in HEADERS), *map(cells, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain_table(rows: Sequence[Row]) -> str:
    """The same in columns of equal width."""
    lines = [HEADERS, *[tuple(cell.replace("**", "") for cell in cells(row)) for row in rows]]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def machine() -> str:
    """What the figures depend on: cores, memory, versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    host = f"{os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version'), postgis_lib_version()")
            postgresql, postgis = cursor.fetchone()
    except OperationalError:  # benchmarks of engines alone make no database
        return host
    return f"{host}, PostgreSQL {postgresql.split()[0]}, PostGIS {postgis}"
