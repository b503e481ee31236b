"""Builds the one PMTiles file of the base map from packaged data."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from townsite.common.errors import Unavailable
from townsite.web.basemap.features import layers
from townsite.web.basemap.places import LAST_TILE_ZOOM

FIRST_TILE_ZOOM: Final = 0
ERROR_LINES: Final = 5


def build(packages: Path, target: Path, tell: Callable[[str], None] = print) -> None:
    """Writes `target`; about 20 s and 6 MB. Replaces it only when everything worked.

    Raises Unavailable when the npm packages are not installed or tippecanoe fails.
    """
    if not (packages / "world-atlas").is_dir():
        raise Unavailable(f"No atlas in {packages}. Maybe run `npm ci` in frontend/ first.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as folder:
        files = [
            _written(Path(folder), name, features, tell)
            for name, features in layers(packages).items()
        ]
        draft = Path(folder) / "basemap.pmtiles"
        _tiled(files, draft)
        draft.replace(target)
    tell(f"base map: {target.stat().st_size / 1e6:.1f} MB")


def _written(
    folder: Path, name: str, features: Iterator[dict[str, Any]], tell: Callable[[str], None]
) -> Path:
    """One line a feature, as tippecanoe reads in parallel."""
    path = folder / f"{name}.geojsonl"
    count = 0
    with path.open("w") as out:
        while batch := list(islice(features, 1000)):
            out.writelines(json.dumps(feature, separators=(",", ":")) + "\n" for feature in batch)
            count += len(batch)
    tell(f"  {name}: {count:,}")
    return path


def _tiled(files: list[Path], target: Path) -> None:
    command = [
        str(Path(sys.executable).with_name("tippecanoe")),
        *("-o", str(target), "-Z", str(FIRST_TILE_ZOOM), "-z", str(LAST_TILE_ZOOM)),
        # Towns and borders carry their own zooms; nothing else may be thinned out.
        *("-r1", "--no-feature-limit", "--no-tile-size-limit", "--no-tiny-polygon-reduction"),
        *("--simplification", "4", "--detect-shared-borders", "-P", "-q"),
        *[f"-L{file.stem}:{file}" for file in files],
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    if done.returncode:
        tail = " ".join(done.stderr.splitlines()[-ERROR_LINES:])
        raise Unavailable(f"tippecanoe could not make the base map: {tail}")
