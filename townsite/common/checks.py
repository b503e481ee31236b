"""Check constraints of a row, asked in one statement before it is saved."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models, router
from django.db.models import CheckConstraint, Q


class CheckedAtOnce(models.Model):
    """A model that asks the database once whether all its check constraints hold.

    Django asks for each in a statement between a savepoint and its release, 54 for one site. Nearly
    always all hold; only when one does not, Django's own way finds out which.
    """

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As Django's: raises ValidationError with all that the named constraints refuse."""
        excluded = set(exclude or ())
        if not self._all_checks_hold(excluded):
            super().validate_constraints(exclude)
            return
        using = router.db_for_write(type(self), instance=self)
        problems: dict[str, list[ValidationError]] = {}
        for each in self._meta.constraints:
            if isinstance(each, CheckConstraint):
                continue
            try:
                each.validate(type(self), self, exclude=excluded, using=using)
            except ValidationError as error:
                problems = error.update_error_dict(problems)
        if problems:
            raise ValidationError(problems)

    def _all_checks_hold(self, excluded: set[str]) -> bool:
        """False also when an excluded field stands in a check: Django leaves such a check out."""
        conditions = [
            each.condition for each in self._meta.constraints if isinstance(each, CheckConstraint)
        ]
        every = Q(*conditions)
        fields = every.referenced_base_fields
        if fields & excluded:
            return False
        others = {field.name for field in self._meta.fields} - fields
        values = self._get_field_expression_map(meta=self._meta, exclude=others)  # type: ignore[attr-defined] # Django's own, which its stubs leave out
        return every.check(values, using=router.db_for_write(type(self), instance=self))
