"""Whether a pid file is stale, told from a /proc made up for the test."""

from pathlib import Path

import pytest

from setup_steps.cluster.processes import postmaster_pid, servers_in, socket_folder_in_use


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def process(proc: Path, pid: int, *, state: str, name: str, folder: Path) -> None:
    entry = proc / str(pid)
    entry.mkdir(parents=True)
    (entry / "stat").write_text(f"{pid} ({name}) {state} 1 1 1")
    (entry / "comm").write_text(name + "\n")
    (entry / "cwd").symlink_to(folder)


def test_a_living_server_counts(tmp_path: Path, data: Path) -> None:
    process(tmp_path / "proc", 7, state="S", name="postgres", folder=data)
    assert servers_in(data, tmp_path / "proc") == [7]


@pytest.mark.parametrize(
    ("state", "name"),
    [("Z", "postgres"), ("X", "postgres"), ("S", "vim")],
    ids=["zombie", "dead", "another program"],
)
def test_zombies_and_strangers_do_not_count(
    tmp_path: Path, data: Path, state: str, name: str
) -> None:
    process(tmp_path / "proc", 7, state=state, name=name, folder=data)
    assert servers_in(data, tmp_path / "proc") == []


def test_a_server_of_another_folder_does_not_count(tmp_path: Path, data: Path) -> None:
    process(tmp_path / "proc", 7, state="S", name="postgres", folder=tmp_path)
    assert servers_in(data, tmp_path / "proc") == []


def test_a_name_with_a_parenthesis_is_read_rightly(tmp_path: Path, data: Path) -> None:
    process(tmp_path / "proc", 7, state="S", name="postgres) Z (", folder=data)
    assert servers_in(data, tmp_path / "proc") == [7]


def test_pid_file_lines(data: Path) -> None:
    assert postmaster_pid(data) is None
    assert socket_folder_in_use(data) is None
    (data / "postmaster.pid").write_text("42\n/data\n1700000000\n5432\n/run/short\n\n")
    assert postmaster_pid(data) == 42
    assert socket_folder_in_use(data) == Path("/run/short")


def test_half_written_pid_file_is_no_server(data: Path) -> None:
    (data / "postmaster.pid").write_text("")
    assert postmaster_pid(data) is None
