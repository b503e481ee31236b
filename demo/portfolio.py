"""The whole demo: call `portfolio(2000, seed=…, today=…)` and get the same every time."""

from dataclasses import dataclass
from datetime import date
from random import Random

from demo.airports import airports, make_airport
from demo.companions import companion
from demo.contacts import furnish
from demo.counties import territory_of_site
from demo.customers import all_customers
from demo.documents import documents_of
from demo.duplicates import duplicate_some
from demo.gaps import leave_gaps
from demo.geography import Geography, geography
from demo.happenings import of_records
from demo.history import History
from demo.lifecycle import Life, live
from demo.organisation import Organisation
from demo.records import (
    Contact,
    Customer,
    Document,
    Happening,
    Relationship,
    Site,
    SiteContact,
    Spell,
)
from demo.relationships import relationships
from demo.sites import Chooser, make_site
from demo.timeline import Timeline

SEED = 2026
AIRPORT_SHARE = 0.06
FIRST_NUMBER, LAST_NUMBER = 101, 9_899


@dataclass(frozen=True)
class Portfolio:
    """Everything to load, referring to each other by number, code, key and name."""

    timeline: Timeline
    lives: list[Life]
    customers: list[Customer]
    contacts: list[Contact]
    site_contacts: list[SiteContact]
    documents: list[Document]
    relationships: list[Relationship]
    spells: list[Spell]
    organisation: Organisation
    happenings: list[Happening]

    @property
    def sites(self) -> list[Site]:
        return [life.site for life in self.lives]


def portfolio(count: int, *, seed: int, today: date) -> Portfolio:
    """A portfolio of `count` sites as it stands on `today`, with two years of history."""
    rng, timeline, land = Random(seed), Timeline(today), geography()
    lives = [live(site, timeline, rng) for site in _sites(count, land, rng)]
    _number_by_age(lives, rng)
    leave_gaps([life.site for life in lives], land, rng)
    duplicate_some(lives, timeline, rng)
    sites = [life.site for life in lives]
    directory = furnish(lives, all_customers(), timeline, rng)
    documents = [each for life in lives for each in documents_of(life, timeline, rng)]
    history = History(timeline, rng)
    for life in lives:
        history.tell(life)
    related = relationships(sites, rng)
    organisation = Organisation(timeline, rng).build()
    told = [
        *organisation.happenings,
        *history.happenings,
        *of_records(lives, directory, documents, related, timeline=timeline, rng=rng),
    ]
    # Python's sort is stable: what happened at one moment stays in the order it was told.
    told.sort(key=lambda happening: happening.at)
    return Portfolio(
        timeline, lives, all_customers(), directory.contacts, directory.links, documents, related,
        history.spells, organisation, told,
    )  # fmt: skip


def _sites(count: int, land: Geography, rng: Random) -> list[Site]:
    """Sites with unlike names and points, each in its territory; the number comes later."""
    chosen = airports(land)[: int(count * AIRPORT_SHARE)]
    made = Distinct([make_airport("", airport, home, rng) for airport, home in chosen])
    chooser = Chooser.of(land.zips)
    while len(made.sites) < count:
        for kind, area in chooser.draw(count - len(made.sites), rng):
            site = make_site("", kind, area, rng)
            made.add(site)
            made.add(companion(site, area, rng))
    sites = made.sites[:count]
    by_code = {each.code: each for each in land.zips}
    for site in sites:
        area = by_code[site.zip]
        site.territory = territory_of_site(land, area, site.business_segment).code
    return sites


class Distinct:
    """Sites of which no two share a name or a point."""

    def __init__(self, sites: list[Site]) -> None:
        self.sites = sites
        self._names = {site.name for site in sites}
        self._points = {(site.longitude, site.latitude) for site in sites}

    def add(self, site: Site | None) -> None:
        """Keeps the site unless its name or its point is taken."""
        if site is None:
            return
        point = (site.longitude, site.latitude)
        if site.name not in self._names and point not in self._points:
            self._names.add(site.name)
            self._points.add(point)
            self.sites.append(site)


def _number_by_age(lives: list[Life], rng: Random) -> None:
    """Numbers in the order in which sites came, with the gaps that time leaves."""
    numbers = sorted(rng.sample(range(FIRST_NUMBER, LAST_NUMBER), len(lives)))
    lives.sort(key=lambda life: (life.created_at, life.site.start_date or date.max, life.site.name))
    for number, life in zip(numbers, lives, strict=True):
        life.site.number = f"{number:04d}"
