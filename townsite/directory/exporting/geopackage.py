"""OGC GeoPackage (12-128), one layer `sites` of points in WGS 84."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio

from townsite.directory.columns import Column
from townsite.directory.criteria import Criteria
from townsite.directory.exporting.rows import export_rows, plain

BATCH = 10_000


def write_geopackage(path: Path, criteria: Criteria, columns: Sequence[Column], sort: str) -> int:
    """How many sites were written; a site without a point has no geometry."""
    rows = export_rows(criteria, columns, sort=sort, extra=("ST_AsBinary(s.location)",))
    count = 0
    while True:
        batch = list(islice(rows, BATCH))
        if not batch and count:
            return count
        _append(path, columns, batch, is_first=not count)
        count += len(batch)
        if not batch:
            return count


def _append(
    path: Path, columns: Sequence[Column], batch: list[tuple[Any, ...]], *, is_first: bool
) -> None:
    geometry = np.array([bytes(row[-1]) if row[-1] else None for row in batch], dtype=object)
    data = [_field(column, [row[at] for row in batch]) for at, column in enumerate(columns)]
    pyogrio.raw.write(
        str(path),
        geometry,
        data,
        [column.name for column in columns],
        layer="sites",
        driver="GPKG",
        geometry_type="Point",
        crs="EPSG:4326",
        append=not is_first,
    )


def _field(column: Column, values: list[Any]) -> Any:
    """Numbers as doubles, so that every batch of a column has one type; the rest as text."""
    made = [plain(column, value) for value in values]
    if column.is_number:
        return np.array([np.nan if value is None else value for value in made], dtype="float64")
    return np.array([None if value is None else str(value) for value in made], dtype=object)
