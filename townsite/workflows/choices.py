"""The closed vocabularies of cross-territory coordination (A-76, A-85)."""

from django.db import models


class Occasion(models.TextChoices):
    SHARED_SITE = "shared_site", "Shared site"
    BORDER = "border", "Border site"
    EMERGENCY = "emergency", "Emergency"
    STAFFING = "staffing", "Staff and resources"
    HANDOVER = "handover", "Handover"
    OTHER = "other", "Other"


class Side(models.TextChoices):
    """Who of the two territories leads the joint work."""

    ASKING = "asking", "The territory that asks"
    ANSWERING = "answering", "The territory that is asked"


class RequestState(models.TextChoices):
    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    ENDED = "ended", "Ended"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Outcome(models.TextChoices):
    RESOLVED = "resolved", "Resolved"
    UNRESOLVED = "unresolved", "Unresolved dispute"
    LAPSED = "lapsed", "Ended by its date"


class EntryKind(models.TextChoices):
    """What stands in a thread: words, or a decision that moved the request on."""

    MESSAGE = "message", "Message"
    ASKED = "asked", "Asked"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    ESCALATED = "escalated", "Escalated"
    ENDED = "ended", "Ended"
    WITHDRAWN = "withdrawn", "Withdrawn"


DECISIONS = tuple(kind for kind in EntryKind if kind != EntryKind.MESSAGE)
