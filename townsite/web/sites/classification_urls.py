"""Addresses of the classification of one site; part of the namespace `sites`."""

from django.urls import path

from townsite.web.sites import (
    classification,
    number_path,  # noqa: F401 - registers the converter used below
    scores,
)

START = "<number:number>/classification/"
urlpatterns = [
    path("scores/", scores.score_outlook, name="scores"),
    path("scores/run/", scores.score_run, name="scores_run"),
    path(START, classification.classification, name="classification"),
    path(f"{START}complexity/", classification.override, name="override_complexity"),
    path(f"{START}complexity/lift/", classification.lift, name="lift_complexity"),
    path(f"{START}<slug:facet>/", classification.classify, name="classify"),
]
