import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from setup_steps.project import Project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The set-up knows nothing of Django; no test here asks for its database."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project without any file."""
    return Project(root=tmp_path, local=tmp_path / ".local")


class Copy:
    """A copy of the set-up code in a folder of its own, driven by its scripts in `bin/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True)
        for name in ("bin", "setup_steps"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))

    @property
    def data(self) -> Path:
        return (self.root / ".local" / "postgres").resolve()

    @property
    def environment(self) -> dict[str, str]:
        """Without what points to the project under test: its data must stay untouched."""
        foreign = ("TOWNSITE", "DATABASE")
        return {key: value for key, value in os.environ.items() if not key.startswith(foreign)}

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The finished `bin/` script, whatever its status."""
        return subprocess.run(
            [str(self.root / "bin" / words[0]), *words[1:]],
            check=False,
            capture_output=True,
            text=True,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            timeout=120,
        )

    def pg(self, *words: str) -> str:
        """What `bin/pg` printed; the test fails when it fails."""
        done = self.command("pg", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()


Copies = Callable[[str], Copy]


@contextmanager
def copies() -> Iterator[Copies]:
    """Copies below a temporary folder that everybody may enter; gone again afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="townsite-test-"))
    folder.chmod(0o755)
    made: list[Copy] = []

    def make(path: str) -> Copy:
        made.append(Copy(folder / path))
        return made[-1]

    yield make
    for copy in made:
        copy.pg("destroy", "--yes")
    shutil.rmtree(folder)


@pytest.fixture
def copy_at() -> Iterator[Copies]:
    """`copy_at("some/path")`: a copy below a folder of its own."""
    with copies() as make:
        yield make


@pytest.fixture(scope="module")
def running() -> Iterator[Copy]:
    """A copy whose cluster runs, for tests that only look and add: a first start takes seconds."""
    with copies() as make:
        copy = make("running")
        copy.pg("start")
        yield copy
