from django.urls import path

from townsite.web.coordination import views

app_name = "coordination"
urlpatterns = [
    path("", views.request_list, name="list"),
    path("new/", views.request_new, name="new"),
    path("measures/", views.measures_page, name="measures"),
    path("protocols/", views.protocols_page, name="protocols"),
    path("protocols/<slug:code>/", views.protocol_edit, name="protocol"),
    path("<int:number>/", views.request_detail, name="detail"),
    path("<int:number>/<slug:verb>/", views.act, name="act"),
]
