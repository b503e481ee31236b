from django.urls import path

from townsite.web.tokens import views

app_name = "tokens"
urlpatterns = [
    path("", views.token_list, name="list"),
    path("new/", views.token_new, name="new"),
    path("<uuid:pk>/rotate/", views.token_rotate, name="rotate"),
    path("<uuid:pk>/revoke/", views.token_revoke, name="revoke"),
]
