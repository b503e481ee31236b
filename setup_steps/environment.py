"""The environment of every program the set-up starts."""

import os
from pathlib import Path

from setup_steps.errors import SetupError
from setup_steps.project import Project

SETTINGS = "townsite.config.settings.development"


def environment(project: Project) -> dict[str, str]:
    """The environment of this process with the project's own programs first."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
    path = os.pathsep.join([str(project.venv / "bin"), kept.get("PATH", os.defpath)])
    own = {
        "PATH": path,
        "VIRTUAL_ENV": str(project.venv),
        "TOWNSITE_LOCAL": str(project.local),
        "PYTHONUNBUFFERED": "1",
    }
    return {"DJANGO_SETTINGS_MODULE": SETTINGS, **kept, **own}


def outside_database() -> str | None:
    """The DATABASE_URL that replaces the private cluster, or None.

    Raises SetupError when the owner's address is missing: migrations never run as the app role.
    """
    app = os.environ.get("DATABASE_URL")
    if app and not os.environ.get("DATABASE_OWNER_URL"):
        raise SetupError(
            "DATABASE_URL is set, but DATABASE_OWNER_URL is not: the app role serves under"
            " row-level security and may not migrate. Maybe see docs/guides/operating.md."
        )
    return app


def log_file(project: Project) -> Path:
    """Where the programs' own output goes."""
    folder = project.local / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "setup.log"
