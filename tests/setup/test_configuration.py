from pathlib import Path

import pytest

from setup_steps.cluster.configuration import memory_bytes, settings, write_configuration

GB = 1024**3


@pytest.mark.parametrize(
    ("memory", "buffers"), [(256 * 1024**2, "64MB"), (24 * GB, "3072MB"), (512 * GB, "8192MB")]
)
def test_shared_buffers_follow_the_memory(memory: int, buffers: str) -> None:
    assert settings(memory, Path("/run"))["shared_buffers"] == buffers


@pytest.mark.parametrize(("has_lz4", "how"), [(True, "lz4"), (False, "on")])
def test_the_log_is_compressed_by_what_the_server_was_built_with(has_lz4: bool, how: str) -> None:
    assert settings(GB, Path("/run"), has_lz4=has_lz4)["wal_compression"] == how


def test_this_machine_has_some_memory() -> None:
    assert 128 * 1024**2 < memory_bytes() < 64 * 1024 * GB


def test_values_are_quoted_and_included_once(tmp_path: Path) -> None:
    (tmp_path / "postgresql.conf").write_text("# main\n")
    for _ in range(2):
        write_configuration(tmp_path, {"cluster_name": "it's \\ here"}, tmp_path / "none.conf")
    assert "cluster_name = 'it''s \\\\ here'" in (tmp_path / "townsite.conf").read_text()
    assert (tmp_path / "postgresql.conf").read_text().count("townsite.conf") == 1
