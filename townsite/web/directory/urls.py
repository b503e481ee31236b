"""Addresses of the directory; one site's pages have theirs beside it."""

from django.urls import path

from townsite.web.directory import bulk, exports, lookups, page, propose, saved_views
from townsite.web.sites import number_path  # noqa: F401 - registers the converter used below

app_name = "directory"
urlpatterns = [
    path("", page.directory, name="list"),
    path("facets/", page.facet_panel, name="facets"),
    path("suggest/", lookups.suggest, name="suggest"),
    path("quick/<number:number>/", lookups.quick_view, name="quick_view"),
    path("bulk/", bulk.choose, name="bulk"),
    path("bulk/preview/", bulk.preview, name="bulk_preview"),
    path("bulk/propose/", propose.propose, name="bulk_propose"),
    path("bulk/apply/", bulk.carry_out, name="bulk_apply"),
    path("export/<slug:kind>/", exports.export, name="export"),
    path("exports/<uuid:job_id>/", exports.download, name="export_download"),
    path("views/new/", saved_views.new_view, name="view_new"),
    path("views/<uuid:key>/", saved_views.edit_view, name="view_edit"),
    path("views/<uuid:key>/delete/", saved_views.delete, name="view_delete"),
]
