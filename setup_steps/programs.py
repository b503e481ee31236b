"""Runs a program of a set-up step: quiet when it works, loud when it fails."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from setup_steps.environment import environment, log_file
from setup_steps.errors import SetupError
from setup_steps.project import Project

LAST_LINES = 25


def run(
    project: Project,
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    extra: dict[str, str] | None = None,
) -> str:
    """What the program printed; its output also goes to `.local/logs/setup.log`.

    Raises SetupError with the last lines when it fails.
    """
    words = [str(word) for word in command]
    answer = subprocess.run(
        words,
        check=False,
        cwd=folder or project.root,
        env=environment(project) | (extra or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    with log_file(project).open("a") as log:
        log.write(f"$ {' '.join(words)}\n{answer.stdout}\n")
    if answer.returncode:
        tail = "\n".join(answer.stdout.splitlines()[-LAST_LINES:])
        raise SetupError(
            f"{' '.join(words[:4])} … ended with {answer.returncode}:\n{tail}\n"
            f"Everything it printed: {log_file(project)}"
        )
    return answer.stdout


def manage(project: Project, *arguments: str) -> str:
    """What a management command printed."""
    return run(project, [project.python, "manage.py", *arguments])
