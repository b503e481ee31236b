"""pg_restore runs with an empty search path; the schema has to stand that.

`IS DISTINCT FROM` on an extension's type does not, for example: cast to text in triggers.
"""

import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection

from setup_steps.cluster.binaries import find_binaries
from tests.database import as_superuser


def test_schema_survives_dump_and_restore(db: None, tmp_path: Path) -> None:
    binaries = find_binaries()
    assert binaries is not None
    name = connection.settings_dict["NAME"]
    copy, dump = f"{name}_restored", tmp_path / "schema.dump"
    known = settings.DATABASES["default"]
    where = ["-h", str(known["HOST"]), "-p", str(known["PORT"]), "-U", "postgres"]
    # The test's own transaction holds locks, but pg_dump only reads.
    with as_superuser() as admin:
        admin.execute(f'CREATE DATABASE "{copy}" TEMPLATE template0')
        try:
            _run(binaries.path("pg_dump"), *where, "--schema-only", "-Fc", "-f", str(dump), name)
            _run(binaries.path("pg_restore"), *where, "--exit-on-error", "-d", copy, str(dump))
        finally:
            admin.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
