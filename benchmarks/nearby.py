"""The nearest sites, a box and a circle, over HTTP."""

from collections.abc import Callable

from benchmarks.harness.places import towns
from benchmarks.harness.readers import EVERYTHING, readers
from benchmarks.harness.row import Row
from benchmarks.harness.serving import Client, serving
from benchmarks.harness.timing import time_calls

REQUESTS = 200
MOST_P95_MS = 20.0
FIELDS = "number,name,status,facility_type,latitude,longitude"
Point = tuple[float, float]
# A box of about 7 by 5.5 km, a circle of 5 km: what a screen shows of a town.
ADDRESSES: dict[str, Callable[[Point], str]] = {
    "20 nearest": lambda p: f"/api/v1/nearby?lon={p[0]}&lat={p[1]}&fields={FIELDS}",
    "box": lambda p: (
        f"/api/v1/sites?bbox={p[0] - 0.04},{p[1] - 0.025},{p[0] + 0.04},{p[1] + 0.025}"
        f"&limit=50&fields={FIELDS}"
    ),
    "radius": lambda p: f"/api/v1/sites?near={p[0]},{p[1]},5000&limit=50&fields={FIELDS}",
}


def run(size: int) -> list[Row]:
    """95th percentiles for readers of everything, 10,000 and 100 sites."""
    rows = []
    points = towns(REQUESTS)
    with readers() as people, serving() as port:
        for name in (EVERYTHING, "10,000", "100"):
            client = Client(port, people[name].cookie)
            for what, address in ADDRESSES.items():
                took = time_calls(
                    lambda p, address=address, client=client: client.get(address(p)), points
                )
                rows.append(
                    Row(
                        f"{what}, reader of {name}",
                        took.p95,
                        "ms p95",
                        limit=MOST_P95_MS,
                        note=f"p50 {took.p50:.1f}",
                    )
                )
            client.close()
    return rows
