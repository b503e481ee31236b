"""Tiles out of the base map's one PMTiles file (PMTiles 3 specification)."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pmtiles.tile import Entry, deserialize_directory, deserialize_header, find_tile, zxy_to_tileid

HEADER_BYTES = 127


@dataclass(frozen=True)
class Archive:
    """The directory of one file, held in memory; tiles are read from disk."""

    path: Path
    entries: list[Entry]
    data_offset: int
    version: str

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The gzipped vector tile, or `None` where the map is empty."""
        if not (0 <= x < 2**z and 0 <= y < 2**z):
            return None
        entry = find_tile(self.entries, zxy_to_tileid(z, x, y))
        return _read(self.path, self.data_offset + entry.offset, entry.length) if entry else None


def archive_path() -> Path:
    """Where the set-up puts the base map."""
    return Path(settings.LOCAL) / "basemap.pmtiles"


def open_archive(path: Path | None = None) -> Archive | None:
    """The base map as it is on disk now, or `None` before it was built."""
    file = path or archive_path()
    return _opened(file, file.stat().st_mtime_ns) if file.exists() else None


@lru_cache(maxsize=2)
def _opened(path: Path, changed_ns: int) -> Archive:
    header = deserialize_header(_read(path, 0, HEADER_BYTES))
    root = deserialize_directory(_read(path, header["root_offset"], header["root_length"]))
    entries: list[Entry] = []
    for entry in root:
        # A run length of zero points to a leaf directory instead of a tile.
        entries.extend(
            [entry] if entry.run_length else _leaf(path, header["leaf_directory_offset"], entry)
        )
    return Archive(path, entries, header["tile_data_offset"], format(changed_ns // 1_000_000, "x"))


def _leaf(path: Path, start: int, entry: Entry) -> list[Entry]:
    return deserialize_directory(_read(path, start + entry.offset, entry.length))


def _read(path: Path, offset: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(length)
