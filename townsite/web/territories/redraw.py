"""What an edit of boundaries comes to, put together for the editor and for the proposal."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson

from townsite.accounts.models import User
from townsite.changes.actions.draft import refuse_strangers
from townsite.changes.choices import ChangeState
from townsite.changes.impact.load import Load
from townsite.changes.impact.measure import Impact
from townsite.changes.models import ChangeSet
from townsite.changes.queries import change_set_with_number
from townsite.changes.redrawing import drafted_shapes, impact_of_moving
from townsite.changes.states import in_state
from townsite.common.errors import Invalid
from townsite.territories.boundaries.edit import Edit, changed_shapes
from townsite.territories.boundaries.geometry import Coverage
from townsite.territories.boundaries.preview import Effect, MovingSite, effects


@dataclass(frozen=True)
class TerritoryEffect:
    """One territory before and after; loads are None where no site changes hands."""

    effect: Effect
    before: Load | None
    after: Load | None

    def as_json(self) -> dict[str, Any]:
        """As the editor reads it: totals, and the numbers of the sites gained and lost."""
        each = self.effect
        return {
            "code": each.code,
            "name": each.name,
            "sites_before": each.sites_before,
            "sites_after": each.sites_after,
            "revenue_before_cents": each.revenue_before_cents,
            "revenue_after_cents": each.revenue_after_cents,
            "gained": [site.number for site in each.gained],
            "lost": [site.number for site in each.lost],
            "before": self.before and self.before.as_json(),
            "after": self.after and self.after.as_json(),
        }


@dataclass(frozen=True)
class Redraw:
    """Shapes before and after an edit, and what that means."""

    before: Coverage
    after: Coverage
    shapes: Coverage
    effects: list[TerritoryEffect]
    moving: list[MovingSite]
    impact: Impact

    def as_json(self) -> dict[str, Any]:
        """The effects, the rules newly broken and whose access changes."""
        return {
            "effects": [each.as_json() for each in self.effects],
            "breaches": [asdict(each) for each in self.impact.breaches],
            "access": [asdict(each) for each in self.impact.access],
        }


def redraw_of(edit: Edit, *, at: datetime) -> Redraw:
    """What the edit does to the boundaries in force. Raises Invalid as its strokes do."""
    before = edit.coverage(at=at)
    after = edit.applied(before)
    shapes = changed_shapes(before, after)
    found = effects(shapes, at=at) if shapes else []
    moving = [site for effect in found for site in effect.gained]
    impact = impact_of_moving(moving, at=at)
    rows = [
        TerritoryEffect(each, impact.before.get(each.code), impact.after.get(each.code))
        for each in found
    ]
    return Redraw(before, after, shapes, rows, moving, impact)


def edit_of(text: str | bytes, *, by: User, at: datetime) -> tuple[Edit, ChangeSet | None]:
    """The edit, and the draft that it goes on with if it names one. Raises as `own_draft`."""
    try:
        number = orjson.loads(text).get("change_set")
    except (ValueError, AttributeError):
        number = None  # told by Edit.read
    draft = own_draft(str(number), by=by) if number else None
    return Edit.read(text, at=at, laid=drafted_shapes(draft) if draft else None), draft


def own_draft(number: str, *, by: User) -> ChangeSet:
    """A draft that the person writes. Raises Invalid, ChangeSetUnknown, WrongState, Forbidden."""
    if not number.isdecimal():
        raise Invalid(f"“{number}” is no number of a change set.")
    row = change_set_with_number(int(number))
    in_state(row, ChangeState.DRAFT)
    refuse_strangers(row, by)
    return row
