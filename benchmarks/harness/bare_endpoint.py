"""A bare endpoint to compare with: WSGI, psycopg and `json_agg`, without framework or sign-in.

Run by the same server as Townsite. It answers `/?n` with the n-th statement of the file that
BARE_STATEMENTS names, as JSON, under the scope given there.
"""

import json
import os
import threading
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

_own = threading.local()


@cache
def told() -> dict[str, Any]:
    """The address, settings and statements of the file that the benchmark wrote."""
    return dict(json.loads(Path(os.environ["BARE_STATEMENTS"]).read_text()))


def _connection() -> Any:
    if not hasattr(_own, "connection"):
        _own.connection = psycopg.connect(
            told()["address"], prepare_threshold=None, autocommit=True,
            cursor_factory=psycopg.ClientCursor,
        )  # fmt: skip
        for name, value in told()["settings"].items():
            _own.connection.execute("SELECT set_config(%s, %s, false)", [name, value])
    return _own.connection


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The rows of the statement, aggregated to JSON by PostgreSQL."""
    sql, values = told()["statements"][int(environ["QUERY_STRING"])]
    row = _connection().execute(sql, values).fetchone()
    body = (row[0] or "[]").encode()
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
