"""The dated tree: placements, posts and what happened to territories."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from demo.people import ADMINISTRATOR, account_manager, district_manager, regional_vp
from demo.records import Happening
from demo.territories import DISTRICTS, REGIONS, TERRITORIES, District, Territory
from demo.timeline import Timeline

CHANGED_MANAGER_SHARE, BACKUP_SHARE, VACANT_SHARE = 0.2, 0.6, 0.06


@dataclass(frozen=True)
class Placement:
    code: str
    parent: str | None
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Post:
    code: str
    role: str
    holder: str
    since: datetime
    until: datetime | None = None


@dataclass
class Organisation:
    """Dated parents and managers of every region, district and territory."""

    timeline: Timeline
    rng: Random
    placements: list[Placement] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)

    def founded(self, territory: Territory | None = None) -> datetime:
        """When a territory came to be: before the go-live load, or when it was split off."""
        if territory and territory.split_days_ago:
            day = self.timeline.today - timedelta(days=territory.split_days_ago)
            return self.timeline.at(day, 13)
        return self.timeline.go_live - timedelta(hours=2)

    def build(self) -> "Organisation":
        """Tells of everything, from the top of the tree down."""
        for region in REGIONS:
            self._found(region.code, region.name, None, self.founded())
            self._appoint(region.code, region.name, regional_vp(region.code), self.founded())
        for district in DISTRICTS:
            self._district(district)
        for territory in TERRITORIES:
            since = self.founded(territory)
            self._found(territory.code, territory.name, territory.district, since)
            self._staff(territory, since)
        return self

    def _district(self, district: District) -> None:
        since = self.founded()
        if district.moved_from:
            moved = self.timeline.at(
                self.timeline.today - timedelta(days=district.moved_days_ago), 14
            )
            self._found(district.code, district.name, district.moved_from, since, until=moved)
            self.placements.append(Placement(district.code, district.region, moved))
            change: dict[str, list[str | None]] = {"parent": [district.moved_from, district.region]}
            self._add("territory.moved", moved, district.code, district.name, change)
        else:
            self._found(district.code, district.name, district.region, since)
        self._appoint(district.code, district.name, district_manager(district.code), since)

    def _staff(self, territory: Territory, since: datetime) -> None:
        """A manager, sometimes a new one after an interim one; a backup; now and then nobody."""
        rng, manager = self.rng, account_manager(territory.code)
        span = (self.timeline.end - since).days
        if rng.random() < VACANT_SHARE:
            left = self.timeline.between(since + timedelta(days=span // 2), self.timeline.end, rng)
            self._appoint(territory.code, territory.name, manager, since, until=left)
        elif rng.random() < CHANGED_MANAGER_SHARE:
            interim = f"Interim Manager, {territory.name}"
            came = self.timeline.between(since + timedelta(days=20), self.timeline.end, rng)
            self._appoint(territory.code, territory.name, interim, since, until=came)
            self._appoint(territory.code, territory.name, manager, came)
        else:
            self._appoint(territory.code, territory.name, manager, since)
        if rng.random() < BACKUP_SHARE:
            backup = f"Backup Manager, {territory.name}"
            self.posts.append(Post(territory.code, "backup", backup, since))

    def _found(
        self, code: str, name: str, parent: str | None, since: datetime,
        *, until: datetime | None = None,
    ) -> None:  # fmt: skip
        self.placements.append(Placement(code, parent, since, until))
        self._add("territory.created", since, code, name, {"parent": [None, parent]})

    def _appoint(
        self, code: str, name: str, holder: str, since: datetime, *, until: datetime | None = None
    ) -> None:
        self.posts.append(Post(code, "manager", holder, since, until))
        # A minute later, so that the timeline shows the territory before its manager.
        begun = since + timedelta(minutes=1)
        self._add("territory.post_filled", begun, code, name, {"manager": [None, holder]})
        if until:
            self._add("territory.post_ended", until, code, name, {"manager": [holder, None]})

    def _add(
        self, kind: str, at: datetime, code: str, name: str, changes: dict[str, list[str | None]]
    ) -> None:
        self.happenings.append(
            Happening(
                kind, at, ADMINISTRATOR, "territory", code, f"{code} {name}", territory=code,
                changes=dict(changes),
            )
        )  # fmt: skip
