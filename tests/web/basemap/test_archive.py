import gzip
import os
from pathlib import Path

import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from townsite.web.basemap.archive import open_archive

ATLANTA = (7, 33, 51)


@pytest.fixture
def archive_file(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "map.pmtiles", {ATLANTA: b"atlanta", (0, 0, 0): b"world"})


def write_archive(path: Path, tiles: dict[tuple[int, int, int], bytes]) -> Path:
    with path.open("wb") as file:
        writer = Writer(file)
        for place in sorted(tiles, key=lambda place: zxy_to_tileid(*place)):
            writer.write_tile(zxy_to_tileid(*place), gzip.compress(tiles[place]))
        header = {
            "tile_type": TileType.MVT, "tile_compression": Compression.GZIP,
            "min_lon_e7": 0, "min_lat_e7": 0, "max_lon_e7": 0, "max_lat_e7": 0,
            "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0,
        }  # fmt: skip
        writer.finalize(header, {})
    return path


def test_a_tile_comes_back_as_it_was_stored(archive_file):
    archive = open_archive(archive_file)
    assert gzip.decompress(archive.tile(*ATLANTA)) == b"atlanta"
    assert gzip.decompress(archive.tile(0, 0, 0)) == b"world"


@pytest.mark.parametrize("place", [(7, 34, 51), (7, 33, 128), (7, 10**9, 0)])
def test_an_empty_or_impossible_place_has_no_tile(archive_file, place):
    assert open_archive(archive_file).tile(*place) is None


def test_a_missing_file_is_no_archive(tmp_path):
    assert open_archive(tmp_path / "absent.pmtiles") is None


def test_a_rebuilt_file_is_read_anew_and_has_another_version(archive_file):
    before = open_archive(archive_file)
    write_archive(archive_file, {ATLANTA: b"rebuilt"})
    later = archive_file.stat().st_mtime_ns + 2_000_000_000
    os.utime(archive_file, ns=(later, later))
    after = open_archive(archive_file)
    assert gzip.decompress(after.tile(*ATLANTA)) == b"rebuilt"
    assert after.version != before.version


def test_leaf_directories_are_followed(tmp_path):
    # More tiles than a root directory of 16 KB holds.
    tiles = {(8, x, y): b"%d %d" % (x, y) for x in range(0, 256, 2) for y in range(0, 256, 3)}
    archive = open_archive(write_archive(tmp_path / "large.pmtiles", tiles))
    assert gzip.decompress(archive.tile(8, 200, 99)) == b"200 99"
    assert archive.tile(8, 201, 99) is None
