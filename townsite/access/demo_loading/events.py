"""The demo's two years on the event spine, in the order in which they happened."""

from demo.portfolio import Portfolio
from demo.records import Happening
from townsite.access.demo_loading.ledger import BATCH, Ledger
from townsite.audit.models import Event


def load_events(portfolio: Portfolio, ledger: Ledger, *, more: list[Happening]) -> int:
    """How many events were written; their ids rise with time, as readers expect."""
    happenings = sorted([*portfolio.happenings, *more], key=lambda each: each.at)
    events = (_event(each, ledger) for each in happenings)
    return len(Event.objects.bulk_create(events, batch_size=BATCH))


def _event(happening: Happening, ledger: Ledger) -> Event:
    target = ledger.targets[happening.kind, happening.key]
    site = ledger.sites.get(happening.number)
    territory = ledger.territories.get(happening.territory)
    actor = ledger.users.get(happening.by)
    return Event(
        type=happening.type,
        at=happening.at,
        target_kind=happening.kind,
        target_id=str(target.pk),
        target_label=happening.label[:200],
        site_id=site.pk if site else None,
        territory_id=territory.pk if territory else None,
        actor_id=actor.pk if actor else None,
        actor_label=happening.by,
        reason=happening.reason,
        changes=happening.changes,
    )
