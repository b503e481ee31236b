from django.urls import path

from townsite.web.audit import exporting, views

app_name = "audit"
urlpatterns = [
    path("", views.audit_trail, name="trail"),
    path("export/", exporting.export, name="export"),
    path("<int:pk>/", views.event_detail, name="event"),
]
