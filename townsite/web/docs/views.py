"""Documents that the code writes about itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from townsite.web.docs.dictionary import entities


@require_GET
def data_dictionary(request: HttpRequest) -> HttpResponse:
    """Every entity with its fields, types, rules and vocabulary, read from the models."""
    return render(request, "docs/data_dictionary.html", {"entities": entities()})
