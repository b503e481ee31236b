"""Where this copy of the project stands and where it keeps what it makes."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Project:
    """A working copy: `root` holds the sources, `local` everything made on this machine."""

    root: Path
    local: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def frontend(self) -> Path:
        return self.root / "frontend"


def this_project() -> Project:
    """The project these scripts belong to; TOWNSITE_LOCAL moves its data elsewhere."""
    root = Path(__file__).resolve().parents[1]
    local = Path(os.environ.get("TOWNSITE_LOCAL") or root / ".local").absolute()
    return Project(root=root, local=local)
