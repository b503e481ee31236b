"""Row-level security on every table that carries site or territory data."""

from django.db import migrations

from townsite.access.row_security import (
    READ,
    USER,
    WRITE,
    append_only,
    disable,
    enable,
    everything,
    of_territory,
    of_visible_site,
    site_rows,
)

ANYBODY = "true"


def own_by_site(table: str, column: str = "site_id") -> str:
    return enable(
        table,
        read=of_visible_site(READ, table=table, column=column),
        write=of_visible_site(WRITE, table=table, column=column),
    )


def history(table: str, read: str) -> str:
    """Triggers add to history whatever the scope allowed to be written; nobody changes it."""
    return enable(table, read=read, insert=ANYBODY) + append_only(table)


OF_SITE = [
    "sites_classification",
    "sites_sitecontact",
    "sites_siterelationship",
    "sites_document",
    "sites_externalid",
]
CUSTOMER_READ = (
    f"{everything(READ)} OR sites_customer.created_by_id = {USER}"
    " OR EXISTS (SELECT 1 FROM sites_site s WHERE s.customer_id = sites_customer.id)"
)
CONTACT_READ = (
    f"{everything(READ)} OR sites_contact.created_by_id = {USER}"
    " OR EXISTS (SELECT 1 FROM sites_sitecontact l WHERE l.contact_id = sites_contact.id)"
    " OR EXISTS (SELECT 1 FROM sites_site s WHERE s.customer_id = sites_contact.customer_id)"
)
CUSTOMER_WRITE = (
    f"{everything(WRITE)} OR sites_customer.created_by_id = {USER} OR EXISTS (SELECT 1 FROM sites_site s"
    f" WHERE s.customer_id = sites_customer.id AND ({site_rows(WRITE, table='s')}))"
)
CONTACT_WRITE = (
    f"{everything(WRITE)} OR sites_contact.created_by_id = {USER} OR EXISTS (SELECT 1 FROM sites_sitecontact l"
    " JOIN sites_site s ON s.id = l.site_id"
    f" WHERE l.contact_id = sites_contact.id AND ({site_rows(WRITE, table='s')}))"
)
# A person sees the territories they reach and those above them, so that paths can be read.
TERRITORY_READ = (
    of_territory(READ, table="territories_territory", column="id")
    + " OR territories_territory.path @> ANY (SELECT townsite_scope_paths())"
)
EVENT_READ = (
    f"{everything(READ)} OR audit_event.actor_id = {USER}"
    " OR (audit_event.site_id IS NOT NULL AND EXISTS"
    " (SELECT 1 FROM sites_site s WHERE s.id = audit_event.site_id))"
    " OR (audit_event.site_id IS NULL AND "
    + of_territory(READ, table="audit_event")
    + ")"
)

# Runs as its owner, past row-level security, and answers only about the reader's own scope.
SCOPE_PATHS = """
CREATE FUNCTION townsite_scope_paths() RETURNS SETOF ltree LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS $$
    SELECT path FROM territories_territory WHERE id = ANY (
        coalesce(nullif(current_setting('townsite.read_territories', true), ''), '{}')::uuid[])
    UNION
    SELECT territory_path FROM sites_site WHERE territory_path IS NOT NULL AND id = ANY (
        coalesce(nullif(current_setting('townsite.read_sites', true), ''), '{}')::uuid[])
$$;
"""


def statements() -> str:
    parts = [
        SCOPE_PATHS,
        enable(
            "sites_site",
            read=site_rows(READ, table="sites_site"),
            write=site_rows(WRITE, table="sites_site"),
        ),
        *[own_by_site(table) for table in OF_SITE],
        enable("sites_customer", read=CUSTOMER_READ, write=CUSTOMER_WRITE),
        enable("sites_contact", read=CONTACT_READ, write=CONTACT_WRITE),
        enable(
            "territories_territory",
            read=TERRITORY_READ,
            write=of_territory(WRITE, table="territories_territory", column="id"),
        ),
        *[
            enable(
                table,
                read=f"EXISTS (SELECT 1 FROM territories_territory t WHERE t.id = {table}.territory_id)",
                write=of_territory(WRITE, table=table),
            )
            for table in (
                "territories_territoryplacement",
                "territories_boundary",
                "territories_post",
            )
        ],
        own_by_site("territories_assignment"),
        enable(
            "access_grant",
            read=f"{everything(READ)} OR access_grant.user_id = {USER}",
            write=everything(WRITE),
        ),
        enable("audit_event", read=EVENT_READ, insert=ANYBODY) + append_only("audit_event"),
        history("sites_siteevent", of_visible_site(READ, table="sites_siteevent", column="pgh_obj_id")),
        *[history(f"{table}event", of_visible_site(READ, table=f"{table}event")) for table in OF_SITE],
        history("territories_assignmentevent", of_visible_site(READ, table="territories_assignmentevent")),
        *[
            history(f"{table}event", everything(READ))
            for table in (
                "sites_customer",
                "sites_contact",
                "territories_territory",
                "territories_territoryplacement",
                "territories_boundary",
                "territories_post",
                "access_grant",
            )
        ],
    ]
    return "\n".join(parts)


TABLES = [
    "sites_site", "sites_customer", "sites_contact", "territories_territory",
    "territories_territoryplacement", "territories_boundary", "territories_post",
    "territories_assignment", "access_grant", *OF_SITE,
]
UNDO = "\n".join(
    [*[disable(t) for t in TABLES], *[disable(f"{t}event") for t in TABLES], disable("audit_event"),
     "DROP FUNCTION townsite_scope_paths();"]
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_initial"),
        ("sites", "0002_indexes"),
        ("territories", "0002_site_territory"),
        ("audit", "0001_initial"),
    ]
    operations = [migrations.RunSQL(statements(), UNDO)]
