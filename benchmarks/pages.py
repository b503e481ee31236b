"""A filtered, sorted page of 50 sites at any depth, over HTTP, against a bare endpoint.

The bare endpoint is mounted in the same server, behind the same sign-in, transaction and scope, and
answers the same statement as it comes: psycopg and `json_agg`. What it would take without all that
(no Django, nobody signed in) stands in the notes.
"""

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

from django.db import connections
from psycopg.conninfo import make_conninfo

from benchmarks.harness.captured import statements_of
from benchmarks.harness.readers import EVERYTHING, Reader, readers
from benchmarks.harness.row import Row
from benchmarks.harness.serving import Client, serving
from benchmarks.harness.timing import interleaved
from townsite.api.site_document import COLUMNS, json_object
from townsite.common.scope import scoped
from townsite.directory.criteria import Criteria
from townsite.directory.queries import site_page_json

REQUESTS = 200
PAGE = 50
MOST_RATIO = 1.5
DEPTHS = {"first page": 0, "middle": 0.5, "last pages": 0.98}
QUESTIONS = {
    "hotels by name": ("type:hotel", "name"),
    "Georgia by revenue": ("state:GA", "-revenue"),
}
FIELDS = ["number", "name", "status", "facility_type", "city", "state", "tier", "health", "latitude",
          "longitude", "territory", "annual_revenue_cents", "completeness"]  # fmt: skip


def run(size: int) -> list[Row]:
    """Medians of both, page by page in turn."""
    with readers() as people, ExitStack() as stack:
        reader = people[EVERYTHING]
        addresses = {
            (name, depth): _address(reader, *question, share)
            for name, question in QUESTIONS.items()
            for depth, share in DEPTHS.items()
        }
        _write_statements(reader, list(addresses.values()))
        port = stack.enter_context(serving(settings="benchmarks.harness.settings"))
        alone = stack.enter_context(
            serving(application="benchmarks.harness.bare_endpoint:application", first="/?0")
        )
        clients = Client(port, reader.cookie), Client(port, reader.cookie), Client(alone)
        return [
            _row(f"{name}, {depth}", n, addresses[name, depth], *clients)
            for n, (name, depth) in enumerate(addresses)
        ]


def _row(  # noqa: PLR0917 - three clients in the order of the table
    what: str, n: int, question: dict[str, str], ours: Client, bare: Client, alone: Client
) -> Row:
    path = "/api/v1/sites?" + urlencode({**question, "limit": PAGE, "fields": ",".join(FIELDS)})
    calls: dict[str, Callable[[int], object]] = {
        "ours": lambda _: ours.get(path),
        "bare": lambda _: bare.get(f"/bare/{n}"),
        "alone": lambda _: alone.get(f"/?{n}"),
    }
    took = interleaved(calls, range(REQUESTS))
    return Row(
        what,
        took["ours"].p50,
        "ms p50",
        took["bare"].p50,
        "bare endpoint",
        MOST_RATIO,
        note=f"p95 {took['ours'].p95:.1f}, without Django and sign-in {took['alone'].p50:.1f}",
    )


def _address(reader: Reader, query: str, sort: str, share: float) -> dict[str, str]:
    """The question, with the cursor of a page so deep."""
    criteria, cursor = Criteria.parse(query), ""
    with scoped(reader.scope):
        deep = int(criteria.sites().count() * share) // 1_000
        for _ in range(deep):
            found = site_page_json(
                criteria, document="'{}'::jsonb", sort=sort, cursor=cursor, limit=1_000
            )
            cursor = found.next or cursor
    return {"q": query, "sort": sort, **({"cursor": cursor} if cursor else {})}


def _write_statements(reader: Reader, questions: list[dict[str, str]]) -> None:
    """Tells the bare endpoints the very statements that our pages ask."""
    statements = []
    for question in questions:
        with scoped(reader.scope):
            asked = statements_of(
                lambda question=question: site_page_json(
                    Criteria.parse(question["q"]),
                    document=json_object(FIELDS),
                    sort=question["sort"],
                    cursor=question.get("cursor", ""),
                    limit=PAGE,
                )
            )
        sql, values = asked[-1]
        document = f"({json_object(FIELDS)})::text"
        bare = sql.replace(document, f"({json_object(FIELDS)}) AS document", 1)
        statements.append((f"SELECT json_agg(document)::text FROM ({bare}) p", list(values or [])))
    known = connections["default"].get_connection_params()
    told = {
        "address": make_conninfo(
            **{k: known[k] for k in ("host", "port", "user", "dbname") if known.get(k)}
        ),
        "settings": reader.scope.settings(),
        "statements": statements,
    }
    file = Path(tempfile.mkdtemp()) / "statements.json"
    file.write_text(json.dumps(told, default=str))
    os.environ["BARE_STATEMENTS"] = str(file)


assert set(FIELDS) <= set(COLUMNS)
