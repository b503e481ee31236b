from django.urls import path

from townsite.web.tiles import views

app_name = "tiles"
urlpatterns = [
    path("<slug:name>.json", views.tilejson_view, name="document"),
    path("sites/<int:z>/<int:x>/<int:y>.mvt", views.site_tile_view, name="sites"),
    path("territories/<int:z>/<int:x>/<int:y>.mvt", views.territory_tile_view, name="territories"),
]
