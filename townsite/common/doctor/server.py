"""Findings about the PostgreSQL server and the roles on it."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connections

from setup_steps.cluster.databases import EXTENSIONS, LEAKPROOF
from townsite.common.doctor.finding import Finding, Verdict, found

OLDEST_POSTGRESQL = 150_000  # 15: security_invoker views, as PostgreSQL writes versions
OLDEST_POSTGIS = (3, 3)
PREPARE = "Let the administrator run what this prints: bin/pg outside-sql"


def _rows(sql: str, *values: Any, alias: str = "default") -> list[Any]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def server_findings() -> Iterator[Finding]:
    """Versions, extensions, roles and planner marks, asked as the app role."""
    yield _postgresql()
    yield from _extensions()
    yield _no_special_rights()
    yield _owns_nothing()
    yield _marks()


def _postgresql() -> Finding:
    name, number = _rows("SELECT version(), current_setting('server_version_num')::int")[0]
    return found(
        "PostgreSQL",
        name.split(" on ")[0],
        good=number >= OLDEST_POSTGRESQL,
        way_out="Townsite needs PostgreSQL 15 or later.",
    )


def _extensions() -> Iterator[Finding]:
    have = dict(_rows("SELECT extname, extversion FROM pg_extension"))
    missing = [name for name in EXTENSIONS if name not in have]
    yield found(
        "Extensions",
        f"missing: {', '.join(missing)}" if missing else f"all {len(EXTENSIONS)} there",
        good=not missing,
        way_out=PREPARE,
    )
    if "postgis" in have:
        version = tuple(int(part) for part in have["postgis"].split(".")[:2])
        yield found(
            "PostGIS",
            have["postgis"],
            good=version >= OLDEST_POSTGIS,
            way_out="Townsite needs PostGIS 3.3 or later.",
        )


def _no_special_rights() -> Finding:
    """A superuser, or a role with BYPASSRLS, would see every site whatever its grants."""
    owner = settings.DATABASES["owner"]["USER"]
    name, is_exempt, is_owner = _rows(
        """SELECT current_user, rolsuper OR rolbypassrls,
                  coalesce((SELECT pg_has_role(current_user, o.oid, 'MEMBER')
                            FROM pg_roles o WHERE o.rolname = %s), false)
           FROM pg_roles WHERE rolname = current_user""",
        owner,
    )[0]
    return found(
        "App role under row security",
        name if not (is_exempt or is_owner) else f"{name} sees past row-level security",
        good=not (is_exempt or is_owner),
        way_out=f"Serve as a plain role: NOSUPERUSER, NOBYPASSRLS, no member of {owner}.",
    )


def _owns_nothing() -> Finding:
    """The owner of a table is exempt from its policies."""
    owned = _rows(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm')"
        " AND relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
        " AND NOT pg_is_other_temp_schema(relnamespace) AND relpersistence <> 't'"
    )
    names = ", ".join(row[0] for row in owned[:5])
    return found(
        "App role owns no table",
        f"it owns {names}" if owned else "none",
        good=not owned,
        way_out="Give the tables to the owner role: REASSIGN OWNED BY … TO …",
    )


def _marks() -> Finding:
    """Without the marks PostgreSQL may not use search and map indexes under a policy."""
    marked = _rows(
        "SELECT f FROM unnest(%s::text[]) f WHERE NOT coalesce("
        "(SELECT proleakproof FROM pg_proc WHERE oid = to_regprocedure(f)), false)",
        list(LEAKPROOF),
    )
    missing = [row[0].split("(")[0] for row in marked]
    return found(
        "LEAKPROOF marks",
        f"{len(missing)} missing: {', '.join(missing[:4])}" if missing else "all set",
        good=not missing,
        otherwise=Verdict.WARN,
        way_out=f"Search and maps work, but slowly. {PREPARE}",
    )
