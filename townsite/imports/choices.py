"""The closed vocabularies of imports."""

from django.db import models


class ImportStatus(models.TextChoices):
    """The steps of an import's life, in order."""

    MAPPING = "mapping", "Assign columns"
    CHECKING = "checking", "Checking"
    REVIEW = "review", "Review"
    SUBMITTED = "submitted", "Waits for approval"
    COMMITTING = "committing", "Importing"
    COMMITTED = "committed", "Imported"
    UNDOING = "undoing", "Undoing"
    UNDONE = "undone", "Undone"


class RowAction(models.TextChoices):
    CREATE = "create", "Create"
    UPDATE = "update", "Update"
    UNCHANGED = "unchanged", "Unchanged"
    SKIP = "skip", "Skip"
    ERROR = "error", "Error"


class MatchKey(models.TextChoices):
    NUMBER = "number", "Site number"
    EXTERNAL_ID = "external_id", "External id"
    NONE = "none", "Nothing: every row is a new site"


class Blank(models.TextChoices):
    """What an empty cell means for a site that is there already."""

    KEEP = "keep", "Keep the site's value"
    CLEAR = "clear", "Clear the site's value"
