"""What the directory keeps for people: their saved views and favorites."""

from django.conf import settings
from django.db import models
from django.http import QueryDict

from townsite.access.choices import Role
from townsite.audit.targets import PlainTarget
from townsite.common.ids import uuid7
from townsite.directory.choices import Visibility
from townsite.sites.models import Site


class SavedView(PlainTarget, models.Model):
    """A question with its columns and order, under a name; private or shared."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    # As in the address: `q` and the shapes, percent-encoded.
    query = models.TextField(blank=True, default="")
    columns = models.TextField(blank=True, default="")
    sort = models.CharField(max_length=40, blank=True, default="")
    visibility = models.CharField(
        max_length=7, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    shared_role = models.CharField(max_length=24, choices=Role.choices, blank=True, default="")
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["visibility"], name="view_visibility")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="view_has_name"),
            models.CheckConstraint(
                condition=models.Q(visibility__in=Visibility.values), name="view_visibility_known"
            ),
            models.CheckConstraint(
                condition=models.Q(visibility=Visibility.ROLE) ^ models.Q(shared_role=""),
                name="view_role_when_shared_with_one",
            ),
            models.UniqueConstraint(fields=["owner", "name"], name="view_name_unique"),
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(is_default=True),
                name="view_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The query string that shows this view."""
        return self.as_query().urlencode()

    def as_query(self) -> QueryDict:
        """The question, columns and order as an address holds them."""
        given = QueryDict(self.query, mutable=True)
        for name, value in (("columns", self.columns), ("sort", self.sort)):
            if value:
                given[name] = value
        given["view"] = str(self.pk)
        return given


class Favorite(PlainTarget, models.Model):
    """A site that a person marked with a star, to have it at hand.

    Its events belong to no site: what one person likes to have at hand is no news of the site.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="favorites"
    )
    # The database itself removes the star with its site (migration 0010): whoever undoes an import
    # does not see the stars of others, and so could not take them away first.
    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="favorites", db_constraint=False
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "site"], name="favorite_once"),
        ]

    def __str__(self) -> str:
        return str(self.site)

    @property
    def event_site_id(self) -> None:
        return None


class SearchTiming(models.Model):
    """How many searches of an hour took about as long; see `directory/timing` (A-102).

    About nobody and no site: whoever is signed in may read it, and every search may add to it.
    """

    id = models.BigAutoField(primary_key=True)
    hour = models.DateTimeField()
    bucket = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hour", "bucket"], name="search_timing_once"),
            models.CheckConstraint(condition=models.Q(count__gt=0), name="search_timing_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.count} searches of {self.hour:%F %H} h"
