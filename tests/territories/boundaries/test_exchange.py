"""Boundaries from and to files, in any projection, with every problem told."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from shapely.geometry import box

from tests.factories import BY, make_territory
from tests.territories.boundaries.shapes import FIELDS
from townsite.common import clock
from townsite.common.errors import Invalid, NotFound, TooLarge, Unsupported
from townsite.territories.actions import publish_boundaries
from townsite.territories.boundaries.exchange.checking import check_boundaries
from townsite.territories.boundaries.exchange.reading import read_boundaries
from townsite.territories.boundaries.exchange.storing import store, stored, sweep
from townsite.territories.boundaries.exchange.writing import KINDS, written_boundaries
from townsite.territories.boundaries.geometry import differs

BOWTIE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


def geojson(*features):
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"code": code}, "geometry": geometry}
                for code, geometry in features
            ],
        }
    ).encode()


def area(shape):
    return json.loads(shapely.to_geojson(shape))


@pytest.fixture
def fields(db):
    made = {code: make_territory(code) for code in FIELDS}
    publish_boundaries(shapes=FIELDS, by=BY, at=clock.now(), reason="first")
    return made


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_written_can_be_read_again(fields, kind):
    content, count = written_boundaries(kind, at=clock.now())
    assert count == 4
    checked = check_boundaries(read_boundaries(content), column="Name" if kind == "kml" else "code")
    shapes = checked.shapes()
    assert [each.faults for each in checked.candidates] == [[]] * 4
    assert all(not differs(shapes[code], FIELDS[code]) for code in FIELDS)


def test_a_projected_shapefile_lands_where_it_belongs(fields, tmp_path: Path):
    # One square kilometer about Atlanta in UTM zone 16 north.
    square = shapely.to_wkb(box(740_000, 3_737_000, 741_000, 3_738_000))
    pyogrio.raw.write(
        str(tmp_path / "b.shp"), np.array([square], dtype=object), [np.array(["NW"], dtype=object)],
        ["code"], driver="ESRI Shapefile", geometry_type="Polygon", crs="EPSG:32616",
    )  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in tmp_path.iterdir():
            archive.write(part, f"folder/{part.name}")
    source = read_boundaries(packed.getvalue())
    assert source.shapes[0].centroid.coords[0] == pytest.approx((-84.4, 33.75), abs=0.02)
    assert check_boundaries(source).shapes().keys() == {"NW"}


def test_every_problem_of_every_row_is_told(fields):
    overlapping = area(box(-84.5, 33, -83.5, 34))
    content = geojson(
        ("NW", area(FIELDS["NW"])), ("NE", overlapping), ("NOPE", area(box(0, 0, 1, 1))),
        ("NW", area(box(5, 5, 6, 6))), ("SW", {"type": "Point", "coordinates": [1, 2]}),
        ("SE", BOWTIE), ("", area(box(8, 8, 9, 9))),
    )  # fmt: skip
    checked = check_boundaries(read_boundaries(content))
    said = [" ".join(fault.says for fault in each.faults) for each in checked.candidates]
    assert said[0] == ""
    assert "overlaps row 1, NW" in said[1]
    assert "no territory NOPE" in said[2]
    assert "Row 1 has a shape for NW already" in said[3]
    assert "no area" in said[4]
    assert said[5].startswith("Mended: Self-intersection")
    assert "names no territory" in said[6]
    assert [each.code for each in checked.usable] == ["NW", "SE"]
    mended = checked.candidates[5]
    assert shapely.is_valid(mended.shape)
    assert not shapely.is_valid(mended.before_repair)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>", Unsupported),
        (b"code,wkt", Unsupported),
        (b'{"type": "FeatureCollection", "features": [', Invalid),
        (b"PK\x03\x04nonsense", Invalid),
        (b"SQLite format 3\x00nonsense", Invalid),
    ],
)
def test_other_files_are_refused(content, error):
    with pytest.raises(error):
        read_boundaries(content)


def zipped(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (b"", Unsupported, "GeoJSON, GeoPackage, KML"),
        (geojson(), Invalid, "has areas"),
        (zipped(doc_kml=b"<kml/>"), Invalid, "A KMZ has none"),
        (zipped(a_shp=b"x", b_shp=b"y"), Invalid, "2 Shapefiles"),
        (zipped(a_shp=b"not a shape"), Invalid, "no Shapefile"),
        # 201 MB of zeros pack into 200 kB.
        (zipped(a_shp=bytes(201 * 1024 * 1024)), TooLarge, "more than 200 MB"),
    ],
)
def test_empty_and_exploding_files_are_refused_in_words(content, error, said):
    with pytest.raises(error, match=said):
        read_boundaries(content)


def test_a_file_that_is_too_large_is_not_even_opened(monkeypatch):
    monkeypatch.setattr("townsite.territories.boundaries.exchange.reading.MOST_BYTES", 10)
    with pytest.raises(TooLarge):
        read_boundaries(geojson(("NW", area(FIELDS["NW"]))))


def test_heights_are_left_out_and_meters_without_a_projection_are_told(fields):
    high = {
        "type": "Polygon",
        "coordinates": [[[-85, 33, 9], [-84, 33, 9], [-84, 34, 9], [-85, 33, 9]]],
    }
    content = geojson(("NW", high), ("NE", area(box(740_000, 3_737_000, 741_000, 3_738_000))))
    first, second = check_boundaries(read_boundaries(content)).candidates
    assert first.faults == []
    assert not first.shape.has_z
    assert "are no degrees" in second.faults[0].says


def test_files_that_nobody_goes_on_with_are_removed(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("townsite.territories.boundaries.exchange.storing.FOLDER", tmp_path)
    name = store(b"{}")
    assert sweep(at=datetime.now(UTC)) == 0
    assert stored(name) == b"{}"
    assert sweep(at=datetime.now(UTC) + timedelta(days=2)) == 1
    with pytest.raises(NotFound, match="Choose it again"):
        stored(name)


def test_a_file_is_checked_previewed_and_proposed(fields, signed_in, tmp_path, monkeypatch):
    monkeypatch.setattr("townsite.territories.boundaries.exchange.storing.FOLDER", tmp_path)
    client = signed_in()
    file = io.BytesIO(geojson(("NW", area(box(-85, 33, -83.5, 34))), ("NOPE", BOWTIE)))
    file.name = "new.geojson"
    response = client.post("/territories/boundaries/files/", {"file": file})
    page = client.get(response["Location"]).content.decode()
    assert "no territory NOPE" in page
    edit = page.split('name="edit" value="')[1].split('"')[0].replace("&quot;", '"')
    preview = client.post("/territories/boundaries/preview/", {"edit": edit}).content.decode()
    base = preview.split('name="base" value="')[1].split('"')[0]
    assert base == "NE:1 NW:1"
    given = {
        "edit": edit,
        "base": base,
        "title": "New",
        "reason": "from the file",
        "trigger": "review",
    }
    response = client.post("/territories/boundaries/propose/", given)
    assert response["Location"].startswith("/change-sets/")
    assert "1.5" not in client.get("/territories/boundaries/").content.decode()
    exported = client.get("/territories/boundaries/export/geojson/").json()
    assert len(exported["features"]) == 4
