from django.urls import path

from townsite.web.territories import views

app_name = "territories"
urlpatterns = [
    path("", views.territory_tree_page, name="tree"),
    path("new/", views.territory_new, name="new"),
    path("<str:code>/", views.territory_detail, name="detail"),
    path("<str:code>/edit/", views.territory_edit, name="edit"),
    path("<str:code>/move/", views.territory_move, name="move"),
    path("<str:code>/close/", views.territory_close, name="close"),
    path("<str:code>/posts/", views.territory_appoint, name="appoint"),
]
