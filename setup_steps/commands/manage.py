"""`bin/townsite COMMAND ...`: a management command with everything it needs set."""

import os

from setup_steps.environment import environment
from setup_steps.errors import SetupError
from setup_steps.project import this_project
from setup_steps.setup import Setup


def main(arguments: list[str]) -> int:
    """Becomes `manage.py`; dashes in the command's name are as good as underscores."""
    project = this_project()
    if not project.python.exists():
        raise SetupError("Townsite is not set up here yet. Maybe start it once: bin/run")
    Setup(project).for_managing()
    name, *rest = arguments or ["help"]
    command = [str(project.python), "manage.py", name.replace("-", "_"), *rest]
    os.chdir(project.root)
    os.execve(command[0], command, environment(project))
