"""Reading boundaries from files: GeoJSON, GeoPackage, KML, zipped Shapefile.

Only these four kinds are opened, told by their content: the library behind knows formats that
point to other files and addresses.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyogrio
import shapely
from django.db import DatabaseError, connection, transaction
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from shapely.geometry.base import BaseGeometry

from townsite.common.errors import Invalid, TooLarge, Unsupported

MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_FEATURES = 20_000
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
SHAPEFILE_MAGIC = b"\x00\x00\x27\x0a"
WGS84 = "EPSG:4326"
SHOWN = 120


@dataclass(frozen=True)
class Source:
    """What a file holds: names of columns, and each feature's values and shape in WGS 84."""

    columns: list[str]
    rows: list[dict[str, Any]]
    shapes: list[BaseGeometry | None]
    projection: str
    guessed_projection: bool


def read_boundaries(content: bytes) -> Source:
    """The features of the file's first layer with areas, brought to WGS 84.

    Raises Unsupported for other kinds, TooLarge, Invalid for broken files and unknown projections.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge(f"The file has {len(content) / 1e6:.0f} MB; at most 50 are read.")
    try:
        with _opened(content) as path:
            meta, _, geometry, columns = pyogrio.raw.read(path, max_features=MOST_FEATURES + 1)
    except (DataSourceError, DataLayerError, FeatureError, zipfile.BadZipFile, ValueError) as error:
        raise Invalid(f"The file cannot be read: {error}") from error
    if geometry is None or not 0 < len(geometry) <= MOST_FEATURES:
        raise Invalid(f"A file of boundaries has areas, and at most {MOST_FEATURES:,} of them.")
    names = [str(name) for name in meta["fields"]]
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    # What is no geometry at all becomes a row without an area; heights are left out.
    shapes = list(shapely.force_2d(shapely.from_wkb(geometry, on_invalid="ignore")))
    crs = meta["crs"]
    placed = _to_wgs84(shapes, crs)
    return Source(names, rows or [{} for _ in shapes], placed, crs or WGS84, not crs)


@contextmanager
def _opened(content: bytes) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        if content.startswith(b"PK"):
            yield _unpacked(content, Path(folder))
            return
        path = Path(folder) / f"boundaries{_suffix(content)}"
        path.write_bytes(content)
        yield path


def _suffix(content: bytes) -> str:
    start = content[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"SQLite format 3\x00"):
        return ".gpkg"
    if start.startswith(b"{"):
        return ".geojson"
    if b"<kml" in start and start.startswith(b"<"):
        return ".kml"
    raise Unsupported("Boundaries are read from GeoJSON, GeoPackage, KML or a zipped Shapefile.")


def _unpacked(content: bytes, folder: Path) -> Path:
    """The one Shapefile of an archive, with its parts beside it."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [
            m for m in archive.infolist() if Path(m.filename).suffix.lower() in SHAPEFILE_PARTS
        ]
        shapes = [
            m for m in parts if m.filename.lower().endswith(".shp") and "__MACOSX" not in m.filename
        ]
        if len(shapes) != 1:
            raise Invalid(
                f"The archive has {len(shapes)} Shapefiles; it must have exactly one. A KMZ has none:"
                " save it as KML."
            )
        if sum(member.file_size for member in parts) > MOST_UNPACKED:
            raise TooLarge("The archive holds more than 200 MB.")
        stem = shapes[0].filename[: -len(".shp")]
        for member in parts:
            name = Path(member.filename)
            if member.filename[: -len(name.suffix)] == stem:
                (folder / f"boundaries{name.suffix.lower()}").write_bytes(archive.read(member))
    path = folder / "boundaries.shp"
    if not path.read_bytes().startswith(SHAPEFILE_MAGIC):
        raise Invalid("The .shp file in the archive is no Shapefile.")
    return path


def _to_wgs84(shapes: list[BaseGeometry | None], crs: str | None) -> list[BaseGeometry | None]:
    """The shapes in WGS 84, by the database's PROJ. Raises Invalid for an unknown projection."""
    if crs in {None, WGS84}:
        return shapes
    given = [None if shape is None else bytes(shapely.to_wkb(shape)) for shape in shapes]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT ST_AsBinary(ST_Transform(ST_GeomFromWKB(wkb), %s::text, 4326))"
                " FROM unnest(%s::bytea[]) WITH ORDINALITY AS u(wkb, n) ORDER BY n",
                [crs, given],
            )
            rows = cursor.fetchall()
    except DatabaseError as error:
        raise Invalid(
            f"The projection of the file is not understood: {str(crs)[:SHOWN]}. Maybe save it in WGS 84."
        ) from error
    return [None if wkb is None else shapely.from_wkb(bytes(wkb)) for (wkb,) in rows]
