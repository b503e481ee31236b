"""Row-level security policies as SQL, in the one measured form.

`(select all-flag) OR key = ANY (array)`: the sub-selects are evaluated once a query, the OR keeps
the planner on the index that fits the question, and no scope at all shows nothing.
"""

READ = "read"
WRITE = "write"
# The main hierarchy, as territories' first migration makes it; this part lies below theirs.
MAIN = "00000000-0000-7000-8000-000000000001"


def _all(access: str) -> str:
    return f"(SELECT coalesce(current_setting('townsite.{access}_all', true), '') = 'on')"


def _ids(access: str, what: str) -> str:
    name = f"townsite.{access}_{what}"
    # The outer cast keeps PostgreSQL from reading `= ANY ((SELECT …))` as a row-wise sub-select.
    return f"(SELECT coalesce(nullif(current_setting('{name}', true), ''), '{{}}')::uuid[])::uuid[]"


USER = "(SELECT nullif(current_setting('townsite.user', true), '')::uuid)"
# Whose new sites are in reach: the same person, nobody for a token narrowed to places.
OWN = "(SELECT nullif(current_setting('townsite.own', true), '')::uuid)"
ASSIGNED = "(SELECT coalesce(current_setting('townsite.read_assigned', true), '') = 'on')"


def everything(access: str) -> str:
    """Only holders of the whole portfolio."""
    return _all(access)


def site_rows(access: str, *, table: str) -> str:
    """Rows of the site table itself: by territory, by single grant, or one's own new site.

    A site without territory is seen by the person who made it, so that onboarding can begin.
    Whoever reads every territory is not asked for each site which one it has.
    """
    assigned = f" OR ({ASSIGNED} AND {table}.territory_id IS NOT NULL)" if access == READ else ""
    return (
        f"{_all(access)}{assigned}"
        f" OR {table}.territory_id = ANY ({_ids(access, 'territories')})"
        f" OR {table}.id = ANY ({_ids(access, 'sites')})"
        f" OR ({table}.territory_id IS NULL AND {table}.created_by_id = {OWN})"
    )


def further_rows(access: str, *, table: str) -> str:
    """Rows of the site table that a territory in scope holds in a further hierarchy (ADR 0010)."""
    return f"{table}.further_territory_ids && {_ids(access, 'further')}"


def beyond_territories(access: str, *, table: str) -> str:
    """Sites in scope that no territory in scope holds in the main hierarchy.

    That is single grants, one's own new sites, and those of further hierarchies. They are named
    first, from indexes: a condition on the site's columns passed the whole portfolio by.
    """
    return (
        f"{table}.id = ANY (ARRAY(SELECT unnest({_ids(access, 'sites')})"
        " UNION SELECT o.id FROM sites_site o"
        f" WHERE o.territory_id IS NULL AND o.created_by_id = {OWN}"
        " UNION SELECT a.site_id FROM territories_assignment a"
        f" WHERE a.hierarchy_id <> '{MAIN}' AND a.territory_id = ANY ({_ids(access, 'further')})"
        " AND a.kind = 'primary' AND upper_inf(a.valid_during)))"
        f" AND coalesce({table}.territory_id <> ALL ({_ids(access, 'territories')}), true)"
    )


def of_visible_site(access: str, *, table: str, column: str = "site_id") -> str:
    """Rows that belong to a site in scope; the site's own policy answers the inner question."""
    inner = "EXISTS (SELECT 1 FROM sites_site s WHERE s.id = {0}.{1}{2})"
    writable = f" AND ({site_rows(WRITE, table='s')})" if access == WRITE else ""
    return f"{_all(access)} OR {inner.format(table, column, writable)}"


def of_territory(access: str, *, table: str, column: str = "territory_id") -> str:
    """Rows that belong to a territory in scope."""
    return f"{_all(access)} OR {table}.{column} = ANY ({_ids(access, 'territories')})"


def enable(table: str, *, read: str, write: str | None = None, insert: str | None = None) -> str:
    """SQL that puts a table under row-level security.

    `read` is who sees a row, `write` who changes or removes it (nobody if None), `insert` who may
    add it (as `write` if None).
    """
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read})",
    ]
    add = insert or write
    if add:
        statements.append(f"CREATE POLICY {table}_add ON {table} FOR INSERT WITH CHECK ({add})")
    if write:
        statements += [
            f"CREATE POLICY {table}_change ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write})",
            f"CREATE POLICY {table}_remove ON {table} FOR DELETE USING ({write})",
        ]
    return ";\n".join(statements) + ";"


def disable(table: str) -> str:
    """The reverse of `enable`."""
    drops = [
        f"DROP POLICY IF EXISTS {table}_{verb} ON {table}"
        for verb in ("read", "add", "change", "remove")
    ]
    return ";\n".join([*drops, f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]) + ";"


def append_only(table: str) -> str:
    """SQL that lets the app role add and read, never change or remove."""
    return f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM townsite_app;"
