"""The browser's part: npm packages and the Vite build, with the Node.js of `.venv`."""

from pathlib import Path

from setup_steps.programs import run
from setup_steps.project import Project
from setup_steps.stamps import files_below, fingerprint


def npm_fingerprint(project: Project) -> str:
    names = ("package.json", "package-lock.json")
    return fingerprint([project.frontend / name for name in names])


def has_npm_packages(project: Project) -> bool:
    return (project.frontend / "node_modules" / ".package-lock.json").exists()


def install_npm_packages(project: Project) -> None:
    """Exactly what package-lock.json says."""
    flags = ("--no-audit", "--no-fund", "--loglevel=error")
    run(project, ["npm", "ci", *flags], folder=project.frontend)


def build_folder(project: Project) -> Path:
    return project.root / "townsite" / "web" / "static" / "build"


def sources_fingerprint(project: Project) -> str:
    """Changes with any source of the build; templates count, as they name icons."""
    templates = files_below(project.root / "townsite" / "web" / "templates")
    return fingerprint([*files_below(project.frontend), *templates])


def is_built(project: Project) -> bool:
    return (build_folder(project) / ".vite" / "manifest.json").exists()


def build(project: Project) -> None:
    """The bundles, with gzip copies beside them: WhiteNoise sends what lies there."""
    run(project, ["npm", "run", "--silent", "build"], folder=project.frontend)
    folder = build_folder(project)
    run(project, [project.python, "-m", "whitenoise.compress", "--no-brotli", "-q", folder])
