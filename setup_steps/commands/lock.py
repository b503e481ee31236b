"""`bin/lock`: renews the hash-locked requirement files from `requirements/*.in`.

core comes first and binds the other groups, so that all of them fit into one environment.
"""

import argparse
from pathlib import Path

from setup_steps.programs import run
from setup_steps.progress import Progress
from setup_steps.project import this_project
from setup_steps.steps.python_packages import install_uv

PYTHON = "3.11"  # the oldest one we support
ALONE = ("core", "uv")


def main(arguments: list[str]) -> int:
    """Rewrites the files; with --upgrade, to the newest versions the .in files allow."""
    parser = argparse.ArgumentParser(prog="bin/lock", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")
    given = parser.parse_args(arguments)
    project = this_project()
    uv = install_uv(project)
    for group in groups(project.root / "requirements"):
        with Progress().step(f"requirements/{group}.txt"):
            run(project, [uv, *compile_words(group, upgrade=given.upgrade)])
    return 0


def groups(folder: Path) -> list[str]:
    """The names of the .in files, core first."""
    names = sorted(file.stem for file in folder.glob("*.in"))
    return sorted(names, key=lambda name: name != "core")


def compile_words(group: str, *, upgrade: bool) -> list[str]:
    """Arguments of uv for one group; no file names a package registry's address."""
    bound = [] if group in ALONE else ["-c", "requirements/core.txt"]
    words = ["pip", "compile", "--quiet", "--python-version", PYTHON, f"requirements/{group}.in"]
    words += [*bound, "--generate-hashes", "--no-emit-index-url"]
    return [*words, *(["--upgrade"] if upgrade else []), "-o", f"requirements/{group}.txt"]
