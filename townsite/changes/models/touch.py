"""Which sites and territories a change set touches: who sees these, sees it."""

from django.db import models

from townsite.changes.models.change_set import ChangeSet
from townsite.sites.models import Site
from townsite.territories.models import Territory


class Touch(models.Model):
    """One site or one territory that a change set is about."""

    id = models.BigAutoField(primary_key=True)
    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="touches")
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="touches"
    )
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.CASCADE, related_name="touches"
    )

    class Meta:
        verbose_name_plural = "touches"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(site=None, territory__isnull=False)
                | models.Q(site__isnull=False, territory=None),
                name="touch_one_thing",
            ),
            models.UniqueConstraint(fields=["change_set", "site"], name="touch_site_once"),
            models.UniqueConstraint(
                fields=["change_set", "territory"], name="touch_territory_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.site or self.territory)
