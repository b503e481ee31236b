from django.urls import path

from townsite.web.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("count/", views.bell, name="bell"),
    path("read/", views.read, name="read"),
    path("preferences/", views.choices, name="preferences"),
    path("delegate/", views.delegate, name="delegate"),
    path("delegate/<uuid:key>/end/", views.delegate_end, name="delegate_end"),
    path("<uuid:key>/", views.follow, name="follow"),
]
