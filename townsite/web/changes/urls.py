from django.urls import path

from townsite.web.changes import acts, views

app_name = "changes"
urlpatterns = [
    path("", views.change_set_list, name="list"),
    path("new/", views.change_set_new, name="new"),
    path("<int:number>/", views.change_set_detail, name="detail"),
    path("<int:number>/changes/new/", views.change_new, name="add"),
    path("<int:number>/<slug:verb>/", acts.act, name="act"),
]
