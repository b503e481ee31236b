"""The template's rows: a header that the guess recognizes, and one example."""

from townsite.imports.fields import FIELDS

EXAMPLE = {
    "number": "0417", "external_id": "A-1001", "name": "Harborline Suites Norfolk",
    "customer": "Harborline Group", "facility_type": "hotel", "status": "active",
    "business_segment": "hospitality", "service_class": "valet", "tier": "2",
    "commercial_class": "standard", "street1": "12 Pier Road", "street2": "Suite 200",
    "city": "Norfolk", "state": "VA", "zip": "23510", "country": "US", "latitude": "36.8465",
    "longitude": "-76.2859", "parking_spaces": "320", "room_count": "214", "parking_mode": "valet",
    "is_24_7": "yes", "gl_string": "02-03-4799-", "vendor_code": "HARBOR", "legal_entity": "02",
    "p_and_l_category": "Operations", "cog_segment": "Base", "start_date": "2025-03-01",
    "annual_revenue": "1250000", "contact_name": "Front Desk",
    "contact_email": "front-desk@harborline.example.com", "contact_phone": "+17575550100",
    "contact_role": "primary", "billing_emails": "ap@harborline.example.com",
}  # fmt: skip


def template_rows() -> list[list[str]]:
    """The header and the example, without the field that other columns make up."""
    keys = [key for key in FIELDS if key != "address"]
    return [[FIELDS[key].label for key in keys], [EXAMPLE.get(key, "") for key in keys]]
