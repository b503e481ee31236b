"""Addresses of placement: the board, and one site's tab."""

from django.urls import path

from townsite.web.placement import balance, board, exceptions, managers, quarterly, site, whole
from townsite.web.sites import number_path  # noqa: F401 - registers the converter used below

app_name = "placement"
urlpatterns = [
    path("placement/", board.board, name="board"),
    path("placement/choose/", site.choose, name="choose"),
    path("placement/place/", site.place, name="place"),
    path("placement/rehearse/", whole.rehearse, name="rehearse"),
    path("placement/accept/", whole.accept, name="accept"),
    path("placement/balance/", balance.balance, name="balance"),
    path("placement/balance/look/", balance.look_now, name="look_now"),
    path("placement/reviews/<uuid:pk>/close/", balance.close, name="review_close"),
    path("placement/quarterly/", quarterly.review_list, name="reviews"),
    path("placement/quarterly/<uuid:pk>/", quarterly.review_detail, name="review"),
    path("placement/quarterly/<uuid:pk>/close/", quarterly.review_close, name="quarterly_close"),
    path("placement/compare/", balance.compare, name="compare"),
    path("placement/opportunities/", balance.opportunity_list, name="opportunities"),
    path("placement/managers/<str:code>/", managers.manager_profile, name="manager"),
    path("sites/<number:number>/placement/", site.site_placement, name="site"),
    path("sites/<number:number>/exceptions/", exceptions.new_exception, name="exception"),
    path("sites/<number:number>/exceptions/<uuid:pk>/end/", exceptions.end, name="exception_end"),
]
