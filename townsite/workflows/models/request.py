"""What one territory asks of another."""

from uuid import UUID

from django.conf import settings
from django.db import models

from townsite.access.choices import Role
from townsite.audit.targets import PlainTarget
from townsite.common.ids import uuid7
from townsite.sites.models import Site
from townsite.territories.models import Territory
from townsite.workflows.choices import Outcome, RequestState, Side
from townsite.workflows.models.protocol import Protocol

_ENDED = models.Q(state=RequestState.ENDED)


class CoordinationRequest(PlainTarget, models.Model):
    """A request under a protocol, seen by both territories and those above them.

    The names of the territories are kept on it: neither side sees the other in the tree.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="requests")
    title = models.CharField(max_length=200)
    asking = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="requests_made")
    answering = models.ForeignKey(
        Territory, on_delete=models.PROTECT, related_name="requests_received"
    )
    asking_label = models.CharField(max_length=310)
    answering_label = models.CharField(max_length=310)
    sites = models.ManyToManyField(Site, through="RequestSite", related_name="coordination")
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.OPEN)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coordination_opened"
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = models.CharField(max_length=21, choices=Role.choices, blank=True, default="")

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(
                fields=["due_at"], name="coordination_due", condition=models.Q(state="open")
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(asking=models.F("answering")), name="coordination_two_sides"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RequestState.values), name="coordination_state_known"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="coordination_has_title"),
            models.CheckConstraint(
                condition=(_ENDED & ~models.Q(outcome="")) | (~_ENDED & models.Q(outcome="")),
                name="coordination_ended_with_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("answered_at")),
                name="coordination_ends_after_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.title}"

    @property
    def event_territory_id(self) -> UUID | None:
        return self.asking_id

    @property
    def leader_label(self) -> str:
        """The territory that leads, by the protocol."""
        leads = self.protocol.leads
        return self.asking_label if leads == Side.ASKING else self.answering_label


class RequestSite(models.Model):
    """A site that a request is about."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(
        CoordinationRequest, on_delete=models.CASCADE, related_name="site_links"
    )
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="coordination_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "site"], name="request_site_once")
        ]

    def __str__(self) -> str:
        return str(self.site)
