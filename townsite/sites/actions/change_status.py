"""The lifecycle of a site (domain 4.0): which status follows which, and what it asks for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.sites.actions.locking import locked_site
from townsite.sites.actions.writing import save
from townsite.sites.choices import SiteStatus as S
from townsite.sites.errors import WrongStatus
from townsite.sites.models import Site


@dataclass(frozen=True)
class Step:
    """One allowed change of status."""

    verb: str
    starts: tuple[S, ...]
    target: S
    event: EventType
    needs_reason: bool = False
    needs_close_date: bool = False


STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        Step("submit", (S.DRAFT,), S.PENDING, EventType.SITE_SUBMITTED),
        Step("activate", (S.PENDING,), S.ACTIVE, EventType.SITE_ACTIVATED),
        Step("suspend", (S.ACTIVE,), S.SUSPENDED, EventType.SITE_SUSPENDED, needs_reason=True),
        Step(
            "reactivate",
            (S.SUSPENDED, S.INACTIVE),
            S.ACTIVE,
            EventType.SITE_REACTIVATED,
            needs_reason=True,
        ),
        Step(
            "deactivate",
            (S.ACTIVE, S.SUSPENDED, S.PENDING),
            S.INACTIVE,
            EventType.SITE_DEACTIVATED,
            needs_reason=True,
            needs_close_date=True,
        ),
    )
}


def open_steps(site: Site) -> list[Step]:
    """The changes of status that the site's present status allows."""
    return [step for step in STEPS.values() if site.status in step.starts]


@transaction.atomic
def change_status(
    *,
    site: Site,
    verb: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    close_date: date | None = None,
) -> Site:
    """The site after `verb`: submit, activate, suspend, reactivate or deactivate.

    Raises WrongStatus when the present status does not allow it, and Invalid with what is missing:
    a reason, a close date, or fields that the new status needs (R-25).
    """
    step = STEPS.get(verb)
    if step is None:
        raise Invalid(f"“{verb}” is no change of status. Use one of {', '.join(STEPS)}.")
    locked = locked_site(site)
    if locked.status not in step.starts:
        allowed = ", ".join(each.verb for each in open_steps(locked)) or "nothing more"
        raise WrongStatus(
            f"Site {locked.number} is {locked.get_status_display().lower()}; "
            f"from there it can {allowed}, not {verb}."
        )
    ask(step, reason=reason, close_date=close_date or locked.close_date)
    before = locked.status
    locked.status = step.target
    if step.needs_close_date:
        locked.close_date = close_date or locked.close_date
    elif step.verb == "reactivate":
        locked.close_date = None
    save(locked, at=at, adding=False)
    changes = {"status": [before, locked.status]}
    record_event(step.event, target=locked, by=by, at=at, reason=reason, changes=changes)
    return locked


def ask(step: Step, *, reason: str, close_date: date | None) -> None:
    """Raises Invalid with what the step needs and was not given."""
    fields: dict[str, list[str]] = {}
    if step.needs_reason and not reason.strip():
        fields["reason"] = [f"Say why you {step.verb} this site."]
    if step.needs_close_date and close_date is None:
        fields["close_date"] = ["Give the date on which the site closes."]
    if fields:
        raise Invalid(" ".join(m for group in fields.values() for m in group), fields=fields)
