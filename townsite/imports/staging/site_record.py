"""A site's present values as JSON, in the fields and forms of an import row."""

TEXTS = (
    "number", "name", "status", "facility_type", "business_segment", "service_class", "tier",
    "commercial_class", "street1", "street2", "city", "state", "zip", "country", "time_zone",
    "geocode_source", "geocode_quality", "parking_mode", "gl_string", "vendor_code",
    "legal_entity", "p_and_l_category", "cog_segment", "invoice_recipient",
)  # fmt: skip
PLAIN = ("is_24_7", "parking_spaces", "room_count", "start_date", "close_date")

# Aliases: s the site, c its customer, t its territory, e its external id in the import's system.
# An empty text and NULL are the same nothing here.
RECORD = "jsonb_build_object({})".format(
    ", ".join(
        [f"'{name}', nullif(s.{name}, '')" for name in TEXTS]
        + [f"'{name}', s.{name}" for name in PLAIN]
        + [
            "'annual_revenue', s.annual_revenue_cents",
            "'latitude', round(ST_Y(s.location)::numeric, 7)",
            "'longitude', round(ST_X(s.location)::numeric, 7)",
            "'customer', c.name",
            "'district', t.code",
            "'external_id', e.key",
        ]
    )
)
JOINS = """
LEFT JOIN sites_customer c ON c.id = s.customer_id
LEFT JOIN territories_territory t ON t.id = s.territory_id
LEFT JOIN sites_externalid e ON e.site_id = s.id AND e.system = %(system)s
"""
FIELDS = (
    *TEXTS,
    *PLAIN,
    "annual_revenue",
    "latitude",
    "longitude",
    "customer",
    "district",
    "external_id",
)
