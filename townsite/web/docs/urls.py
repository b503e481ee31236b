from django.urls import path

from townsite.web.docs import views

app_name = "docs"
urlpatterns = [path("data-dictionary/", views.data_dictionary, name="data_dictionary")]
