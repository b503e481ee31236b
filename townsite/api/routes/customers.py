"""Customers within reach."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from townsite.api import paging
from townsite.api.answers import as_json, chosen, page
from townsite.api.parameters import Cursor, Fields, Limit, Search
from townsite.common.rendering import dumps
from townsite.sites.models import Customer

router = Router()
FIELDS = ["id", "name", "code", "website", "notes", "created_at", "updated_at", "version"]


def customer_json(customer: Customer, fields: list[str]) -> dict[str, Any]:
    """The customer as the API shows it."""
    return {name: getattr(customer, name) for name in fields}


@router.get("", operation_id="list_customers", response={200: dict[str, Any]})
def list_customers(
    request: HttpRequest,
    q: Search = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    fields: Fields = "",
) -> HttpResponse:
    """Customers by name, a page at a time."""
    names = chosen(fields, FIELDS)
    rows = Customer.objects.filter(name__icontains=q) if q else Customer.objects.all()
    found, after = paging.by_name(rows, field="name", cursor=cursor, limit=limit)
    return page(request, dumps([customer_json(each, names) for each in found]), after)


@router.get("/{uuid:id}", operation_id="get_customer", response={200: dict[str, Any]})
def get_customer(request: HttpRequest, id: UUID, fields: Fields = "") -> HttpResponse:  # noqa: A002 - the path's word
    """One customer with its version as ETag."""
    customer = get_object_or_404(Customer, pk=id)
    return as_json(customer_json(customer, chosen(fields, FIELDS)), version=customer.version)
