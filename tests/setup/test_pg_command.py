"""bin/pg, driven for real in folders of its own."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from setup_steps.cluster.binaries import find_binaries
from setup_steps.cluster.databases import EXTENSIONS, LEAKPROOF
from tests.setup.conftest import Copy

pytestmark = pytest.mark.skipif(
    find_binaries() is None, reason="PostgreSQL with PostGIS is not installed"
)
CopyAt = Callable[[str], Copy]


def ask(copy: Copy, sql: str, *, role: str = "admin") -> str:
    return copy.pg("psql", "--role", role, "--", "-Atc", sql)


def postmaster(copy: Copy) -> int:
    return int((copy.data / "postmaster.pid").read_text().split("\n")[0])


def test_start_twice_then_stop(copy_at: CopyAt) -> None:
    copy = copy_at("plain")
    assert "started" in copy.pg("start")
    first = postmaster(copy)
    assert "already running" in copy.pg("start")
    assert postmaster(copy) == first
    assert copy.command("pg", "status").returncode == 0
    copy.pg("stop")
    assert copy.command("pg", "status").returncode == 3
    assert "not running" in copy.pg("stop")


def test_roles_extensions_and_marks(running: Copy) -> None:
    flags = ask(
        running,
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
        " WHERE rolname ~ '^townsite' ORDER BY 1",
    )
    assert flags.splitlines() == ["townsite_app|f|f|f", "townsite_owner|f|f|f"]
    assert set(EXTENSIONS) <= set(ask(running, "SELECT extname FROM pg_extension").splitlines())
    marked = ask(running, "SELECT oid::regprocedure FROM pg_proc WHERE proleakproof").splitlines()
    wanted = {function.replace(", ", ",") for function in LEAKPROOF}
    assert wanted <= set(marked)


def test_app_role_uses_but_never_owns_what_the_owner_makes(running: Copy) -> None:
    ask(running, "CREATE TABLE fact (id bigint GENERATED ALWAYS AS IDENTITY, n int)", role="owner")
    ask(running, "INSERT INTO fact (n) VALUES (7)", role="app")
    assert ask(running, "SELECT n FROM fact", role="app") == "7"
    refused = running.command(
        "pg", "psql", "--role", "app", "--", "-Atc", "CREATE TABLE own (n int)"
    )
    assert "permission denied for schema public" in refused.stderr
    dropped = running.command("pg", "psql", "--role", "app", "--", "-Atc", "DROP TABLE fact")
    assert "must be owner of table fact" in dropped.stderr


def test_createdb_may_be_repeated(running: Copy) -> None:
    assert "created" in running.pg("createdb", "second one")
    assert "is ready" in running.pg("createdb", "second one")
    answer = running.pg("psql", "-d", "second one", "--", "-Atc", "SELECT postgis_lib_version()")
    assert answer.startswith("3.")


def test_address_is_left_for_the_settings(running: Copy) -> None:
    known = json.loads((running.root / ".local" / "postgres.json").read_text())
    with psycopg.connect(
        host=known["host"], port=known["port"], user="townsite_app", dbname="townsite"
    ) as app:
        assert app.execute("SELECT current_user").fetchone() == ("townsite_app",)
    with psycopg.connect(running.pg("url", "--role", "owner")) as owner:
        assert owner.execute("SELECT current_user").fetchone() == ("townsite_owner",)


def test_survives_a_killed_server(copy_at: CopyAt) -> None:
    copy = copy_at("killed")
    copy.pg("start")
    ask(copy, "CREATE TABLE kept AS SELECT 42 AS answer")
    for _ in range(2):
        os.kill(postmaster(copy), signal.SIGKILL)
        time.sleep(0.1)
        assert copy.command("pg", "status").returncode == 3
        assert "started" in copy.pg("start")
        assert ask(copy, "SELECT answer FROM kept") == "42"


def test_survives_a_pid_file_that_names_a_stranger(copy_at: CopyAt) -> None:
    copy = copy_at("stranger")
    copy.pg("start")
    content = (copy.data / "postmaster.pid").read_text().split("\n")
    copy.pg("stop")
    # After a restart of the machine the number belongs to somebody else: here to this test.
    (copy.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *content[1:]]))
    if os.geteuid() == 0:
        shutil.chown(copy.data / "postmaster.pid", copy.data.stat().st_uid)
    assert "started" in copy.pg("start")


@pytest.mark.parametrize("path", ["with space/and 'quote', comma", "long/" + "x" * 100])
def test_any_path_will_do(copy_at: CopyAt, path: str) -> None:
    copy = copy_at(path)
    copy.pg("start")
    assert ask(copy, "SELECT 1") == "1"
    socket = Path(json.loads((copy.root / ".local" / "postgres.json").read_text())["host"])
    assert socket != copy.data
    assert socket.stat().st_mode & 0o077 == 0
    copy.pg("destroy", "--yes")
    assert not socket.exists()


def test_several_first_starts_at_once(copy_at: CopyAt) -> None:
    copy = copy_at("concurrent")
    starts = [
        subprocess.Popen(
            [copy.root / "bin" / "pg", "start"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=copy.environment,
        )
        for _ in range(3)
    ]
    said = [start.communicate(timeout=120)[0].decode() for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0], said
    assert sum("already" not in text for text in said) == 1, said


def test_destroy_asks_first(running: Copy) -> None:
    refused = running.command("pg", "destroy")
    assert refused.returncode == 1
    assert "Nothing deleted" in refused.stdout
    assert ask(running, "SELECT 1") == "1"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another account")
def test_root_in_a_closed_home_shelters_the_data() -> None:
    with tempfile.TemporaryDirectory() as closed:  # 0700, as root's own home
        copy = Copy(Path(closed) / "project")
        copy.pg("start")
        try:
            assert not copy.data.is_relative_to(closed)
            assert copy.data.stat().st_uid != 0
            assert ask(copy, "SELECT 1") == "1"
        finally:
            data = copy.data
            copy.pg("destroy", "--yes")
        assert not data.exists()


def test_other_accounts_are_kept_out(running: Copy) -> None:
    assert running.data.stat().st_mode & 0o077 == 0
    assert ask(running, "SHOW listen_addresses") == ""


def test_overrides_of_this_machine_win(copy_at: CopyAt) -> None:
    copy = copy_at("overrides")
    (copy.root / ".local").mkdir()
    (copy.root / ".local" / "postgres.conf").write_text("work_mem = '9MB'\n")
    copy.pg("start")
    assert ask(copy, "SHOW work_mem") == "9MB"


def test_broken_settings_are_reported_with_the_servers_words(copy_at: CopyAt) -> None:
    copy = copy_at("broken")
    (copy.root / ".local").mkdir()
    (copy.root / ".local" / "postgres.conf").write_text("shared_buffers = 'many'\n")
    failed = copy.command("pg", "start")
    assert failed.returncode == 1
    assert 'invalid value for parameter "shared_buffers"' in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_root_leaves_nothing_of_its_own_in_another_persons_project(copy_at: CopyAt) -> None:
    owner = pwd.getpwnam("nobody")
    copy = copy_at("theirs")
    for path in (copy.root, *copy.root.rglob("*")):
        os.chown(path, owner.pw_uid, owner.pw_gid)
    copy.pg("start")
    made = [path.stat().st_uid for path in (copy.root / ".local").iterdir()]
    assert set(made) == {owner.pw_uid}
    assert ask(copy, "SELECT 1") == "1"
