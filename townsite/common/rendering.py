"""JSON as every interface writes it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.contrib.gis.geos import Point


def dumps(value: Any) -> bytes:
    """UTF-8 JSON; times in RFC 3339, keys as text, points as [longitude, latitude]."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS)


def _plain(value: Any) -> Any:
    if isinstance(value, Point):
        return [value.x, value.y]
    if isinstance(value, (UUID, datetime)):
        return str(value)
    if hasattr(value, "__html__") or hasattr(value, "_meta"):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
