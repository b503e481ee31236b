"""The words and permissions of each change of status (domain 4.0)."""

from dataclasses import dataclass

from townsite.access.choices import Permission


@dataclass(frozen=True)
class Verb:
    label: str
    icon: str
    permission: Permission
    what_happens: str


VERBS = {
    "submit": Verb(
        "Submit",
        "send",
        Permission.SITE_EDIT,
        "The site becomes pending and its onboarding begins.",
    ),
    "activate": Verb(
        "Activate",
        "circle-check",
        Permission.SITE_EDIT,
        "The site goes live: it counts in reports, and billing and forecasting may use it.",
    ),
    "suspend": Verb(
        "Suspend",
        "player-pause",
        Permission.SITE_DEACTIVATE,
        "Work at the site pauses. It keeps its number, contacts and history.",
    ),
    "reactivate": Verb(
        "Reactivate",
        "player-play",
        Permission.SITE_DEACTIVATE,
        "The site is active again; its close date is taken back. Check that its data still holds.",
    ),
    "deactivate": Verb(
        "Close",
        "archive",
        Permission.SITE_DEACTIVATE,
        "The site becomes inactive. Its number is never used again and its history stays.",
    ),
}
