"""Writing the boundaries of a moment as GeoJSON, GeoPackage, KML or zipped Shapefile."""

import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyogrio
from django.db import connection

from townsite.common.errors import Unsupported

# Names of ten letters at most, as a Shapefile's table has them (dBase III).
FIELDS = ("code", "name", "level", "kind", "parent", "version", "valid_from", "valid_to")
# KML shows what stands in Name; its names differ by more than capitals.
KML_NAMES = {"code": "Name", "name": "title"}

_ROWS = """
SELECT t.code, t.name, t.level, t.kind, coalesce(p.code, ''), b.version,
       to_char(lower(b.valid_during) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       coalesce(to_char(upper(b.valid_during) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ''),
       ST_AsBinary(b.geometry)
FROM territories_boundary b JOIN territories_territory t ON t.id = b.territory_id
LEFT JOIN territories_territoryplacement l ON l.territory_id = t.id
    AND l.valid_during @> %(at)s::timestamptz
LEFT JOIN territories_territory p ON p.id = l.parent_id
WHERE b.valid_during @> %(at)s::timestamptz ORDER BY t.code
"""


@dataclass(frozen=True)
class FileKind:
    """A kind of file that boundaries are written to."""

    label: str
    suffix: str
    driver: str
    content_type: str


KINDS = {
    "geojson": FileKind("GeoJSON", ".geojson", "GeoJSON", "application/geo+json"),
    "gpkg": FileKind("GeoPackage", ".gpkg", "GPKG", "application/geopackage+sqlite3"),
    "kml": FileKind("KML", ".kml", "KML", "application/vnd.google-earth.kml+xml"),
    "shp": FileKind("Shapefile, zipped", ".zip", "ESRI Shapefile", "application/zip"),
}


def written_boundaries(kind: str, *, at: datetime) -> tuple[bytes, int]:
    """The file's content and how many boundaries it holds: all in reach, in force at `at`.

    Raises Unsupported for an unknown kind.
    """
    if kind not in KINDS:
        raise Unsupported(f"There is no export “{kind}”. Use one of {', '.join(KINDS)}.")
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {"at": at})
        rows = cursor.fetchall()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"boundaries{'.shp' if kind == 'shp' else KINDS[kind].suffix}"
        _write(path, KINDS[kind], rows)
        return (_zipped(Path(folder)) if kind == "shp" else path.read_bytes()), len(rows)


def _write(path: Path, kind: FileKind, rows: list[tuple[Any, ...]]) -> None:
    geometry = np.array([bytes(row[-1]) for row in rows], dtype=object)
    columns = [np.array([row[at] for row in rows], dtype=object) for at in range(len(FIELDS))]
    columns[5] = np.array([row[5] for row in rows], dtype="int32")
    names = [(KML_NAMES if kind.driver == "KML" else {}).get(name, name) for name in FIELDS]
    pyogrio.raw.write(
        str(path), geometry, columns, names, driver=kind.driver, layer="boundaries",
        geometry_type="MultiPolygon", crs="EPSG:4326",
        **({"RFC7946": "YES"} if kind.driver == "GeoJSON" else {}),
    )  # fmt: skip


def _zipped(folder: Path) -> bytes:
    target = folder / "boundaries.zip"
    parts = sorted(folder.glob("boundaries.*"))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.write(part, part.name)
    return target.read_bytes()
