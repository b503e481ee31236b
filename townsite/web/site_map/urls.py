from django.urls import path

from townsite.web.site_map import views

app_name = "site_map"
urlpatterns = [
    path("", views.site_map, name="map"),
    path("panel/", views.site_map_panel, name="panel"),
]
