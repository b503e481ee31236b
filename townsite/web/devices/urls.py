from django.urls import path

from townsite.web.devices import views

app_name = "devices"
urlpatterns = [
    path("", views.device_list, name="list"),
    path("end-others/", views.device_end_others, name="end_others"),
    path("<int:pk>/end/", views.device_end, name="end"),
]
