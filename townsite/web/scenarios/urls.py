from django.urls import path, re_path

from townsite.web.scenarios import paint_views, plan_views, views

app_name = "scenarios"
urlpatterns = [
    path("", views.scenario_list, name="list"),
    path("new/", views.scenario_new, name="new"),
    path("<int:number>/", views.scenario_detail, name="detail"),
    path("<int:number>/edit/", views.scenario_edit, name="edit"),
    path("<int:number>/progress/", views.run_progress, name="progress"),
    path("<int:number>/plans/<int:plan_number>/", plan_views.plan_detail, name="plan"),
    path(
        "<int:number>/plans/<int:plan_number>/certificate/",
        plan_views.plan_certificate,
        name="certificate",
    ),
    path("<int:number>/plans/<int:plan_number>/pack.<slug:kind>", plan_views.pack, name="pack"),
    path("<int:number>/plans/<int:plan_number>/price/", paint_views.price, name="price"),
    re_path(
        r"^(?P<number>\d{1,9})/plans/(?P<plan_number>\d{1,9})/(?P<verb>paint|undo|improve|merge|split)/$",
        paint_views.change_plan,
        name="change_plan",
    ),
    path("<int:number>/plans/<int:plan_number>/propose/", plan_views.propose, name="propose"),
    re_path(r"^(?P<number>\d{1,9})/(?P<verb>run|stop|copy)/$", views.scenario_act, name="act"),
]
