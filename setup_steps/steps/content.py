"""What stands in the database on first sight: places, base map, demo portfolio."""

from setup_steps.environment import outside_database
from setup_steps.programs import manage, run
from setup_steps.project import Project
from setup_steps.stamps import files_below, fingerprint
from setup_steps.steps.database import database_identity, database_name

SETUP_PACKAGES = "requirements/setup.txt"
ACCOUNTS_FILE = "demo_accounts.json"


def gazetteer_fingerprint(project: Project) -> str:
    packages = project.root / SETUP_PACKAGES
    return fingerprint([packages], database_identity(project))


def base_map_fingerprint(project: Project) -> str:
    """Changes with the map's source packages and with the code that builds it."""
    code = files_below(project.root / "townsite" / "web" / "basemap")
    packages = (SETUP_PACKAGES, "frontend/package-lock.json")
    return fingerprint([*code, *(project.root / name for name in packages)])


def has_base_map(project: Project) -> bool:
    return any(project.local.rglob("*.pmtiles"))


def districting_fingerprint(project: Project) -> str:
    """Changes with the compiled loops and with the compiler."""
    kernels = files_below(project.root / "engines" / "districting" / "kernels")
    return fingerprint([*kernels, project.root / "requirements/optimisation.txt"])


def compile_districting(project: Project) -> None:
    """Numba keeps what it compiles beside the source, so that nobody waits for it later."""
    run(project, [project.python, "-m", "engines.districting.warm"])


def make_gazetteer(project: Project) -> None:
    manage(project, "load_gazetteer")


def make_base_map(project: Project) -> None:
    manage(project, "build_basemap")


def demo_fingerprint(project: Project) -> str:
    """Only the database counts: a portfolio that people work in is never made anew."""
    return database_identity(project)


def accounts_fingerprint() -> str:
    """Another text for another address: the accounts of one database are unknown in the next."""
    return fingerprint([], outside_database() or "private", database_name())


def make_demo(project: Project) -> None:
    manage(project, "make_demo")


def make_administrator(project: Project) -> None:
    manage(project, "make_administrator")
