"""Rows with more cells than the header: a separator stood inside a value and shifted the rest."""

from collections.abc import Mapping, Sequence

from townsite.imports.cleaning.notes import ERROR
from townsite.imports.fields import FIELDS
from townsite.imports.issues import REPAIRED, Issue, row_issue
from townsite.imports.looks import LOOKS

# Kinds whose look says surely that a value stands in the right column.
TELLING = frozenset(
    ["zip", "state", "latitude", "longitude", "email", "emails", "phone", "gl_string", "number",
     "facility_type", "status", "date", "count", "address"]
)  # fmt: skip


# Where separators stand inside values: in notes nobody maps, then in addresses, names last.
FREE = {"": 3, "address": 2, "street": 2, "suite": 1, "text": 1}


def repaired_cells(
    cells: Sequence[str], width: int, places: Mapping[str, int], delimiter: str
) -> tuple[str, ...]:
    """The row with the surplus cells joined where the other columns then look right.

    Empty when no way of joining is clearly best.
    """
    surplus = len(cells) - width
    kinds = {place: FIELDS[key].kind for key, place in places.items()}
    ranked: dict[tuple[int, int], list[tuple[str, ...]]] = {}
    for start in range(width):
        joined = (delimiter or ",").join(cells[start : start + surplus + 1])
        repaired = (*cells[:start], joined, *cells[start + surplus + 1 :])
        rank = (_fit(repaired, places), FREE.get(kinds.get(start, ""), 0))
        ranked.setdefault(rank, []).append(repaired)
    best = max(ranked)
    # Two ways that differ only in columns nobody imports are one.
    ways = {tuple(cells[place] for place in kinds): cells for cells in reversed(ranked[best])}
    return next(iter(ways.values())) if len(ways) == 1 and best[0] > 0 else ()


def _fit(cells: Sequence[str], places: Mapping[str, int]) -> int:
    """Columns that look right, less those that look wrong."""
    fit = 0
    for key, place in places.items():
        kind = FIELDS[key].kind
        text = cells[place].strip()
        if kind in TELLING and text:
            fit += 1 if LOOKS[kind](text) else -1
    return fit


def shift_issue(cells: Sequence[str], width: int, repaired: Sequence[str]) -> Issue:
    """The problem of a shifted row, solvable in one step when the repair is clear."""
    message = f"{len(cells)} cells, but the header has {width}: the values have shifted."
    if repaired:
        place = next(
            n for n, (one, two) in enumerate(zip(cells, repaired, strict=False)) if one != two
        )
        message += f" They fit when cell {place + 1} reads “{repaired[place][:80]}”."
    return row_issue(
        "",
        "shifted",
        ERROR,
        message,
        value=" | ".join(cells)[:200],
        fix=dict(REPAIRED) if repaired else None,
    )
