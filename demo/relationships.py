"""How sites belong together: campuses, sister hotels, shared garages, successors."""

from collections import defaultdict
from random import Random

from demo.geography import KM_PER_DEGREE
from demo.records import Relationship, Site

SHARED_WITHIN_KM = 1.2
CAMPUS_SHARE, SISTER_SHARE, SHARED_SHARE = 0.5, 0.35, 0.5
GARAGES = frozenset({"mixed_use", "corporate", "retail", "residential", "hotel"})


def relationships(sites: list[Site], rng: Random) -> list[Relationship]:
    """A few hundred relationships of a portfolio of thousands; parents never form a cycle."""
    living = [site for site in sites if site.status == "active"]
    return [*_families(living, rng), *_shared_garages(living, rng), *_successors(sites, living)]


def _families(living: list[Site], rng: Random) -> list[Relationship]:
    """Medical campuses under their largest house; sister hotels of one group in one town."""
    groups: dict[tuple[str, str, str, str], list[Site]] = defaultdict(list)
    for site in living:
        if site.facility_type in ("medical", "hotel"):
            key = (site.facility_type, site.customer.code, site.city, site.state)
            groups[key].append(site)
    found = []
    for (kind, *_), members in groups.items():
        members.sort(key=lambda site: (-(site.parking_spaces or 0), site.number))
        head, share = members[0], CAMPUS_SHARE if kind == "medical" else SISTER_SHARE
        relation = "parent" if kind == "medical" else "sibling"
        found += [
            Relationship(head.number, other.number, relation)
            for other in members[1:]
            if rng.random() < share
        ]
    return found


def _shared_garages(living: list[Site], rng: Random) -> list[Relationship]:
    cells: dict[tuple[int, int], list[Site]] = defaultdict(list)
    for site in living:
        if site.facility_type in GARAGES:
            cells[int(site.longitude * 50), int(site.latitude * 50)].append(site)
    found = []
    for members in cells.values():
        for first, second in zip(members[::2], members[1::2], strict=False):
            if _km(first, second) < SHARED_WITHIN_KM and rng.random() < SHARED_SHARE:
                share = 10 * (2 + int(rng.random() * 5))
                found.append(Relationship(first.number, second.number, "shared_parking", share))
    return found


def _successors(sites: list[Site], living: list[Site]) -> list[Relationship]:
    """Closed sites with a younger one of the same kind in the same town."""
    younger: dict[tuple[str, str, str], Site] = {}
    for site in living:
        key = (site.facility_type, site.city, site.state)
        if site.start_date and (key not in younger or site.number > younger[key].number):
            younger[key] = site
    return [
        Relationship(site.number, heir.number, "predecessor")
        for site in sites
        if site.status == "inactive"
        and (heir := younger.get((site.facility_type, site.city, site.state)))
        and heir.number > site.number
    ]


def _km(one: Site, other: Site) -> float:
    east = (one.longitude - other.longitude) * 0.8  # cosine of a middling American latitude
    return KM_PER_DEGREE * float((east**2 + (one.latitude - other.latitude) ** 2) ** 0.5)
