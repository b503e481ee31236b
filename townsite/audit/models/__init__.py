"""What happened, and the seals that show that nobody changed it afterwards."""

from townsite.audit.models.event import HEADLINE, Event
from townsite.audit.models.seal import DaySeal, HorizonMark, Seal

__all__ = ["HEADLINE", "DaySeal", "Event", "HorizonMark", "Seal"]
