"""What no change set can be, whoever writes it."""

from django.db import models

from townsite.changes.choices import ChangeState as S
from townsite.changes.choices import Trigger

# The moments that a state implies.
_UNDECIDED = (S.DRAFT, S.SUBMITTED, S.CANCELLED)
_PUBLISHED = (S.EFFECTIVE, S.REVERTED)


def _implies(name: str, states: tuple[S, ...], moment: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=~models.Q(state__in=states) | models.Q(**{f"{moment}__isnull": False}), name=name
    )


CHANGE_SET_CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(condition=models.Q(state__in=S.values), name="change_set_state_known"),
    models.CheckConstraint(
        condition=models.Q(trigger__in=Trigger.values), name="change_set_trigger_known"
    ),
    models.CheckConstraint(condition=~models.Q(title=""), name="change_set_has_title"),
    models.CheckConstraint(condition=~models.Q(reason=""), name="change_set_has_reason"),
    models.CheckConstraint(condition=models.Q(version__gte=1), name="change_set_version_positive"),
    _implies("change_set_submitted_when", (S.SUBMITTED,), "submitted_at"),
    _implies("change_set_scheduled_when", (S.SCHEDULED,), "effective_at"),
    _implies("change_set_published_when", _PUBLISHED, "published_at"),
    _implies("change_set_reverted_when", (S.REVERTED,), "reverted_at"),
    models.CheckConstraint(
        condition=models.Q(published_at=None) | models.Q(state__in=_PUBLISHED),
        name="change_set_published_only_when_effective",
    ),
    models.CheckConstraint(
        condition=models.Q(reverted_at=None) | models.Q(reverted_at__gte=models.F("published_at")),
        name="change_set_reverted_after_published",
    ),
]
