"""Reads of the directory."""

from townsite.directory.queries.bulk import Change, Preview, bulk_preview
from townsite.directory.queries.corrections import Correction, shown_corrections
from townsite.directory.queries.counts import Count, count_all, count_sites, site_extent
from townsite.directory.queries.facets import FACET_TOKENS, Facet, Option, facets
from townsite.directory.queries.favorites import favorite_sites, favorites_among
from townsite.directory.queries.pages import (
    Row,
    SitePage,
    TablePage,
    site_page,
    site_page_json,
    usual_sort,
)
from townsite.directory.queries.suggestions import Suggestion, suggestions
from townsite.directory.queries.views import ViewEntry, default_view, own_view, saved_views

__all__ = [
    "FACET_TOKENS",
    "Change",
    "Correction",
    "Count",
    "Facet",
    "Option",
    "Preview",
    "Row",
    "SitePage",
    "Suggestion",
    "TablePage",
    "ViewEntry",
    "bulk_preview",
    "count_all",
    "count_sites",
    "default_view",
    "facets",
    "favorite_sites",
    "favorites_among",
    "own_view",
    "saved_views",
    "shown_corrections",
    "site_extent",
    "site_page",
    "site_page_json",
    "suggestions",
    "usual_sort",
]
