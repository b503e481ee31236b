"""People at a site: who they are, what they are for, and how they leave."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from townsite.access.choices import Permission
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.sites.actions import (
    add_contact,
    link_contact,
    unlink_contact,
    update_contact,
    verify_contact,
)
from townsite.sites.models import Contact, Site, SiteContact
from townsite.sites.phones import national
from townsite.sites.queries.contacts import former_links_of, links_of, similar_contacts
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.sites.contact_forms import ContactForm, LinkForm, NewContactForm, UnlinkForm
from townsite.web.sites.lookup import site_or_404, site_to_change
from townsite.web.sites.page import FormPage, site_form_page, site_page

EDIT = Permission.CONTACT_EDIT


@require_GET
def contact_list(request: HttpRequest, number: str) -> HttpResponse:
    """Who is in which role now, and who was."""
    site = site_or_404(number)
    at = clock.now()
    context = {"links": links_of(site, at=at), "former": former_links_of(site, at=at)}
    return site_page(request, site, tab="contacts", context=context)


@require_http_methods(["GET", "POST"])
def new_contact(request: HttpRequest, number: str) -> HttpResponse:
    """A form for somebody new; people who are known already are offered while typing."""
    site = site_to_change(request, number, EDIT)
    initial = {"role": request.GET.get("role", "operations")}
    form = NewContactForm(sent_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            contact = _add_and_link(request, site, form)
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"{contact} added.")
            return redirect("sites:contacts", number=site.number)
    page = FormPage(
        heading="Add a contact",
        action="Add contact",
        cancel=f"/sites/{site.number}/contacts/",
        lead="A person, or a mailbox that several people read.",
        extra="sites/partials/known_contacts_area.html",
    )
    return site_form_page(request, site, form, page, tab="contacts")


@require_GET
def known_contacts(request: HttpRequest, number: str) -> HttpResponse:
    """People who look like the one being typed."""
    site = site_to_change(request, number, EDIT)
    typed = request.GET
    found = similar_contacts(
        email=typed.get("email", "")[:254],
        phone=typed.get("phone", "")[:40],
        mobile=typed.get("mobile", "")[:40],
        first_name=typed.get("first_name", "")[:100],
        last_name=typed.get("last_name", "")[:100],
        customer=site.customer,
    )
    context = {"found": found, "site": site, "role": request.GET.get("role", "other")}
    return render(request, "sites/partials/known_contacts.html", context)


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, number: str) -> HttpResponse:
    """A role for somebody who is known already."""
    site = site_to_change(request, number, EDIT)
    given = request.POST if request.method == "POST" else request.GET
    form = LinkForm(sent_data(request), initial=given.dict())
    contact = _contact(given.get("contact", ""))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                link_contact(site=site, by=person_in(request), at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"{contact} linked.")
            return redirect("sites:contacts", number=site.number)
    page = FormPage(
        heading=f"Link {contact or 'a contact'}",
        action="Link",
        cancel=f"/sites/{site.number}/contacts/",
        lead="The same person can have roles at many sites.",
    )
    return site_form_page(request, site, form, page, tab="contacts")


@require_http_methods(["GET", "POST"])
def edit_contact(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    """The form of a contact; it may be linked to other sites too."""
    site = site_to_change(request, number, EDIT)
    contact = get_object_or_404(Contact.objects.distinct(), pk=pk, site_contacts__site=site)
    form = ContactForm(sent_data(request), initial=_initial(contact))
    read = request.POST.get("version", "")
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                update_contact(
                    contact=contact,
                    values=form.contact_values(),
                    by=person_in(request),
                    at=clock.now(),
                    version=int(read) if read.isdecimal() else None,
                )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"{contact} saved.")
            return redirect("sites:contacts", number=site.number)
    page = FormPage(
        heading=f"Edit {contact}",
        action="Save contact",
        cancel=f"/sites/{site.number}/contacts/",
        lead="A new e-mail address or phone number has to be verified again (R-20).",
    )
    context = {"version": read or contact.version}
    return site_form_page(request, site, form, page, tab="contacts", context=context)


@require_POST
def verify(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    """Notes that somebody answered an e-mail or a test call."""
    site = site_to_change(request, number, EDIT)
    contact = get_object_or_404(Contact.objects.distinct(), pk=pk, site_contacts__site=site)
    method = request.POST.get("method", "")
    verify_contact(contact=contact, method=method, by=person_in(request), at=clock.now())
    messages.success(request, f"{contact} is verified.")
    return redirect("sites:contacts", number=site.number)


@require_http_methods(["GET", "POST"])
def unlink(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    """Asks for the reason, and for a successor where a primary leaves."""
    site = site_to_change(request, number, EDIT)
    at = clock.now()
    leaving = get_object_or_404(
        SiteContact.objects.select_related("contact", "site"),
        pk=pk,
        site=site,
        valid_during__contains=at,
    )
    form = UnlinkForm(
        sent_data(request), site=site, leaving=leaving.contact, role=leaving.role, at=at
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                ended = unlink_contact(
                    link=leaving, by=person_in(request), at=at, **form.cleaned_data
                )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, _farewell(ended, at))
            return redirect("sites:contacts", number=site.number)
    page = FormPage(
        heading=f"End the role of {leaving.contact}",
        action="End role",
        cancel=f"/sites/{site.number}/contacts/",
        lead=f"{leaving.get_role_display()} contact of {site}.",
        is_danger=True,
    )
    return site_form_page(request, site, form, page, tab="contacts")


def _add_and_link(request: HttpRequest, site: Site, form: NewContactForm) -> Contact:
    by, at = person_in(request), clock.now()
    given = form.cleaned_data
    with transaction.atomic():
        values = {**form.contact_values(), "customer": site.customer}
        contact = add_contact(values=values, by=by, at=at)
        link_contact(
            site=site,
            contact=contact,
            role=given["role"],
            shift=given["shift"],
            available_24_7=given["available_24_7"],
            replace_primary=given["replace_primary"],
            by=by,
            at=at,
        )
    return contact


def _initial(contact: Contact) -> dict[str, Any]:
    values = {name: getattr(contact, name) for name in ContactForm.base_fields}
    values["phone"] = national(contact.phone)
    if contact.phone and contact.phone_ext:
        values["phone"] += f" ext. {contact.phone_ext}"
    values["mobile"] = national(contact.mobile)
    return values


def _farewell(ended: SiteContact, at: Any) -> str:
    upper = ended.valid_during.upper
    if upper and upper > at:
        return f"{ended.contact} stays until {upper:%b} {upper.day}, {upper:%H:%M} UTC (R-21)."
    return f"{ended.contact} is no longer {ended.get_role_display().lower()} contact."


def _contact(text: str) -> Contact | None:
    try:
        return Contact.objects.filter(pk=UUID(text)).first()
    except ValueError:
        return None
