"""Remembers which inputs a step was last done for, so that it can be skipped."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """A hash of the files' names and contents and of further words; missing files count too."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b"\0")
    for file in sorted(set(files)):
        digest.update(str(file).encode() + b"\0")
        digest.update(file.read_bytes() if file.is_file() else b"missing")
    return digest.hexdigest()


def files_below(
    *folders: Path, skip: tuple[str, ...] = ("node_modules", "__pycache__")
) -> list[Path]:
    """Every file below the folders, except in folders of the names to skip."""
    found = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    return [file for file in found if not set(skip) & set(file.parts)]


@dataclass(frozen=True)
class Stamps:
    """One small file for each step in `.local/steps`."""

    folder: Path

    def matches(self, step: str, value: str) -> bool:
        """Whether the step was last done for exactly these inputs."""
        try:
            return (self.folder / step).read_text() == value
        except OSError:
            return False

    def has(self, step: str) -> bool:
        """Whether the step was ever done."""
        return (self.folder / step).exists()

    def put(self, step: str, value: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / step).write_text(value)

    def forget(self, step: str) -> None:
        (self.folder / step).unlink(missing_ok=True)
