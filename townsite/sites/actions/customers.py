"""Writes to customers."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Forbidden, Invalid, Stale
from townsite.sites.errors import as_invalid
from townsite.sites.models import Customer

CUSTOMER_FIELDS = ("name", "code", "website", "notes")


@transaction.atomic
def create_customer(*, values: dict[str, Any], by: Actor, at: datetime) -> Customer:
    """The new customer, seen by its maker and whoever sees one of its sites.

    Raises Invalid, and Conflict when the name or code is taken.
    """
    customer = Customer(created_by_id=by.pk, created_at=at, updated_at=at)
    _fill(customer, values)
    _save(customer)
    changes = {name: [None, value] for name, value in values.items() if value}
    record_event(EventType.CUSTOMER_CREATED, target=customer, by=by, at=at, changes=changes)
    return customer


@transaction.atomic
def update_customer(
    *,
    customer: Customer,
    values: dict[str, Any],
    by: Actor,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Customer:
    """The customer with `values` set. Raises Stale, Forbidden out of the writing scope, Invalid."""
    locked = Customer.objects.select_for_update().filter(pk=customer.pk).first()
    if locked is None:
        raise Forbidden(f"You may read {customer}, but not change it: you edit none of its sites.")
    if version is not None and locked.version != version:
        raise Stale(f"{locked} was changed meanwhile. Look at it again before you save.")
    before = {name: getattr(locked, name) for name in CUSTOMER_FIELDS}
    _fill(locked, values)
    changes = {
        name: [before[name], getattr(locked, name)]
        for name in CUSTOMER_FIELDS
        if before[name] != getattr(locked, name)
    }
    if not changes:
        return locked
    locked.version += 1
    locked.updated_at = at
    _save(locked)
    record_event(
        EventType.CUSTOMER_UPDATED, target=locked, by=by, at=at, reason=reason, changes=changes
    )
    return locked


def _fill(customer: Customer, values: dict[str, Any]) -> None:
    unknown = sorted(set(values) - set(CUSTOMER_FIELDS))
    if unknown:
        raise Invalid(f"These fields of a customer cannot be set: {', '.join(unknown)}.")
    for name, value in values.items():
        setattr(customer, name, value.strip())
    try:
        customer.clean_fields()
        customer.validate_constraints()
    except ValidationError as error:
        raise as_invalid(error) from error


def _save(customer: Customer) -> None:
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError as error:
        # The other customer may lie out of scope, so only the database can know.
        field = "code" if "customer_code_unique" in str(error) else "name"
        words = f"Another customer has the {field} “{getattr(customer, field)}”."
        raise Conflict(words, fields={field: [words]}) from None
