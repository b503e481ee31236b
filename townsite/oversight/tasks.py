"""Each minute events are sealed and looked at for what is odd; each night the whole chain is checked."""

from datetime import datetime
from typing import Any

from townsite.audit.sealing.actions import seal_events
from townsite.audit.sealing.verification import sealed_count
from townsite.common.actors import System
from townsite.jobs.job_task import job_task
from townsite.jobs.periodic import look_every_minute, run_periodically
from townsite.jobs.progress import Progress
from townsite.oversight import actions
from townsite.oversight.alerts import raise_alerts


def _seal(at: datetime) -> None:
    seal_events(at=at)


look_every_minute("oversight.seal_events", _seal)


def _alert(at: datetime) -> None:
    raise_alerts(by=System("oversight.alerts"), at=at)


look_every_minute("oversight.alerts", _alert)


@job_task("oversight.verify_audit", retries=1)
def verify_audit(progress: Progress) -> dict[str, Any]:
    """What the nightly check found, with the first broken link."""
    progress.expect(sealed_count(), "Checking the chain of the audit trail")
    told = actions.verify_audit(by=progress.by, at=progress.at, on_progress=progress.advance)
    return {
        "events": told.events,
        "seals": told.seals,
        "days": told.days,
        "not_sealed_yet": told.unsealed,
        "broken_links": len(told.breaks),
        "first_broken_link": str(told.first_break or "none"),
        "head": told.head.hex(),
    }


run_periodically(verify_audit, cron="37 3 * * *", title="Check the chain of the audit trail")
