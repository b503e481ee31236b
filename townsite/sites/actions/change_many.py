"""What is done to many sites at once: setting fields, taking a step of the lifecycle, restoring."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.sites.actions.change_status import STEPS, Step, ask
from townsite.sites.actions.restore_site import RESTORABLE
from townsite.sites.actions.write_many import MOST_PROBLEMS, Values, locked_sites, write_many
from townsite.sites.actions.writing import EDITABLE
from townsite.sites.errors import WrongStatus
from townsite.sites.models import Site


@transaction.atomic
def update_sites(
    *, values: Mapping[UUID, Values], by: Actor, at: datetime, reason: str = ""
) -> int:
    """How many sites changed when each got its own `values`; as `update_site`, in a few statements.

    Raises Invalid naming the sites that cannot take their values.
    """
    _refuse_unknown(values, frozenset(EDITABLE) - {"number"})
    return write_many(values=values, event=EventType.SITE_UPDATED, by=by, at=at, reason=reason)


@transaction.atomic
def change_statuses(
    *,
    site_ids: Collection[UUID],
    verb: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    close_date: date | None = None,
) -> int:
    """How many sites took the step; as `change_status`, in a few statements.

    Raises WrongStatus naming the sites from which the step cannot be taken, Invalid with what is
    missing.
    """
    step = STEPS.get(verb)
    if step is None:
        raise Invalid(f"“{verb}” is no change of status. Use one of {', '.join(STEPS)}.")
    sites = locked_sites(site_ids)
    _refuse_elsewhere(sites.values(), step)
    undated = [site for site in sites.values() if not (close_date or site.close_date)]
    dated = close_date or (None if undated else date.max)
    ask(step, reason=reason, close_date=dated)
    values = {key: _after(site, step, close_date) for key, site in sites.items()}
    return write_many(values=values, event=step.event, by=by, at=at, reason=reason)


@transaction.atomic
def restore_sites(*, values: Mapping[UUID, Values], by: Actor, at: datetime, reason: str) -> int:
    """How many sites changed when each got `values` as they once were; as `restore_site`."""
    _refuse_unknown(values, RESTORABLE)
    return write_many(
        values=values,
        event=EventType.SITE_RESTORED,
        by=by,
        at=at,
        reason=reason,
        is_placing=False,
    )


def _after(site: Site, step: Step, close_date: date | None) -> dict[str, Any]:
    if step.needs_close_date:
        return {"status": step.target, "close_date": close_date or site.close_date}
    if step.verb == "reactivate":
        return {"status": step.target, "close_date": None}
    return {"status": step.target}


def _refuse_elsewhere(sites: Collection[Site], step: Step) -> None:
    wrong = [
        f"{site.number} is {site.get_status_display().lower()}"
        for site in sites
        if site.status not in step.starts
    ]
    if wrong:
        raise WrongStatus(f"From there it cannot {step.verb}: {'; '.join(wrong[:MOST_PROBLEMS])}.")


def _refuse_unknown(values: Mapping[UUID, Values], known: frozenset[str]) -> None:
    unknown = sorted({name for given in values.values() for name in given} - known)
    if unknown:
        raise Invalid(f"These fields cannot be changed here: {', '.join(unknown)}.")
