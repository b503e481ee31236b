"""Townsite's addresses, and beside them a bare endpoint behind the same sign-in and scope."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from benchmarks.harness.bare_endpoint import told


def bare(request: HttpRequest, number: int) -> HttpResponse:
    """The rows of a statement, aggregated to JSON by PostgreSQL, and nothing else."""
    sql, values = told()["statements"][number]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        (rows,) = cursor.fetchone()
    return HttpResponse(rows or "[]", content_type="application/json")


urlpatterns = [path("bare/<int:number>", bare), path("", include("townsite.config.urls"))]
