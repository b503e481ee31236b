from django.urls import path

from townsite.web.territories import (
    boundary_views,
    editor_views,
    exchange_views,
    hierarchy_views,
    map_views,
    proposal_views,
    stray_views,
    territory_page,
    views,
)

app_name = "territories"
urlpatterns = [
    path("", views.territory_tree_page, name="tree"),
    path("new/", views.territory_new, name="new"),
    path("hierarchies/", hierarchy_views.hierarchy_list, name="hierarchies"),
    path("hierarchies/new/", hierarchy_views.hierarchy_new, name="hierarchy_new"),
    path("hierarchies/<str:code>/edit/", hierarchy_views.hierarchy_edit, name="hierarchy_edit"),
    path("map/", map_views.territory_map, name="map"),
    path("map/panel/", map_views.territory_map_panel, name="map_panel"),
    path("map/edit/", editor_views.boundary_editor, name="boundary_editor"),
    path("map/edit/sites/", editor_views.editor_sites, name="editor_sites"),
    path("boundaries/", boundary_views.boundaries_page, name="boundaries"),
    path("boundaries/problems.geojson", boundary_views.problems_geojson, name="problems_geojson"),
    path("boundaries/coverage.geojson", boundary_views.coverage_geojson, name="coverage_geojson"),
    path("boundaries/strays/", stray_views.strays, name="strays"),
    path("boundaries/edit/", editor_views.boundary_edit, name="boundary_edit"),
    path("boundaries/by/<str:kind>/", boundary_views.boundary_form, name="boundary_form"),
    path("boundaries/files/", exchange_views.boundary_upload, name="boundary_upload"),
    path("boundaries/files/<str:name>/", exchange_views.boundary_check, name="boundary_check"),
    path("boundaries/export/<str:kind>/", exchange_views.boundary_export, name="boundary_export"),
    path("boundaries/preview/", proposal_views.boundary_preview, name="boundary_preview"),
    path("boundaries/propose/", proposal_views.boundary_propose, name="boundary_propose"),
    path("<str:code>/", territory_page.territory_detail, name="detail"),
    path("<str:code>/edit/", views.territory_edit, name="edit"),
    path("<str:code>/move/", views.territory_move, name="move"),
    path("<str:code>/close/", views.territory_close, name="close"),
    path("<str:code>/posts/", views.territory_appoint, name="appoint"),
]
