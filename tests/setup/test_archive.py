import tarfile
from pathlib import Path

import pytest

from setup_steps.archive import pack, unpack
from setup_steps.errors import SetupError
from setup_steps.project import Project


def test_dump_uploads_and_key_come_back(project: Project, tmp_path: Path) -> None:
    (project.local / "media").mkdir(parents=True)
    (project.local / "media" / "plan.pdf").write_text("plan")
    (project.local / "secret_key").write_text("key")
    dump, target, out = tmp_path / "dump", tmp_path / "saved.tar", tmp_path / "out"
    dump.write_text("rows")
    pack(project, dump, target)
    assert target.stat().st_mode & 0o077 == 0
    assert unpack(target, out).read_text() == "rows"
    assert (out / "media" / "plan.pdf").read_text() == "plan"
    assert (out / "secret_key").read_text() == "key"


def test_another_archive_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.tar"
    with tarfile.open(other, "w"):
        pass
    with pytest.raises(SetupError, match=r"holds no database\.dump"):
        unpack(other, tmp_path / "out")
    other.write_text("no tar at all")
    with pytest.raises(SetupError, match="cannot be read as a backup"):
        unpack(other, tmp_path / "out")
