"""bin/backup and bin/restore, driven for real."""

from collections.abc import Callable
from pathlib import Path

import pytest

from setup_steps.cluster.binaries import find_binaries
from tests.setup.conftest import Copy

pytestmark = pytest.mark.skipif(
    find_binaries() is None, reason="PostgreSQL with PostGIS is not installed"
)
MARKED = "SELECT count(*) FROM pg_proc WHERE proleakproof AND proname ~ '^(geometry_|ts_match)'"


def ask(copy: Copy, sql: str, *, role: str = "owner") -> str:
    return copy.pg("psql", "--role", role, "--", "-Atc", sql)


@pytest.fixture
def working(copy_at: Callable[[str], Copy]) -> Copy:
    """A copy with one table under row-level security, and one uploaded file."""
    copy = copy_at("with space")
    copy.pg("start")
    ask(copy, "CREATE TABLE fact (n int, at geometry)")
    ask(copy, "INSERT INTO fact VALUES (7, 'POINT(1 2)')")
    ask(copy, "ALTER TABLE fact ENABLE ROW LEVEL SECURITY")
    ask(copy, "CREATE POLICY small ON fact FOR SELECT TO townsite_app USING (n < 10)")
    media = copy.root / ".local" / "media"
    media.mkdir(parents=True, exist_ok=True)
    (media / "plan.pdf").write_text("plan")
    return copy


def backup(copy: Copy) -> Path:
    file = copy.root / "saved.tar"
    done = copy.command("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


def test_rows_policies_rights_uploads_and_marks_come_back(working: Copy) -> None:
    file, marks = backup(working), ask(working, MARKED)
    ask(working, "INSERT INTO fact VALUES (99), (8)")
    (working.root / ".local" / "media" / "plan.pdf").write_text("overwritten")
    done = working.command("restore", "--yes", str(file))
    assert done.returncode == 0, done.stderr
    assert ask(working, "SELECT n FROM fact") == "7"
    ask(working, "INSERT INTO fact VALUES (50)")
    assert ask(working, "SELECT n FROM fact", role="app") == "7"
    assert ask(working, MARKED) == marks
    assert int(marks) >= 4
    assert (working.root / ".local" / "media" / "plan.pdf").read_text() == "plan"


def test_a_broken_file_changes_nothing(working: Copy) -> None:
    broken = working.root / "broken.tar"
    broken.write_bytes(backup(working).read_bytes()[:5_000])
    done = working.command("restore", "--yes", str(broken))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert ask(working, "SELECT n FROM fact") == "7"
    assert (working.root / ".local" / "media" / "plan.pdf").read_text() == "plan"


def test_restore_asks_first(working: Copy) -> None:
    file = backup(working)
    ask(working, "INSERT INTO fact VALUES (8)")
    assert working.command("restore", str(file)).returncode == 1
    assert ask(working, "SELECT count(*) FROM fact") == "2"
