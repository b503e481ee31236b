"""The dry run of a file of boundaries: every problem of every row, and what was mended."""

from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from townsite.common.errors import Invalid
from townsite.territories.boundaries.exchange.reading import Source
from townsite.territories.boundaries.geometry import areas, is_thin
from townsite.territories.choices import TerritoryStatus
from townsite.territories.models import Territory

USUAL_COLUMNS = ("code", "territory", "territory_code", "district", "name", "id")
ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Fault:
    severity: str
    says: str


@dataclass
class Candidate:
    """One row: the shape it would give to the territory of its code, and what stands against it."""

    row: int
    code: str
    name: str = ""
    shape: BaseGeometry | None = None
    before_repair: BaseGeometry | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_usable(self) -> bool:
        return self.shape is not None and not any(f.severity == ERROR for f in self.faults)


@dataclass(frozen=True)
class Checked:
    """The rows of a file against the territories in reach."""

    column: str
    columns: list[str]
    projection: str
    candidates: list[Candidate]

    @property
    def usable(self) -> list[Candidate]:
        return [each for each in self.candidates if each.is_usable]

    def shapes(self) -> dict[str, BaseGeometry]:
        """The usable shapes by territory code."""
        return {each.code: each.shape for each in self.usable if each.shape is not None}


def check_boundaries(source: Source, *, column: str = "") -> Checked:
    """Every row judged; nothing is written. Raises Invalid for a column the file lacks."""
    chosen = _column(source, column)
    candidates = [
        Candidate(number, str(row.get(chosen, "") or "").strip().upper())
        for number, row in enumerate(source.rows, start=1)
    ]
    known = dict(Territory.objects.values_list("code", "status"))
    names = dict(Territory.objects.values_list("code", "name"))
    for candidate, shape in zip(candidates, source.shapes, strict=True):
        candidate.name = names.get(candidate.code, "")
        candidate.faults += _match_faults(candidate.code, known)
        _shaped(candidate, shape)
    _refuse_doubles(candidates)
    _refuse_overlaps(candidates)
    said = (
        f"{source.projection} (not told by the file)"
        if source.guessed_projection
        else source.projection
    )
    return Checked(chosen, source.columns, said, candidates)


def _column(source: Source, asked: str) -> str:
    if asked and asked not in source.columns:
        raise Invalid(f"The file has no column “{asked}”. It has {', '.join(source.columns)}.")
    if asked or not source.columns:
        return asked
    lower = {name.casefold(): name for name in source.columns}
    return next((lower[name] for name in USUAL_COLUMNS if name in lower), source.columns[0])


def _match_faults(code: str, known: dict[Any, Any]) -> list[Fault]:
    if not code:
        return [Fault(ERROR, "The row names no territory.")]
    if code not in known:
        return [Fault(ERROR, f"There is no territory {code} in reach.")]
    if known[code] == TerritoryStatus.INACTIVE:
        return [Fault(ERROR, f"{code} is inactive.")]
    return []


def _shaped(candidate: Candidate, shape: BaseGeometry | None) -> None:
    """Sets the shape, mended where its rings are invalid, and says so."""
    if shape is None or shape.is_empty or areas(shape).is_empty:
        candidate.faults.append(Fault(ERROR, "The row has no area."))
        return
    west, south, east, north = shape.bounds
    # Written so that coordinates that are no numbers fail as well.
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees
        words = "Its coordinates are no degrees; the file does not tell its projection."
        candidate.faults.append(Fault(ERROR, words))
        return
    candidate.shape = areas(shape)
    if not shapely.is_valid(candidate.shape):
        reason = shapely.is_valid_reason(candidate.shape)
        candidate.before_repair = candidate.shape
        candidate.shape = areas(shapely.make_valid(candidate.shape, method="structure"))
        change = candidate.shape.area / (candidate.before_repair.area or 1) - 1
        candidate.faults.append(
            Fault(WARNING, f"Mended: {reason}. The area changed by {change:+.1%}.")
        )


def _refuse_doubles(candidates: list[Candidate]) -> None:
    first: dict[str, int] = {}
    for each in candidates:
        if each.code and first.setdefault(each.code, each.row) != each.row:
            words = f"Row {first[each.code]} has a shape for {each.code} already."
            each.faults.append(Fault(ERROR, words))


def _refuse_overlaps(candidates: list[Candidate]) -> None:
    shaped = [each for each in candidates if each.is_usable]
    shapes = [each.shape for each in shaped]
    if not shapes:
        return
    tree = shapely.STRtree(shapes)
    for one, other in zip(*tree.query(shapes, predicate="intersects"), strict=True):
        if one < other and not is_thin(shapely.intersection(shapes[one], shapes[other])):
            words = f"It overlaps row {shaped[one].row}, {shaped[one].code}."
            shaped[other].faults.append(Fault(ERROR, words))
