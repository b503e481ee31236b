"""Events of the audit spine as entries of a timeline."""

from dataclasses import dataclass
from datetime import datetime

from townsite.audit.event_types import EventType
from townsite.audit.models import Event
from townsite.web.sites.words import changes_in_words

# Icon and tone by the word before the dot, or by the whole type.
_LOOKS = {
    "site.created": ("square-rounded-plus", "green"),
    "site.activated": ("circle-check", "green"),
    "site.reactivated": ("player-play", "green"),
    "site.suspended": ("player-pause", "amber"),
    "site.deactivated": ("archive", "gray"),
    "site.merged": ("git-merge", "purple"),
    "site.assigned": ("hierarchy-2", "blue"),
    "site.unassigned": ("hierarchy-2", "gray"),
    "site.classified": ("tag", "purple"),
    "site.related": ("sitemap", "blue"),
    "site.unrelated": ("sitemap", "gray"),
    "site.updated": ("pencil", "blue"),
    "site.geocoded": ("map-pin", "blue"),
    "contact": ("user", "blue"),
    "document": ("file-text", "blue"),
    "document.removed": ("trash", "gray"),
    "import": ("file-import", "blue"),
    "change_set": ("git-pull-request", "blue"),
    "change_set.approved": ("circle-check", "green"),
    "change_set.published": ("circle-check", "green"),
    "change_set.rejected": ("x", "red"),
    "change_set.refused": ("alert-triangle", "red"),
    "change_set.reverted": ("arrow-back-up", "purple"),
    "alert": ("alert-triangle", "amber"),
    "audit.broken": ("alert-triangle", "red"),
    "audit": ("history", "gray"),
    "export": ("download", "blue"),
    "policy": ("adjustments-horizontal", "purple"),
    "job.failed": ("alert-triangle", "red"),
    "job": ("list-check", "gray"),
    "territory": ("hierarchy-2", "blue"),
    "grant": ("key", "purple"),
    "user": ("user-circle", "gray"),
    "customer": ("briefcase", "blue"),
    "external_id": ("link", "gray"),
}


@dataclass(frozen=True)
class Entry:
    """What a timeline shows of one event."""

    event: Event
    heading: str
    actor: str
    at: datetime
    reason: str
    changes: dict[str, tuple[str, str]]
    icon: str
    tone: str
    href: str = ""


def event_entry(event: Event) -> Entry:
    """The event in words."""
    icon, tone = _LOOKS.get(event.type) or _LOOKS.get(
        event.type.partition(".")[0], ("point", "gray")
    )
    actor = event.actor_label
    if event.on_behalf_of_label:
        actor = f"{actor} for {event.on_behalf_of_label}"
    return Entry(
        event,
        event.type_label,
        actor,
        event.at,
        event.reason,
        changes_in_words(event),
        icon,
        tone,
        _href(event),
    )


def _href(event: Event) -> str:
    """The page of what the event is about, where it has one."""
    if event.type == EventType.SITE_REMOVED:
        return ""
    if event.target_kind == "site":
        return f"/sites/{event.target_label.partition(' ')[0]}/"
    if event.target_kind == "territory":
        return f"/territories/{event.target_label.partition(' ')[0]}/"
    if event.target_kind == "changeset":
        number = event.target_label.partition(" ")[0].removeprefix("#")
        return f"/change-sets/{number}/"
    if event.target_kind in ("customer", "job"):
        return f"/{event.target_kind}s/{event.target_id}/"
    return ""
