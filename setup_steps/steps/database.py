"""The database: cluster, roles, extensions, migrations."""

import os
import secrets

from setup_steps.cluster.databases import EXTENSIONS, Databases
from setup_steps.cluster.server import Cluster
from setup_steps.environment import outside_database
from setup_steps.errors import SetupError
from setup_steps.programs import manage, run
from setup_steps.project import Project
from setup_steps.stamps import fingerprint

MAIN = "townsite"
CHECK = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_OWNER_URL"], connect_timeout=10) as c:
    have = {row[0] for row in c.execute("SELECT extname FROM pg_extension")}
    print(",".join(sorted(set(os.environ["WANTED"].split(",")) - have)))
with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=10):
    pass
"""


def database_name() -> str:
    return os.environ.get("TOWNSITE_DB") or MAIN


def ready_database(project: Project) -> None:
    """A database with roles and extensions: of the private cluster, or the one outside."""
    if outside_database():
        _check_outside(project)
    else:
        Cluster(project).start()
        Databases(Cluster(project)).prepare(database_name())


def _check_outside(project: Project) -> None:
    wanted = {"WANTED": ",".join(EXTENSIONS)}
    missing = run(project, [project.python, "-c", CHECK], extra=wanted).strip()
    if missing:
        raise SetupError(
            f"The database of DATABASE_URL lacks the extensions {missing}."
            " Its administrator can run what this prints: bin/pg outside-sql"
        )


def database_identity(project: Project) -> str:
    """Another text for another database, even one of the same name made anew."""
    if outside_database():
        return secrets.token_hex()  # somebody else may change it: never skip
    query = (
        "SELECT s.system_identifier || '/' || d.oid FROM pg_control_system() s, pg_database d"
        f" WHERE d.datname = '{database_name()}'"
    )
    return Databases(Cluster(project)).sql(query)


def schema_fingerprint(project: Project) -> str:
    """Changes with any migration, the packages that bring migrations, and the database."""
    files = [
        *project.root.glob("townsite/*/migrations/*.py"),
        project.root / "townsite/config/settings/base.py",  # which packages are installed
        project.root / "requirements/core.txt",
    ]
    files.append(project.root / "townsite/access/row_security.py")
    return fingerprint(files, database_identity(project))


def migrate(project: Project) -> None:
    """The newest schema, made by the owner role."""
    manage(project, "migrate", "--database", "owner", "--verbosity", "1")


def make_local_files(project: Project) -> None:
    """The folders that the settings name, and a secret key readable by its owner only."""
    for name in ("static", "media", "mail"):
        (project.local / name).mkdir(parents=True, exist_ok=True)
    file = project.local / "secret_key"
    if file.exists() and file.stat().st_size:
        return
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_urlsafe(50))
