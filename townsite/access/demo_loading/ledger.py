"""The rows made so far, by the names that the recipe knows them by."""

from dataclasses import dataclass, field
from typing import Any

from townsite.accounts.models import User
from townsite.sites.models import Contact, Customer, Site
from townsite.territories.models import Territory

BATCH = 2_000


@dataclass
class Ledger:
    """Looked up while loading: sites by number, territories by code, people by name."""

    users: dict[str, User] = field(default_factory=dict)
    territories: dict[str, Territory] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    # Every row that an event may be about, by kind and key.
    targets: dict[tuple[str, str], Any] = field(default_factory=dict)
