"""Findings about files and room on this machine."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from townsite.common.doctor.finding import Finding, Verdict, found

GB = 1024**3
LEAST_FREE_BYTES = 2 * GB
SHORTEST_KEY = 32


def machine_findings() -> Iterator[Finding]:
    """Front-end build, base map, secret key and disk."""
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    yield found(
        "Front end",
        "built" if manifest.exists() else f"{manifest} is missing",
        good=manifest.exists(),
        way_out="Pages would come without style. bin/run builds it.",
    )
    base_map = settings.LOCAL / "basemap.pmtiles"
    yield found(
        "Base map",
        f"{base_map.stat().st_size / 1e6:.1f} MB" if base_map.exists() else "missing",
        good=base_map.exists() or settings.TOWNSITE_MAP_PROVIDER != "builtin",
        otherwise=Verdict.WARN,
        way_out="Maps show sites without land. bin/townsite build-basemap",
    )
    own_key = len(settings.SECRET_KEY) >= SHORTEST_KEY and " " not in settings.SECRET_KEY
    own_key = own_key and not settings.SECRET_KEY.startswith("only-for-checks")
    yield found(
        "Secret key",
        "this installation's own" if own_key else "the one of the source code, or a short one",
        good=own_key,
        way_out="Anybody could forge a session. bin/run makes one, or set TOWNSITE_SECRET_KEY.",
    )
    yield _disk()


def _disk() -> Finding:
    room = shutil.disk_usage(settings.LOCAL if settings.LOCAL.exists() else settings.ROOT)
    return found(
        "Disk",
        f"{room.free / GB:.1f} GB free of {room.total / GB:.0f} GB",
        good=room.free >= LEAST_FREE_BYTES,
        otherwise=Verdict.WARN,
        way_out="PostgreSQL stops when the disk is full. Make room, or move .local elsewhere.",
    )
