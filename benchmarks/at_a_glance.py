"""Home, and the directory with its filter panel, over HTTP."""

from benchmarks.harness.readers import EVERYTHING, readers
from benchmarks.harness.row import Row
from benchmarks.harness.serving import Client, serving
from benchmarks.harness.timing import time_calls

REQUESTS = 15
MOST_MS = 300.0
PAGES = {
    "home": "/",
    "all sites with filter panel": "/sites/?panel=1&sort=name",
    "hotels with filter panel": "/sites/?q=type%3Ahotel&panel=1&sort=name",
    "legend of the map": "/sites/map/",
}
# Counted live, after the page, among the first 100,000 that match: told, not bounded.
LIVE = "/sites/facets/?q=tier%3A1"


def run(size: int) -> list[Row]:
    """Medians for readers of everything, 10,000 and 100 sites."""
    rows = []
    with readers() as people, serving() as port:
        for name in (EVERYTHING, "10,000", "100"):
            client = Client(port, people[name].cookie)
            rows += [
                Row(f"{what}, reader of {name}", _median(client, page), "ms p50", limit=MOST_MS)
                for what, page in PAGES.items()
            ]
            live = _median(client, LIVE)
            rows.append(Row(f"filter panel counted live, reader of {name}", live, "ms p50"))
            client.close()
    return rows


def _median(client: Client, page: str) -> float:
    return time_calls(client.get, [page] * REQUESTS, warm_up=2).p50
