"""No table that leads to a site or territory may stand outside row-level security."""

from django.apps import apps
from django.db import connection, models

ROOTS = {"sites.site", "territories.territory"}
# Reference data everybody may read: it leads to no site.
ALLOWED: set[str] = set()


def leads_to_a_site(model: type[models.Model], seen: frozenset[str] = frozenset()) -> bool:
    """Whether the model is, or points by any chain of foreign keys to, a site or territory."""
    label = model._meta.label_lower
    if label in ROOTS or {"site_id", "territory_id"} & {
        f.attname for f in model._meta.concrete_fields
    }:
        return True
    targets = [
        f.related_model for f in model._meta.concrete_fields if f.is_relation and f.related_model
    ]
    return any(
        leads_to_a_site(t, seen | {label}) for t in targets if t._meta.label_lower not in seen
    )


def protected_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relrowsecurity"
            " AND EXISTS (SELECT 1 FROM pg_policies p WHERE p.tablename = c.relname AND p.cmd = 'SELECT')"
        )
        return {row[0] for row in cursor.fetchall()}


def test_every_model_with_a_path_to_a_site_has_a_policy(db):
    wanted = {m._meta.db_table for m in apps.get_models() if leads_to_a_site(m)} - ALLOWED
    assert "sites_site" in wanted
    assert "territories_assignment" in wanted
    assert wanted - protected_tables() == set()


def test_the_tests_run_as_a_role_that_row_security_binds(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("townsite_app", False, False)
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE tableowner = current_user AND schemaname = 'public'"
        )
        assert cursor.fetchone() == (0,)


def test_views_ask_as_their_reader(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE nspname = 'public' AND relkind IN ('v', 'm')"
            " AND NOT coalesce(reloptions::text LIKE '%security_invoker=true%', false)"
            " AND relname NOT IN ('geography_columns', 'geometry_columns')"
        )
        assert cursor.fetchall() == []
