"""A reader at work beside what is measured, which should never make it wait."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from townsite.common.scope import Scope, scoped
from townsite.sites.models import Site

# A page of the table, a site and the count of a territory: what people read while others publish.
PAGE = 50


class Waits:
    """The time of every read, by what went on beside it, in milliseconds."""

    def __init__(self) -> None:
        self._times = defaultdict[str, list[float]](list)
        self._during = ""

    @contextmanager
    def of(self, what: str) -> Iterator[None]:
        """Books reads that begin inside under `what`."""
        self._during = what
        try:
            yield
        finally:
            self._during = ""

    def expect_quiet(self, *, seconds: float) -> None:
        """Reads with nobody writing, to compare with."""
        with self.of("quiet"):
            time.sleep(seconds)

    def book(self, what: str, milliseconds: float) -> None:
        """Notes one read."""
        if what:
            self._times[what].append(milliseconds)

    @property
    def during(self) -> str:
        """What goes on now."""
        return self._during

    def worst(self, what: str) -> float:
        """The longest read, in milliseconds. Raises ValueError when there was none."""
        return max(self._times[what])

    def count(self, what: str) -> int:
        """How many reads there were."""
        return len(self._times[what])


@contextmanager
def reading_meanwhile() -> Iterator[Waits]:
    """A second connection that reads without pause, each read in a transaction of its own."""
    waits, done = Waits(), threading.Event()
    reader = threading.Thread(target=_read, args=(waits, done), daemon=True)
    reader.start()
    try:
        yield waits
    finally:
        done.set()
        reader.join(timeout=60)


def _read(waits: Waits, done: threading.Event) -> None:
    try:
        while not done.is_set():
            what, start = waits.during, time.perf_counter()
            with scoped(Scope.system("reader")):
                _page()
            waits.book(what, (time.perf_counter() - start) * 1000)
            time.sleep(0.01)
    finally:
        connection.close()


def _page() -> None:
    """One page of sites by revenue, with their present territory."""
    rows = Site.objects.order_by("-annual_revenue_cents", "-id")
    found = list(rows.values_list("number", "name", "territory_id", "territory_path")[:PAGE])
    territory = found[0][2]
    Site.objects.filter(territory_id=territory).values_list("tier", flat=True)[:PAGE].exists()
