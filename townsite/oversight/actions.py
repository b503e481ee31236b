"""Checks of the audit trail whose outcome is itself recorded."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.audit.sealing.verification import Verification, verify_chain
from townsite.common.actors import Actor
from townsite.oversight.targets import TrailTarget


@transaction.atomic
def verify_audit(
    *, by: Actor, at: datetime, on_progress: Callable[[int], None] = lambda _events: None
) -> Verification:
    """The state of the chain, recorded as an event that names the first broken link.

    Call it within the scope of everything; raises Forbidden otherwise.
    """
    told = verify_chain(on_progress)
    broken = told.first_break
    record_event(
        EventType.AUDIT_BROKEN if broken else EventType.AUDIT_VERIFIED,
        target=TrailTarget(f"{told.events:,} events in {told.seals:,} seals"),
        by=by,
        at=at,
        reason=str(broken) if broken else "",
        changes={
            "head": [None, told.head.hex()],
            "broken_links": [None, len(told.breaks)],
            "not_sealed_yet": [None, told.unsealed],
        },
    )
    return told
