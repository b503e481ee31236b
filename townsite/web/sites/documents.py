"""Documents of a site: list, upload, download, removal."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from townsite.access.choices import Permission
from townsite.common import clock
from townsite.common.errors import NotFound, Problem
from townsite.sites.actions import add_document, remove_document
from townsite.sites.choices import DocumentType
from townsite.sites.file_types import OFFERED
from townsite.sites.models import Document, Site
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.sites.lookup import site_or_404, site_to_change
from townsite.web.sites.page import FormPage, site_form_page, site_page


class UploadForm(forms.Form):
    """A file with what it is."""

    file = forms.FileField(
        allow_empty_file=True,
        help_text=f"{OFFERED}; at most 25 MB.",
        widget=forms.FileInput(attrs={"class": "visually-hidden"}),
    )
    type = forms.ChoiceField(choices=DocumentType.choices)
    title = forms.CharField(
        max_length=150, help_text="The same type and title again makes a new version."
    )
    expires_on = forms.DateField(
        required=False, label="Expires", widget=forms.DateInput(attrs={"type": "date"})
    )


class RemoveForm(forms.Form):
    reason = forms.CharField(max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


@require_http_methods(["GET", "POST"])
def document_list(request: HttpRequest, number: str) -> HttpResponse:
    """Every document with its versions, and the form for another."""
    site = site_or_404(number)
    form = UploadForm(sent_data(request), request.FILES or None)
    if request.method == "POST":
        site_to_change(request, number, Permission.SITE_EDIT)
        if form.is_valid() and _uploaded(request, site, form):
            return redirect("sites:documents", number=site.number)
    documents = Document.objects.filter(site=site).order_by("title", "type", "-version")
    context = {
        "form": form,
        "documents": [each for each in documents if each.is_current],
        "former": [each for each in documents if not each.is_current],
        "today": clock.now().date(),
    }
    status = 422 if form.is_bound else 200
    return site_page(request, site, tab="documents", context=context, status=status)


@require_GET
def download(request: HttpRequest, number: str, pk: UUID) -> HttpResponseBase:
    """The file, always as a download and never run by the browser."""
    document = get_object_or_404(Document, pk=pk, site=site_or_404(number))
    try:
        content = document.file.open("rb")
    except FileNotFoundError:
        raise NotFound(
            f"The file of “{document}” is no longer in the store. Maybe restore it from a backup."
        ) from None
    extension = str(document.file.name).rpartition(".")[2]
    answer = FileResponse(
        content,
        as_attachment=True,
        filename=f"{slugify(document.title) or 'document'}-v{document.version}.{extension}",
        content_type=document.content_type,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    """Asks why a document is removed."""
    site = site_to_change(request, number, Permission.SITE_EDIT)
    document = get_object_or_404(Document, pk=pk, site=site)
    form = RemoveForm(sent_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            remove_document(
                document=document, by=person_in(request), at=clock.now(), **form.cleaned_data
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"{document} removed.")
            return redirect("sites:documents", number=site.number)
    page = FormPage(
        heading=f"Remove {document}",
        action="Remove document",
        cancel=f"/sites/{site.number}/documents/",
        lead="The file is deleted; the timeline keeps that it was here. "
        "A former version becomes the current one again.",
        is_danger=True,
    )
    return site_form_page(request, site, form, page, tab="documents")


def _uploaded(request: HttpRequest, site: Site, form: UploadForm) -> bool:
    given = form.cleaned_data
    try:
        with transaction.atomic():
            document = add_document(
                site=site,
                document_type=given["type"],
                title=given["title"],
                file=given["file"],
                expires_on=given["expires_on"],
                by=person_in(request),
                at=clock.now(),
            )
    except Problem as problem:
        add_problem(form, problem)
        return False
    messages.success(request, f"{document} kept.")
    return True
