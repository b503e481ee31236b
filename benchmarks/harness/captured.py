"""The statements of our own code, run again bare: through psycopg, without Django or scope."""

from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from django.db import connection, connections

from townsite.common.scope import Scope, setting

Statement = tuple[str, Sequence[Any] | None]


def statements_of(call: Callable[[], object]) -> list[Statement]:
    """What `call` asks the database, without savepoints and settings."""
    asked: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "SELECT set_config", "SELECT coalesce(cur")):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return asked


def bare_connection(alias: str = "default", scope: Scope | None = None) -> Any:
    """A psycopg connection that binds values in the client, as Django does.

    `default` is the app role under the scope; `owner` owns the tables, so that row-level security
    does not touch it. Automatic preparing is off: generic plans hurt PostGIS.
    """
    known = connections[alias].get_connection_params()
    wanted = {
        key: known[key] for key in ("host", "port", "user", "password", "dbname") if known.get(key)
    }
    bare = psycopg.connect(
        **wanted, cursor_factory=psycopg.ClientCursor, prepare_threshold=None, autocommit=True
    )
    if scope is not None:
        bare.execute(*setting(scope, is_local=False))
    return bare


def run(bare: Any, statements: Sequence[Statement]) -> None:
    """Runs the statements and fetches everything."""
    for sql, params in statements:
        bare.execute(sql, params).fetchall()
