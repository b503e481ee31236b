"""The demo that journeys start from, made once for the code and the day, and copied for each run.

`python -m tests.journeys.demo_database` makes it beforehand.
"""

import hashlib
from datetime import UTC, datetime

from tests.database import BASE, ROOT, alone, copy, fingerprint, kept, manage, migrated
from tests.journeys.accounts import PASSWORD

SERVED = "townsite.config.settings.development"


def demo() -> str:
    """The name of the template that holds the demo portfolio."""

    def make(name: str) -> None:
        copy(migrated(), name)
        manage(name, "make_demo", DJANGO_SETTINGS_MODULE=SERVED, TOWNSITE_DEMO_PASSWORD=PASSWORD)

    return kept(f"{BASE}_demo", _wanted(), make)


def _wanted() -> str:
    """A hash of what may shape the demo: the schema, all code, packages and the day it ends on."""
    files = sorted([*ROOT.glob("townsite/**/*.py"), *ROOT.glob("demo/*.py")])
    files.append(ROOT / "frontend/package-lock.json")  # the atlas of counties
    code = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    return f"{fingerprint()} {code} {datetime.now(UTC).date()}"


if __name__ == "__main__":
    with alone():
        demo()
