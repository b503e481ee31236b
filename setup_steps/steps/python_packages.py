"""The virtual environment `.venv`, filled from the hash-locked requirement files."""

import subprocess
import sys
from pathlib import Path

from setup_steps.programs import run
from setup_steps.project import Project
from setup_steps.stamps import fingerprint


def requirement_files(project: Project, groups: tuple[str, ...]) -> list[Path]:
    return [project.root / "requirements" / f"{group}.txt" for group in groups]


def packages_fingerprint(project: Project, groups: tuple[str, ...]) -> str:
    """Changes with any requirement file, and with the Python of `.venv`."""
    python = project.python.resolve() if project.python.exists() else "none"
    return fingerprint(requirement_files(project, groups), str(python))


def python_works(project: Project) -> bool:
    """Whether `.venv` has a Python that still starts; one of a removed version does not."""
    try:
        answer = subprocess.run([project.python, "-c", ""], check=False, capture_output=True)
    except OSError:
        return False
    return answer.returncode == 0


def install_uv(project: Project) -> Path:
    """The program uv, from pip into an environment of its own: a system's pip may be closed to us (PEP 668)."""
    home = project.local / "tools" / "uv"
    program = home / "bin" / "uv"
    locked = project.root / "requirements" / "uv.txt"
    version = fingerprint([locked])
    noted = home / "installed"
    if program.exists() and noted.exists() and noted.read_text() == version:
        return program
    run(project, [sys.executable, "-m", "venv", "--clear", home])
    pip: list[str | Path] = [
        home / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
    ]
    run(project, [*pip, "-r", locked])
    noted.write_text(version)
    return program


def install_packages(project: Project, groups: tuple[str, ...]) -> None:
    """Brings `.venv` to what the groups' files say; packages of other groups stay."""
    uv = install_uv(project)
    if not python_works(project):
        run(project, [uv, "venv", "--clear", "--python", sys.executable, project.venv])
    files = [f"-r{file}" for file in requirement_files(project, groups)]
    run(project, [uv, "pip", "install", "--python", project.python, "--require-hashes", *files])
