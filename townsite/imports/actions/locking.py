"""Every step takes the import's row first, so that two tabs cannot run two steps at once."""

from townsite.common.errors import NotFound
from townsite.imports.choices import ImportStatus
from townsite.imports.errors import WrongState
from townsite.imports.models import Import


def locked_import(import_: Import, *allowed: ImportStatus) -> Import:
    """The import, locked, when it stands at one of the allowed steps.

    Raises WrongState, or NotFound when it is out of scope.
    """
    found = Import.objects.select_for_update(of=("self",)).filter(pk=import_.pk).first()
    if found is None:
        raise NotFound(f"There is no import {import_.pk}, or it is somebody else's.")
    if found.status not in allowed:
        steps = " or ".join(f"“{step.label}”" for step in allowed)
        raise WrongState(
            f"“{found}” is at “{found.get_status_display()}”, and this needs {steps}. "
            "Reload the page to see where it stands."
        )
    return found
