"""The dated classification of new and changed sites, in the commit that writes them.

Nobody may see a site whose type holds now but never began. New sites have no former values, so
one INSERT is enough for them; changed ones follow as after any other edit.
"""

from django.db import connection

from townsite.imports.writing.work import Work
from townsite.sites.actions import follow_facets
from townsite.sites.choices import Facet

_VALUES = ", ".join(f"('{facet}', s.{facet})" for facet in Facet.values)
_BEGIN = f"""
INSERT INTO sites_classification (id, site_id, facet, value, valid_during, reason, set_by_label)
SELECT uuid7(), s.id, f.facet, f.value, tstzrange(%(at)s, NULL), %(reason)s, %(actor_label)s
FROM pg_temp.import_sites s CROSS JOIN LATERAL (VALUES {_VALUES}) AS f (facet, value)
WHERE f.value <> '' ORDER BY s.row_number
"""
_RECLASSIFIED = f"""
SELECT site_id FROM pg_temp.import_changed WHERE diff ?| ARRAY{Facet.values}
"""


def begin_facets(work: Work) -> None:
    """Dated values of all four facets for new sites, and for those that got another value."""
    work.run(_BEGIN)
    follow_changed(work)


def follow_changed(work: Work) -> None:
    """The same for changed sites alone, as after an undo has given them their former values."""
    with connection.cursor() as cursor:
        cursor.execute(_RECLASSIFIED)
        sites = [row[0] for row in cursor.fetchall()]
    if sites:
        follow_facets(site_ids=sites, by=work.by, at=work.at, reason=work.values["reason"])
