"""Roles, databases, extensions and planner marks, made ready by the cluster's superuser."""

import os
import subprocess
from dataclasses import dataclass
from urllib.parse import quote

from setup_steps.cluster.places import PORT
from setup_steps.cluster.server import Cluster
from setup_steps.errors import SetupError

ADMIN, OWNER, APP = "postgres", "townsite_owner", "townsite_app"
ROLES = {"admin": ADMIN, "owner": OWNER, "app": APP}
EXTENSIONS = (
    "postgis",
    "ltree",
    "pg_trgm",
    "btree_gist",
    "unaccent",
    "fuzzystrmatch",
    "citext",
)
# Under a row-level policy PostgreSQL uses an index only for operators that cannot leak rows.
# None of these functions reports a value of a row it was given, not even in its errors, so the
# superuser may vouch for them. pg_dump does not carry the mark: it is set again after a restore.
LEAKPROOF = (
    "geometry_overlaps(geometry, geometry)",
    "geometry_contains(geometry, geometry)",
    "geometry_within(geometry, geometry)",
    "geography_overlaps(geography, geography)",
    "ts_match_vq(tsvector, tsquery)",
    "ts_match_qv(tsquery, tsvector)",
    "similarity_op(text, text)",
    "word_similarity_op(text, text)",
    "word_similarity_commutator_op(text, text)",
    "strict_word_similarity_op(text, text)",
    "strict_word_similarity_commutator_op(text, text)",
    "ltree_isparent(ltree, ltree)",
    "ltree_risparent(ltree, ltree)",
    "arraycontains(anyarray, anyarray)",
    "arraycontained(anyarray, anyarray)",
    "arrayoverlap(anyarray, anyarray)",
    "range_contains_elem(anyrange, anyelement)",
    "range_overlaps(anyrange, anyrange)",
)

MAKE_ROLES = "\n".join(
    f"DO $$ BEGIN CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS;"
    " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;"
    for role in (OWNER, APP)
)

DEFAULTS = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public"


def preparation(name: str) -> str:
    """SQL that makes a database ready for migrations; repeatable."""
    return "\n".join(
        [
            # Several set-ups may prepare the same database at once.
            "SELECT pg_advisory_xact_lock(hashtext('townsite prepare'));",
            "SET LOCAL client_min_messages = warning;",
            *[f"CREATE EXTENSION IF NOT EXISTS {extension};" for extension in EXTENSIONS],
            *[f"ALTER FUNCTION {function} LEAKPROOF;" for function in LEAKPROOF],
            f"GRANT CONNECT, TEMPORARY ON DATABASE {quoted(name)} TO {APP};",
            f"ALTER SCHEMA public OWNER TO {OWNER};",
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
            f"GRANT USAGE ON SCHEMA public TO {APP};",
            f"{DEFAULTS} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};",
            f"{DEFAULTS} GRANT USAGE, SELECT ON SEQUENCES TO {APP};",
        ]
    )


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def outside_sql(name: str) -> str:
    """What the administrator of another server runs in database `name` before its first use."""
    note = "-- Run as a superuser in the database; leave out ALTER FUNCTION where it is refused."
    return f"{note}\n{MAKE_ROLES}\nBEGIN;\n{preparation(name)}\nCOMMIT;"


@dataclass(frozen=True)
class Databases:
    """The databases of a running private cluster."""

    cluster: Cluster

    def sql(self, text: str, database: str = "postgres") -> str:
        """What psql prints (unaligned, tuples only) for these statements, one transaction.

        Raises SetupError with PostgreSQL's message.
        """
        command = [self.cluster.binaries.path("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", str(self.cluster.socket), "-p", str(PORT), "-U", ADMIN, "-d", database]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        answer = subprocess.run(
            command, input=text, check=False, capture_output=True, text=True, env=environment
        )
        if answer.returncode:
            raise SetupError(f"PostgreSQL refused: {answer.stderr.strip()}")
        return answer.stdout.strip()

    def exists(self, name: str) -> bool:
        literal = name.replace("'", "''")
        return bool(self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{literal}'"))

    def prepare(self, name: str) -> bool:
        """Whether the database is new; in any case it has roles, extensions and marks after."""
        self.sql(MAKE_ROLES)
        is_new = not self.exists(name)
        if is_new:
            self._create(name)
        self.sql(f"BEGIN;\n{preparation(name)}\nCOMMIT;", database=name)
        return is_new

    def _create(self, name: str) -> None:
        try:
            self.sql(
                f"CREATE DATABASE {quoted(name)} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'"
            )
        except SetupError:
            if not self.exists(name):  # another set-up was faster
                raise

    def url(self, name: str, role: str = "app") -> str:
        """The libpq address of a database for one of the roles app, owner, admin."""
        host = quote(str(self.cluster.socket), safe="/")
        return f"postgresql://{ROLES[role]}@/{quote(name, safe='')}?host={host}&port={PORT}"
