"""Role mailboxes at every site; nobody has a name, every phone is in the fictitious 555-01XX."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from demo.lifecycle import Life
from demo.records import Contact, Customer, Site, SiteContact
from demo.timeline import Timeline

MAIN_OFFICE = {
    "hotel": "Front Office", "medical": "Facilities Office", "airport": "Terminal Operations",
    "corporate": "Property Office", "mixed_use": "Property Office", "retail": "Center Management",
    "residential": "Residents' Office", "event": "Venue Office", "other": "Site Office",
}  # fmt: skip
DESKS = {
    "valet": "Valet Desk",
    "mixed": "Parking Desk",
    "self": "Parking Office",
    "": "Site Office",
}
NO_SECOND_EMERGENCY, NO_BILLING, NO_PRIMARY, NO_OPERATIONS = 0.09, 0.035, 0.02, 0.12
HEAD_OFFICE_AREA = "212"
SHIFTS = ("day", "evening", "night")
UNVERIFIED_SHARE = 0.14


@dataclass
class Directory:
    """The contacts made so far and what they are for."""

    timeline: Timeline
    rng: Random
    contacts: list[Contact]
    links: list[SiteContact]

    def furnish(self, life: Life) -> None:
        """Gives a site its mailboxes; drafts have none, a few sites lack some."""
        site, rng = life.site, self.rng
        if site.status == "draft":
            return
        since = life.submitted_at or life.created_at
        if rng.random() > NO_PRIMARY:
            self._link(site, MAIN_OFFICE[site.facility_type], "primary", 2, since)
        if rng.random() > NO_BILLING:
            key = f"billing {site.customer.code}"
            self.links.append(SiteContact(site.number, key, "billing", "", False, since))
        if site.status == "pending" and rng.random() < 0.5:  # noqa: PLR2004 - share still to come
            return
        self._link(site, "Security Desk", "emergency", 4, since, around_the_clock=True)
        if rng.random() > NO_SECOND_EMERGENCY:
            self._link(site, "Duty Manager", "emergency", 3, since, around_the_clock=True)
        self._operations(site, since)

    def bill(self, customer: Customer) -> None:
        """Adds the customer's accounts payable office, which all its sites share."""
        self._add(f"billing {customer.code}", customer, "Accounts Payable", level=2)

    def _operations(self, site: Site, since: datetime) -> None:
        desk = DESKS[site.parking_mode]
        if site.facility_type == "airport":  # an operations contact for every shift
            for shift in SHIFTS:
                self._link(site, f"{shift.title()} Shift Desk", "operations", 3, since, shift=shift)
        elif self.rng.random() > NO_OPERATIONS:
            self._link(site, desk, "operations", 3, since)

    def _link(
        self, site: Site, office: str, role: str, level: int, since: datetime,
        *, shift: str = "", around_the_clock: bool = False,
    ) -> None:  # fmt: skip
        key = f"{office} {site.number}"
        self._add(key, site.customer, office, level=level, site=site)
        self.links.append(SiteContact(site.number, key, role, shift, around_the_clock, since))

    def _add(
        self, key: str, customer: Customer, office: str, *, level: int, site: Site | None = None
    ) -> None:
        rng = self.rng
        area = site.phone_area if site else HEAD_OFFICE_AREA
        mailbox = office.lower().replace("'", "").replace(" ", "-")
        verified = rng.random() > UNVERIFIED_SHARE
        self.contacts.append(
            Contact(
                key=key,
                customer=customer,
                first_name=office,
                last_name=site.city if site else "",
                title=office,
                department="Finance" if office == "Accounts Payable" else "Operations",
                authority_level=level,
                email=f"{mailbox}{'.' + site.number if site else ''}@{customer.domain}",
                phone=fictitious_phone(area, rng),
                mobile=fictitious_phone(area, rng) if office == "Duty Manager" else "",
                preferred_method="phone" if office == "Security Desk" else "email",
                time_zone=site.time_zone if site else "America/New_York",
                verified_at=self.timeline.days_ago(3 + rng.random() * 260, rng)
                if verified
                else None,
            )
        )


def fictitious_phone(area: str, rng: Random) -> str:
    """A number of the block that the numbering plan keeps for fiction, in E.164."""
    return f"+1{area}55501{int(rng.random() * 100):02d}"


def furnish(
    lives: list[Life], customers: list[Customer], timeline: Timeline, rng: Random
) -> Directory:
    """The contacts of all sites."""
    directory = Directory(timeline, rng, [], [])
    for customer in customers:
        directory.bill(customer)
    for life in lives:
        directory.furnish(life)
    return directory
