"""Keeping what a change set touches, for its scope and its events."""

from django.db import connection

from townsite.changes.facts import Diff
from townsite.changes.facts.diff import places_of
from townsite.changes.models import ChangeSet, Touch

_SITES = """
INSERT INTO changes_touch (change_set_id, site_id)
SELECT %s, id FROM sites_site WHERE number = ANY (%s) ON CONFLICT DO NOTHING
"""
# Sites are seen from the territory they are in, so that is touched as well.
_TERRITORIES = """
INSERT INTO changes_touch (change_set_id, territory_id)
SELECT %s, id FROM territories_territory WHERE code = ANY (%s)
    OR id IN (SELECT territory_id FROM sites_site WHERE number = ANY (%s))
ON CONFLICT DO NOTHING
"""
_COMMON = """
SELECT id FROM territories_territory WHERE path = (
    SELECT lca(array_agg(path || 'x'::ltree)) FROM territories_territory
    WHERE id IN (SELECT territory_id FROM changes_touch WHERE change_set_id = %s))
"""


def touch(change_set: ChangeSet, diff: Diff, *, afresh: bool = False) -> None:
    """Notes the sites and territories of `diff`, and the lowest territory that holds them all."""
    if afresh:
        Touch.objects.filter(change_set=change_set).delete()
    places = places_of(diff)
    sites = list(places.sites)
    # What only concerns a further hierarchy is looked after from there.
    aside = places_of({fact: pair for fact, pair in diff.items() if fact.kind != "further"})
    with connection.cursor() as cursor:
        cursor.execute(_SITES, [change_set.pk, sites])
        cursor.execute(_TERRITORIES, [change_set.pk, list(places.territories), list(aside.sites)])
        cursor.execute(_COMMON, [change_set.pk])
        found = cursor.fetchone()
    change_set.territory_id = found[0] if found else None
