"""Refusals of the import workbench."""

from townsite.common.errors import Conflict, Invalid


class FileRefused(Invalid):
    """The uploaded file cannot be read as a table of sites; nothing of it is kept."""

    code = "file-refused"
    title = "This file cannot be imported"


class MappingRefused(Invalid):
    """The columns do not lead to a site: a field is taken twice, or the name is missing."""

    code = "mapping-refused"
    title = "The columns are not assigned yet"


class WrongState(Conflict):
    """The import is at another step of its life than the one asked for."""

    code = "import-wrong-state"
    title = "The import is at another step"


class UndoRefused(Conflict):
    """Later work builds on what the import wrote, so taking it back would destroy that work."""

    code = "import-undo-refused"
    title = "This import can no longer be undone"
