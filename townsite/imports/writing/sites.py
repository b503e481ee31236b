"""New sites, changed sites, their customers and external ids."""

from townsite.common.errors import Stale
from townsite.imports.writing.work import Work
from townsite.sites.quality import HEALTH, assessment

CUSTOMERS = """
WITH made AS (
    INSERT INTO sites_customer (id, name, code, website, notes, created_by_id, created_at,
                                updated_at, version)
    SELECT uuid7(), name, '', '', '', %(actor)s, %(at)s, %(at)s, 1
    FROM (SELECT DISTINCT ON (lower(name)) name FROM (
              SELECT values ->> 'customer' AS name FROM pg_temp.import_new
              UNION ALL SELECT diff #>> '{customer,1}' FROM pg_temp.import_changed) named
          WHERE name IS NOT NULL ORDER BY lower(name), name) wanted
    WHERE NOT EXISTS (SELECT 1 FROM sites_customer c WHERE lower(c.name) = lower(wanted.name))
    RETURNING id
)
INSERT INTO imports_made (of_id, kind, object_id) SELECT %(import)s, 'customer', id FROM made
"""

_CUSTOMER = "(SELECT c.id FROM sites_customer c WHERE lower(c.name) = lower({name}) LIMIT 1)"
_POINT = (
    "ST_SetSRID(ST_MakePoint(({v} ->> 'longitude')::float8, ({v} ->> 'latitude')::float8), 4326)"
)
TEXTS = (
    "name", "status", "facility_type", "business_segment", "service_class", "tier",
    "commercial_class", "street1", "street2", "city", "state", "zip", "country", "time_zone",
    "parking_mode", "gl_string", "vendor_code", "legal_entity", "p_and_l_category", "cog_segment",
    "invoice_recipient",
)  # fmt: skip
TYPED = {
    "parking_spaces": "int", "room_count": "int", "start_date": "date", "close_date": "date",
}  # fmt: skip

_NEW_VALUES = (
    {name: f"coalesce(n.values ->> '{name}', '')" for name in TEXTS}
    | {name: f"(n.values ->> '{name}')::{kind}" for name, kind in TYPED.items()}
    | {
        "id": "n.site_id",
        "number": "n.number",
        "annual_revenue_cents": "(n.values ->> 'annual_revenue')::bigint",
        "is_24_7": "coalesce((n.values ->> 'is_24_7')::bool, false)",
        "operating_hours": "coalesce(n.values -> 'operating_hours', '{}')",
        "location": _POINT.format(v="n.values"),
        "geocode_source": "coalesce(n.values ->> 'geocode_source', 'none')",
        "geocode_quality": "coalesce(n.values ->> 'geocode_quality', 'none')",
        "customer_id": "cust.id",
        "complexity_override_reason": "''",
        "revenue_class": "''",
        "search_extra": "concat_ws(' ', cust.name, people.words, place.words)",
        "territory_id": "place.id",
        "territory_path": "place.path",
        "created_by_id": "%(actor)s::uuid",
        "created_at": "%(at)s",
        "updated_at": "%(at)s",
        "version": "1",
    }
)
# First beside the portfolio, where no index and no history is kept, so that their quality can be
# measured and each site be written once: writing it twice took 17 s more for 100,000.
PREPARE = f"""
DROP TABLE IF EXISTS pg_temp.import_sites;
CREATE TEMPORARY TABLE import_sites ON COMMIT DROP AS
SELECT n.row_number, {", ".join(f"{value} AS {name}" for name, value in _NEW_VALUES.items())},
       NULL::uuid AS merged_into_id, NULL::smallint AS complexity
FROM pg_temp.import_new n
LEFT JOIN (SELECT DISTINCT ON (lower(name)) id, name, lower(name) AS key FROM sites_customer
           ORDER BY lower(name), id) cust ON cust.key = lower(n.values ->> 'customer')
-- The words by which the directory finds a site, exactly as its own trigger would put them:
-- then that trigger has nothing to write again when the contacts are linked.
LEFT JOIN (SELECT p.site_id, string_agg(concat_ws(' ', c.first_name, c.last_name, c.email,
                  translate(c.email, '@.', '  ')), ' ' ORDER BY c.id) AS words
           FROM (SELECT DISTINCT site_id, contact_id, role FROM pg_temp.import_people) p
           JOIN sites_contact c ON c.id = p.contact_id
           GROUP BY p.site_id) people ON people.site_id = n.site_id
LEFT JOIN (SELECT t.id, t.code, t.path,
                  (SELECT string_agg(above.code || ' ' || above.name, ' ' ORDER BY above.path)
                   FROM territories_territory above
                   WHERE above.path @> t.path AND above.level <> 'national') AS words
           FROM territories_territory t) place ON place.code = n.values ->> 'district'
"""
# In the shape of sites_sitecontact.
_PEOPLE = (
    "(SELECT NULL::uuid AS id, site_id, contact_id, role, '' AS shift, false AS available_24_7,"
    " tstzrange(%(at)s::timestamptz, NULL) AS valid_during FROM pg_temp.import_people) people"
)
INSERT = f"""
INSERT INTO sites_site ({", ".join(_NEW_VALUES)}, missing, completeness, health)
SELECT {", ".join(f"s.{name}" for name in _NEW_VALUES)}, q.missing, q.completeness, {HEALTH}
FROM pg_temp.import_sites s
JOIN ({assessment(sites="pg_temp.import_sites", contacts=_PEOPLE)}) q ON q.id = s.id
-- Neighbors in the large indexes one after the other: a tenth less than in the order of the file.
ORDER BY s.territory_path, s.name
"""
# Until then searches read the whole heap of new words.
SETTLE = "SELECT townsite_settle_search()"


