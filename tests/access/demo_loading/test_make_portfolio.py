import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.database import worker_database

ROOT = Path(__file__).resolve().parents[3]
COUNT = 3_000


@pytest.fixture(scope="module")
def filled() -> Iterator[str]:
    """A database of its own, filled by the command: it commits, so no test's could be used."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with worker_database(f"portfolio_{worker}") as name:
        make(name, COUNT).check_returncode()
        yield name


def make(database: str, count: int) -> subprocess.CompletedProcess[str]:
    known = {"TOWNSITE_DB": database, "DJANGO_SETTINGS_MODULE": "townsite.config.settings.test"}
    command = [".venv/bin/python", "manage.py", "make_portfolio", str(count), "--territories", "80"]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **known}, capture_output=True, text=True, check=False
    )


def one(database: str, query: str) -> Any:
    """A single row, read as the tables' owner."""
    known = settings.DATABASES["owner"]
    with psycopg.connect(
        host=known["HOST"], port=known["PORT"], user=known["USER"], dbname=database
    ) as connection:
        return connection.execute(query).fetchone()  # type: ignore[arg-type] # a text of this file


def test_as_many_sites_stand_as_were_asked_for(filled: str) -> None:
    assert one(filled, "SELECT count(*), count(DISTINCT number) FROM sites_site") == (COUNT, COUNT)


def test_every_site_is_assigned_to_its_territory(filled: str) -> None:
    matching = """
        SELECT count(*) FROM sites_site s
        JOIN territories_assignment a ON a.site_id = s.id AND a.territory_id = s.territory_id
        JOIN territories_territory t ON t.id = s.territory_id AND t.path = s.territory_path
    """
    assert one(filled, matching) == (COUNT,)


SHAPES = (
    """SELECT array_agg(indexdef ORDER BY indexname) FROM pg_indexes
       WHERE tablename IN ('sites_site', 'territories_assignment')""",
    """SELECT array_agg(conname::text || pg_get_constraintdef(oid) ORDER BY conname)
       FROM pg_constraint
       WHERE conrelid IN ('sites_site'::regclass, 'territories_assignment'::regclass)""",
    """SELECT array_agg(tgname::text || tgenabled::text ORDER BY tgname) FROM pg_trigger
       WHERE NOT tgisinternal
         AND tgrelid IN ('sites_site'::regclass, 'territories_assignment'::regclass)""",
)


def test_indexes_constraints_and_triggers_are_back(filled: str) -> None:
    with worker_database("bare") as untouched:
        for shape in SHAPES:
            assert plain(filled, shape) == plain(untouched, shape)


def plain(database: str, query: str) -> list[str]:
    """The definitions without casts and brackets: PostgreSQL moves them when it reads its own text."""
    return [re.sub(r"::[a-z ]+(\[\])?|[()]", "", each) for each in one(database, query)[0]]


def test_a_second_run_is_refused_and_changes_nothing(filled: str) -> None:
    refused = make(filled, 10)
    assert refused.returncode == 1
    assert "There are sites or territories already" in refused.stderr
    assert one(filled, "SELECT count(*) FROM sites_site") == (COUNT,)


@pytest.mark.parametrize("count", [0, -1, 1_000_001])
def test_impossible_sizes_are_refused(count: int) -> None:
    with pytest.raises(CommandError, match="Choose 1 to 1,000,000"):
        call_command("make_portfolio", str(count))
