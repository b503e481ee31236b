"""Territories from published instances: distance to the best known plan, and proven gap."""

import os
from collections.abc import Callable

from benchmarks.harness.row import Row
from benchmarks.instances import gates
from benchmarks.instances.places import reason_absent

FAMILIES: dict[str, Callable[[tuple[str, ...], float | None], list[Row]]] = {
    "cpmp": gates.medians,
    "territory": gates.commercial,
    "us_districting": gates.districts,
    "make_large": gates.large,
}
SAMPLE = (
    "cpmp/cpmp01", "cpmp/SJC1", "cpmp/SJC4b", "cpmp/ali535_025", "cpmp/u724_075", "cpmp/rl1304_050",
    "territory/2DU60-05-1", "territory/2DU120-05-4", "territory/DU200-05-6",
    "us_districting/OK_county", "us_districting/WV_county", "us_districting/OK_tract",
    "make_large/10000_100",
)  # fmt: skip


def run(size: int) -> list[Row]:
    """One row an instance, then the family's limits. `size` does not matter.

    `bin/bench districting --instances cpmp us_districting/OK_tract --seconds 10` measures whole
    families or single instances with so many seconds each; the limits are meant for 60 (up to 1,000
    sites) and 300. A family that is absent says so.
    """
    chosen = os.environ.get("TOWNSITE_BENCH_INSTANCES", " ".join(SAMPLE)).split()
    seconds = os.environ.get("TOWNSITE_BENCH_SECONDS")
    rows = []
    for family, gate in FAMILIES.items():
        names = _names(chosen, family)
        if names is None:
            continue
        if reason := reason_absent("us_tracts" if family == "make_large" else family):
            print(f"skipped {family}: {reason}")
            continue
        rows += gate(names, float(seconds) if seconds else None)
    return rows


def _names(chosen: list[str], family: str) -> tuple[str, ...] | None:
    """The instances asked of a family; none at all: the whole family; None: not asked."""
    if family in chosen:
        return ()
    names = tuple(one.split("/", 1)[1] for one in chosen if one.startswith(f"{family}/"))
    return names or None