def _changed(key: str, column: str, value: str) -> str:
    return f"{column} = CASE WHEN n.diff ? '{key}' THEN {value} ELSE s.{column} END"


_MOVED = (
    "CASE WHEN n.diff ?| ARRAY['latitude', 'longitude']"
    f" THEN {_POINT.format(v='n.values')} ELSE s.location END"
)
UPDATE = f"""
UPDATE sites_site s SET {
    ", ".join(
        [_changed(name, name, f"coalesce(n.diff #>> '{{{name},1}}', '')") for name in TEXTS]
        + [
            _changed(name, name, f"(n.diff #>> '{{{name},1}}')::{kind}")
            for name, kind in TYPED.items()
        ]
        + [
            _changed(
                "annual_revenue",
                "annual_revenue_cents",
                "(n.diff #>> '{annual_revenue,1}')::bigint",
            ),
            _changed("is_24_7", "is_24_7", "(n.diff #>> '{is_24_7,1}')::bool"),
            _changed("customer", "customer_id", _CUSTOMER.format(name="n.diff #>> '{customer,1}'")),
            _changed("geocode_source", "geocode_source", "n.values ->> 'geocode_source'"),
            _changed("geocode_quality", "geocode_quality", "n.values ->> 'geocode_quality'"),
            f"location = {_MOVED}",
        ]
    )
}, version = s.version + 1, updated_at = %(at)s
FROM pg_temp.import_changed n WHERE s.id = n.site_id AND s.version = n.version
"""

EXTERNAL_IDS = """
WITH made AS (
    INSERT INTO sites_externalid (id, site_id, system, key)
    SELECT uuid7(), site_id, %(system)s, values ->> 'external_id' FROM pg_temp.import_new
    WHERE values ->> 'external_id' IS NOT NULL
    UNION ALL
    SELECT uuid7(), site_id, %(system)s, diff #>> '{external_id,1}' FROM pg_temp.import_changed
    WHERE diff #>> '{external_id,1}' IS NOT NULL AND diff #>> '{external_id,0}' IS NULL
    RETURNING id, site_id
)
INSERT INTO imports_made (of_id, kind, object_id, site_id)
SELECT %(import)s, 'external_id', id, site_id FROM made
"""
CHANGED_EXTERNAL_IDS = """
UPDATE sites_externalid e SET key = n.diff #>> '{external_id,1}'
FROM pg_temp.import_changed n
WHERE e.site_id = n.site_id AND e.system = %(system)s
  AND n.diff #>> '{external_id,0}' IS NOT NULL AND n.diff #>> '{external_id,1}' IS NOT NULL
"""


def write_sites(work: Work, *, changed: int) -> None:
    """Adds the new sites and changes the others; their people must be written already.

    Raises Stale when a site was saved by somebody after the check.
    """
    work.run(CUSTOMERS, PREPARE, "ANALYZE pg_temp.import_sites (id)", INSERT, SETTLE)
    written = work.run(UPDATE)
    if written != changed:
        raise Stale(
            f"{changed - written:,} of {changed:,} sites were changed by somebody after the check. "
            "Check the import again; nothing was written."
        )
    work.run(EXTERNAL_IDS, CHANGED_EXTERNAL_IDS)
