from django.urls import path

from townsite.api.ogc import views

app_name = "ogc"
urlpatterns = [
    path("", views.landing_view, name="landing"),
    path("api", views.api_view, name="api"),
    path("conformance", views.conformance_view, name="conformance"),
    path("collections", views.collections_view, name="collections"),
    path("collections/<str:name>", views.collection_view, name="collection"),
    path("collections/<str:name>/queryables", views.queryables_view, name="queryables"),
    path("collections/<str:name>/items", views.items_view, name="items"),
    path("collections/<str:name>/items/<str:key>", views.item_view, name="item"),
    path("tiles/<str:name>.json", views.tileset_view, name="tileset"),
]
