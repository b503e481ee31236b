"""An edit of boundaries as it comes from the map or a form: strokes, one after the other."""

from dataclasses import dataclass, field
from datetime import datetime

import orjson
from shapely.geometry.base import BaseGeometry

from townsite.common.errors import Invalid
from townsite.territories.boundaries.coverage import coverage_at
from townsite.territories.boundaries.geometry import Coverage, differs
from townsite.territories.boundaries.reading_strokes import read_stroke
from townsite.territories.boundaries.strokes import Stroke
from townsite.territories.models import MAIN_HIERARCHY_ID, Territory

MOST_STROKES = 200


@dataclass(frozen=True)
class Edit:
    """Strokes over the boundaries in force, and the territories that they may not touch.

    `laid` are shapes drafted before: they lie over those in force, and the strokes go on from them.
    """

    strokes: list[Stroke] = field(default_factory=list)
    locked: frozenset[str] = frozenset()
    laid: Coverage = field(default_factory=dict)

    @classmethod
    def read(cls, text: str | bytes, *, at: datetime, laid: Coverage | None = None) -> "Edit":
        """The edit of `{"strokes": […], "locked": […]}` at a moment. Raises Invalid naming what is wrong."""
        try:
            given = orjson.loads(text)
            strokes, locked = list(given.get("strokes", [])), list(given.get("locked", []))
        except (ValueError, AttributeError, TypeError) as error:
            raise Invalid("This edit cannot be read. Reload the page and try again.") from error
        if len(strokes) > MOST_STROKES:
            raise Invalid(f"Propose first: an edit has at most {MOST_STROKES} strokes.")
        read = [read_stroke(each, at=at) for each in strokes]
        return cls(read, frozenset(map(str, locked)), laid or {})

    def changed(self, *, at: datetime) -> dict[str, BaseGeometry]:
        """The new shape of every territory that the edit changes. Raises Invalid."""
        before = self.coverage(at=at)
        return changed_shapes(before, self.applied(before))

    def coverage(self, *, at: datetime) -> dict[str, BaseGeometry]:
        """The boundaries in force of the hierarchy that the strokes are about; others lie over it.

        Raises Invalid when the strokes name territories of several.
        """
        rows = Territory.objects.filter(code__in=self._named()).values_list("hierarchy_id", "code")
        trees = dict(rows)
        if len(trees) > 1:
            raise Invalid(
                f"{' and '.join(sorted(trees.values()))} belong to different hierarchies. "
                "Edit the borders of one hierarchy at a time."
            )
        return coverage_at(at, hierarchy_id=next(iter(trees), MAIN_HIERARCHY_ID))

    def _named(self) -> set[str]:
        """The codes that the edit names."""
        found = set(self.laid)
        for stroke in self.strokes:
            found |= {getattr(stroke, name, "") for name in ("to", "code", "one", "other")}
            found |= set(getattr(stroke, "shapes", ()))
        return found - {""}

    def applied(self, coverage: Coverage) -> Coverage:
        """The coverage after all strokes."""
        coverage = {**coverage, **self.laid}
        for stroke in self.strokes:
            coverage = stroke.on(coverage, locked=self.locked)
        return coverage


def changed_shapes(before: Coverage, after: Coverage) -> dict[str, BaseGeometry]:
    """The shapes of `after` that cover other ground than `before`."""
    return {
        code: shape
        for code, shape in after.items()
        if shape is not before.get(code) and (code not in before or differs(shape, before[code]))
    }
