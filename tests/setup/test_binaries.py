from pathlib import Path

import pytest

from setup_steps.cluster.binaries import binaries_for, find_binaries
from setup_steps.errors import SetupError


def installation(folder: Path, *, has_postgis: bool = True) -> Path:
    """Something that looks like PostgreSQL 16 on a Fedora."""
    programs = folder / "pgsql-16" / "bin"
    programs.mkdir(parents=True)
    (programs / "postgres").touch()
    extensions = folder / "pgsql-16" / "share" / "extension"
    extensions.mkdir(parents=True)
    if has_postgis:
        (extensions / "postgis.control").touch()
    return programs


def test_given_folder_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(installation(tmp_path)))
    found = find_binaries()
    assert found is not None
    assert found.major == 16
    assert found.path("psql") == str(tmp_path / "pgsql-16/bin/psql")


def test_a_server_without_postgis_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(installation(tmp_path, has_postgis=False)))
    assert find_binaries() is None


def test_data_of_another_version_is_refused_by_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_BIN", str(installation(tmp_path)))
    (tmp_path / "PG_VERSION").write_text("15\n")
    with pytest.raises(SetupError, match="PostgreSQL 15 with PostGIS was not found"):
        binaries_for(tmp_path)
    (tmp_path / "PG_VERSION").write_text("16\n")
    assert binaries_for(tmp_path).major == 16
