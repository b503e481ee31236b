from django.urls import path

from townsite.web.audit import exporting, views
from townsite.web.audit.activity_views import activity_report

app_name = "audit"
urlpatterns = [
    path("", views.audit_trail, name="trail"),
    path("export/", exporting.export, name="export"),
    path("activity/", activity_report, name="activity"),
    path("<int:pk>/", views.event_detail, name="event"),
]
