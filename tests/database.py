"""Databases of the tests: one migrated template, copied for each worker.

The template is kept from run to run and made anew when a migration changes, so that a single unit
file starts in seconds. `python -m tests.database` makes it beforehand.
"""

import fcntl
import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
BASE = os.environ.get("TOWNSITE_TEST_DB", "test_townsite")


def fingerprint() -> str:
    """A hash of everything that shapes the schema."""
    files = sorted(
        [
            *ROOT.glob("townsite/*/migrations/*.py"),
            ROOT / "townsite/access/row_security.py",
            ROOT / "townsite/config/settings/base.py",  # which parts and packages have tables
            ROOT / "requirements/core.txt",
            ROOT / "requirements/setup.txt",
            ROOT / "townsite/sites/gazetteer_source.py",
            ROOT / "townsite/sites/place_names.py",
        ]
    )
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def as_superuser() -> psycopg.Connection[tuple[Any, ...]]:
    """A connection that may create databases."""
    given = os.environ.get("DATABASE_ADMIN_URL")
    known = settings.DATABASES["default"]
    if given:
        return psycopg.connect(given, autocommit=True)
    return psycopg.connect(
        host=known["HOST"], port=known["PORT"], user="postgres", dbname="postgres", autocommit=True
    )


@contextmanager
def worker_database(worker: str, *, template: Callable[[], str] | None = None) -> Iterator[str]:
    """The name of a fresh database of this worker, gone again afterwards.

    It is a copy of `template()`, or of the migrated template.
    """
    name = f"{BASE}_{worker}"
    with alone():
        copy((template or migrated)(), name)
    yield name
    with as_superuser() as admin:
        _drop(admin, name)


@contextmanager
def alone() -> Iterator[None]:
    """One of the processes on this checkout at a time makes or copies templates."""
    with (settings.LOCAL / f"{BASE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy(template: str, name: str) -> None:
    """Makes a database as the template is."""
    with as_superuser() as admin:
        _drop(admin, name)
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER townsite_owner").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        admin.execute(
            sql.SQL("GRANT TEMPORARY ON DATABASE {} TO townsite_app").format(sql.Identifier(name))
        )


def migrated() -> str:
    """The template with the schema and the gazetteer, and no site."""

    def make(name: str) -> None:
        creating = os.environ.get("TOWNSITE_CREATEDB", f"{ROOT}/bin/pg createdb").split()
        subprocess.run([*creating, name], check=True, capture_output=True)
        manage(name, "migrate", "--database", "owner", "-v0")
        # Towns and ZIP codes are part of the schema's meaning: every geocoding test needs them.
        manage(name, "load_gazetteer")

    return kept(f"{BASE}_template", fingerprint(), make)


def kept(name: str, wanted: str, make: Callable[[str], None]) -> str:
    """The name of a database that stays, made anew unless it bears the fingerprint `wanted`."""
    with as_superuser() as admin:
        row = admin.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
        if row and row[0] == wanted:
            return name
        _drop(admin, name)
    make(name)
    with as_superuser() as admin:
        admin.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(name), sql.Literal(wanted)
            )
        )
    return name


def manage(database: str, *command: str, **environment: str) -> None:
    """Runs a command on the database; its errors are seen where the tests' are."""
    settings_of_tests = "townsite.config.settings.test"
    known = {"TOWNSITE_DB": database, "DJANGO_SETTINGS_MODULE": settings_of_tests}
    subprocess.run(
        [".venv/bin/python", "manage.py", *command],
        check=True,
        cwd=ROOT,
        env={**os.environ, **known, **environment},
        stdout=subprocess.DEVNULL,
    )


def _drop(admin: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


if __name__ == "__main__":
    with alone():
        migrated()
