"""Holding everything change sets touch, in one order, so that publications wait for each other."""

from collections.abc import Sequence

from townsite.changes.models import ChangeSet
from townsite.sites.models import Site
from townsite.territories.models import Territory


def lock_places(change_sets: Sequence[ChangeSet]) -> None:
    """Locks the sites, then the territories, by key; readers are never blocked.

    The actions that write facts lock the same rows, so nothing changes between the comparison with
    the draft and the writing. NO KEY UPDATE lets others go on referring to the territory.
    """
    sites = Site.objects.filter(touches__change_set__in=change_sets).order_by("pk")
    list(sites.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    territories = Territory.objects.filter(touches__change_set__in=change_sets).order_by("pk")
    list(territories.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
