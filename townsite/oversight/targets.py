"""What the events of the oversight itself are about."""

from dataclasses import dataclass

from townsite.audit.targets import PlainTarget


@dataclass(frozen=True)
class TrailTarget(PlainTarget):
    """The audit trail as a whole."""

    label: str

    event_kind = "audit"
    event_id = "trail"

    @property
    def event_label(self) -> str:
        return self.label
