"""Findings about what stands in the database and who works on it."""

from collections.abc import Iterator

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from townsite.common.doctor.finding import Finding, Verdict, found

LATE_SECONDS = 60  # a worker reports every 10 seconds


def content_findings() -> Iterator[Finding]:
    """Migrations first: without them the other questions make no sense."""
    migrations = _migrations()
    yield migrations
    if migrations.verdict is Verdict.OK:
        yield _gazetteer()
        yield _worker()


def _migrations() -> Finding:
    executor = MigrationExecutor(connections["owner"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return found(
        "Migrations",
        f"{len(waiting)} not applied" if waiting else "all applied",
        good=not waiting,
        way_out="bin/townsite migrate --database owner",
    )


def _count(sql: str, alias: str = "default") -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _gazetteer(alias: str = "default") -> Finding:
    places = _count("SELECT count(*) FROM sites_place", alias)
    return found(
        "Gazetteer",
        f"{places:,} towns" if places else "empty",
        good=places > 0,
        otherwise=Verdict.WARN,
        way_out="Addresses cannot be located offline. bin/townsite load-gazetteer",
    )


def _worker() -> Finding:
    workers = _count(
        "SELECT count(*) FROM procrastinate_workers"
        f" WHERE last_heartbeat > now() - interval '{LATE_SECONDS} seconds'"
    )
    return found(
        "Worker",
        f"{workers} at work" if workers else "none at work",
        good=workers > 0,
        otherwise=Verdict.WARN,
        way_out="Imports and exports wait. bin/run starts one; alone: bin/townsite work",
    )
