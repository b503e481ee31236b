"""Pages of customers: list, one customer with its sites, new and edit."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.audit.queries import recent_events
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.sites.actions import create_customer, update_customer
from townsite.sites.models import Contact, Customer
from townsite.sites.queries.customers import customers_named, sites_of_customer
from townsite.web.events import event_entry
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in

PAGE = 50
SITES_SHOWN = 100


class CustomerForm(forms.Form):
    """What can be said about a customer."""

    name = forms.CharField(max_length=150)
    code = forms.CharField(
        required=False, max_length=20, help_text="The customer's own short name."
    )
    website = forms.URLField(required=False, max_length=200, assume_scheme="https")
    notes = forms.CharField(
        required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )


@require_GET
def customer_list(request: HttpRequest) -> HttpResponse:
    """Customers in scope; `q` narrows by name or code."""
    words = request.GET.get("q", "")[:150]
    page = Paginator(customers_named(words), PAGE).get_page(request.GET.get("page"))
    return render(request, "customers/list.html", {"page": page, "words": words})


@require_GET
def customer_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One customer with its sites, people and history."""
    customer = get_object_or_404(customers_named(), pk=pk)
    events = recent_events().filter(target_kind="customer", target_id=str(customer.pk))[:20]
    context = {
        "customer": customer,
        "sites": sites_of_customer(customer)[:SITES_SHOWN],
        "sites_shown": SITES_SHOWN,
        "contacts": Contact.objects.filter(customer=customer).order_by("last_name", "email")[:50],
        "entries": [event_entry(event) for event in events],
    }
    return render(request, "customers/detail.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.SITE_EDIT)
def customer_new(request: HttpRequest) -> HttpResponse:
    """The form of a new customer."""
    form = CustomerForm(sent_data(request), initial={"name": request.GET.get("name", "")})
    if form.is_valid():
        try:
            with transaction.atomic():
                customer = create_customer(
                    values=form.cleaned_data, by=person_in(request), at=clock.now()
                )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"{customer} added.")
            return redirect("customers:detail", pk=customer.pk)
    return _form_page(request, form, {"heading": "New customer", "back": "/customers/"})


@require_http_methods(["GET", "POST"])
@needs(Permission.SITE_EDIT)
def customer_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form of a customer; refused when somebody changed it meanwhile."""
    customer = get_object_or_404(Customer, pk=pk)
    initial = {name: getattr(customer, name) for name in CustomerForm.base_fields}
    form = CustomerForm(sent_data(request), initial=initial)
    read = request.POST.get("version", "")
    if form.is_valid():
        try:
            with transaction.atomic():
                update_customer(
                    customer=customer,
                    values=form.cleaned_data,
                    by=person_in(request),
                    at=clock.now(),
                    version=int(read) if read.isdecimal() and len(read) < 10 else 0,  # noqa: PLR2004 - digits of an int
                )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"{form.cleaned_data['name']} saved.")
            return redirect("customers:detail", pk=customer.pk)
    context = {
        "heading": f"Edit {customer}",
        "back": f"/customers/{customer.pk}/",
        "version": read or customer.version,
    }
    return _form_page(request, form, context)


def _form_page(request: HttpRequest, form: CustomerForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "customers/form.html", {"form": form, **context}, status=status)
