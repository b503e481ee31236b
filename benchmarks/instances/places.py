"""Where the instances lie."""

import os
from pathlib import Path

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "bench"


def folder(family: str) -> Path:
    """The family's folder: below TOWNSITE_INSTANCES, else beside the project."""
    return Path(os.environ.get("TOWNSITE_INSTANCES", BESIDE)) / family


def reason_absent(family: str) -> str:
    """Why the family cannot be measured; empty when it can."""
    at = folder(family)
    return "" if at.is_dir() else f"no instances in {at}; set TOWNSITE_INSTANCES to their folder"
