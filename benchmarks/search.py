"""Search with typing errors, over HTTP."""

from random import Random
from urllib.parse import quote

from django.db import connection

from benchmarks.harness.readers import EVERYTHING, readers
from benchmarks.harness.row import Row
from benchmarks.harness.serving import Client, serving
from benchmarks.harness.timing import time_calls
from townsite.common.scope import Scope, scoped

REQUESTS = 200
MOST_P95_MS = 50.0
SEED = 11
FIELDS = "number,name,city,state"


def run(size: int) -> list[Row]:
    """Times and hits of searches by words of a site's name and town, each with an error."""
    wanted = _searches(REQUESTS)
    rows = []
    with readers() as people, serving() as port:
        for name in (EVERYTHING, "10,000"):
            client = Client(port, people[name].cookie)
            hits = 0

            def ask(text: str, client: Client = client) -> bytes:
                return client.get(f"/api/v1/sites?q={quote(text)}&limit=20&fields={FIELDS}")

            took = time_calls(ask, [typed for typed, _ in wanted])
            hits = sum(city.encode() in ask(typed) for typed, city in wanted)
            rows.append(
                Row(
                    f"misspelt name and town, reader of {name}",
                    took.p95,
                    "ms p95",
                    limit=MOST_P95_MS,
                    note=f"p50 {took.p50:.1f}, town found for {100 * hits // len(wanted)}%",
                )
            )
            client.close()
    return rows


def _searches(count: int) -> list[tuple[str, str]]:
    """What somebody types who looks for a site: a word of its name and its town, one misspelt."""
    rng = Random(SEED)
    with scoped(Scope.system("benchmark")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, city FROM sites_site TABLESAMPLE SYSTEM (1) WHERE city <> ''"
            " ORDER BY id LIMIT 5000"
        )
        known = cursor.fetchall()
    chosen = [rng.choice(known) for _ in range(count)]
    return [(_misspelt(f"{name.split()[0]} {city}", rng), city) for name, city in chosen]


def _misspelt(text: str, rng: Random) -> str:
    """The text with two neighboring letters swapped in its longest word."""
    longest = max(text.split(), key=len)
    at = rng.randrange(1, max(2, len(longest) - 1))
    wrong = longest[:at] + longest[at : at + 2][::-1] + longest[at + 2 :]
    return text.replace(longest, wrong, 1)
