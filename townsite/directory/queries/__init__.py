"""Reads of the directory."""

from townsite.directory.queries.counts import Count, count_all, count_sites, site_extent
from townsite.directory.queries.pages import (
    Row,
    SitePage,
    TablePage,
    site_page,
    site_page_json,
    usual_sort,
)

__all__ = [
    "Count",
    "Row",
    "SitePage",
    "TablePage",
    "count_all",
    "count_sites",
    "site_extent",
    "site_page",
    "site_page_json",
    "usual_sort",
]
