"""Addresses of placement: the board, and one site's tab."""

from django.urls import path

from townsite.web.placement import board, exceptions, site, whole
from townsite.web.sites import number_path  # noqa: F401 - registers the converter used below

app_name = "placement"
urlpatterns = [
    path("placement/", board.board, name="board"),
    path("placement/choose/", site.choose, name="choose"),
    path("placement/place/", site.place, name="place"),
    path("placement/rehearse/", whole.rehearse, name="rehearse"),
    path("placement/accept/", whole.accept, name="accept"),
    path("sites/<number:number>/placement/", site.site_placement, name="site"),
    path("sites/<number:number>/exceptions/", exceptions.new_exception, name="exception"),
    path("sites/<number:number>/exceptions/<uuid:pk>/end/", exceptions.end, name="exception_end"),
]
