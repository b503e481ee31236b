"""The closed vocabularies of the directory."""

from django.db import models


class Visibility(models.TextChoices):
    PRIVATE = "private", "Only me"
    SHARED = "shared", "Everybody"
    ROLE = "role", "People with a role"
