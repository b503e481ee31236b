from django.urls import path

from townsite.web.policies import holidays, views

app_name = "policies"
urlpatterns = [
    path("", views.policy_list, name="list"),
    path("holidays/", holidays.holiday_page, name="holidays"),
    path("holidays/<str:calendar>/days/", holidays.holiday_correct, name="holiday_correct"),
    path("holidays/days/<uuid:pk>/restore/", holidays.holiday_restore, name="holiday_restore"),
    path("<str:name>/", views.policy_detail, name="detail"),
    path("<str:name>/set/", views.policy_set, name="set"),
    path("<str:name>/explain/", views.policy_explain, name="explain"),
    path("<str:name>/values/<uuid:value_id>/end/", views.policy_end, name="end"),
]
