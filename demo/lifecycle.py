"""The life of each site: its status, and when it passed each station."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from demo.capacity import pick
from demo.records import Site
from demo.timeline import YEARS_TOLD, Timeline

STATUSES = {"active": 905, "pending": 36, "draft": 14, "suspended": 12, "inactive": 33}
NEW_SHARE = 0.26  # of the sites that opened during the two years told


@dataclass(slots=True)
class Life:
    """Stations of one site; None where it has not been."""

    site: Site
    created_at: datetime
    submitted_at: datetime | None = None
    activated_at: datetime | None = None
    suspended_at: datetime | None = None
    reactivated_at: datetime | None = None
    ended_at: datetime | None = None
    is_migrated: bool = False


def live(site: Site, timeline: Timeline, rng: Random) -> Life:
    """A life that ends in a status drawn at random; writes status and dates on the site."""
    # Airports are real, and none of them is said to be closed or in preparation.
    site.status = "active" if site.facility_type == "airport" else pick(STATUSES, rng)
    if site.status in ("draft", "pending"):
        return _young(site, timeline, rng)
    if rng.random() < NEW_SHARE and site.status == "active":
        return _opened(site, timeline, rng)
    return _migrated(site, timeline, rng)


def _young(site: Site, timeline: Timeline, rng: Random) -> Life:
    reach = 30 if site.status == "draft" else 75
    life = Life(site, created_at=timeline.days_ago(1 + rng.random() * reach, rng))
    if site.status == "pending":
        life.submitted_at = timeline.between(life.created_at, timeline.end, rng)
        site.start_date = timeline.today + timedelta(days=7 + int(rng.random() * 90))
    return life


def _opened(site: Site, timeline: Timeline, rng: Random) -> Life:
    """Opened during the two years: entered, submitted and activated in the system."""
    created = timeline.days_ago(40 + rng.random() * (YEARS_TOLD - 60), rng)
    submitted = timeline.between(created, created + timedelta(days=9), rng)
    activated = timeline.between(submitted, submitted + timedelta(days=28), rng)
    site.start_date = activated.date() + timedelta(days=int(rng.random() * 12))
    site.cog_segment = "New CY" if site.start_date.year == timeline.today.year else "New PY"
    life = Life(site, created, submitted_at=submitted, activated_at=activated)
    return _interrupted(life, timeline, rng)


def _migrated(site: Site, timeline: Timeline, rng: Random) -> Life:
    """Older than the system: loaded at go-live as active."""
    years = min(19.0, 0.2 + rng.expovariate(1 / 5.5))
    site.start_date = (timeline.go_live - timedelta(days=int(365 * years))).date()
    if rng.random() < 0.12:  # noqa: PLR2004 - share that came with companies bought
        site.cog_segment = "Acquisition"
    life = Life(site, timeline.go_live, is_migrated=True)
    if site.status == "inactive":
        life.ended_at = timeline.days_ago(15 + rng.random() * 600, rng)
        site.close_date = life.ended_at.date()
        year = timeline.today.year
        site.cog_segment = "Lost CY" if site.close_date.year == year else "Lost PY"
        return life
    return _interrupted(life, timeline, rng)


def _interrupted(life: Life, timeline: Timeline, rng: Random) -> Life:
    """A suspension: lasting for those suspended now, over again for a few others."""
    begun = life.activated_at or life.created_at
    if life.site.status == "suspended":
        life.suspended_at = timeline.days_ago(4 + rng.random() * 70, rng)
    elif rng.random() < 0.025 and (timeline.end - begun).days > 150:  # noqa: PLR2004 - share, days
        life.suspended_at = timeline.between(begun, timeline.end - timedelta(days=90), rng)
        life.reactivated_at = timeline.between(
            life.suspended_at + timedelta(days=2), life.suspended_at + timedelta(days=60), rng
        )
    return life
