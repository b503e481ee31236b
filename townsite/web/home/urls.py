from django.urls import path

from townsite.web.home.views import home

urlpatterns = [path("", home, name="home")]
