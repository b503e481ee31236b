"""Bringing refusals of the domain back to the form they concern."""

from django import forms
from django.http import HttpRequest, QueryDict

from townsite.common.errors import Problem


def add_problem(form: forms.BaseForm, problem: Problem) -> None:
    """Puts each message at its field, and on top of the form what belongs to none."""
    placed = {name: texts for name, texts in problem.fields.items() if name in form.fields}
    for name, texts in placed.items():
        form.add_error(name, texts)
    others = [
        text for name, texts in problem.fields.items() if name not in placed for text in texts
    ]
    if others or not placed:
        form.add_error(None, others or [problem.detail])


def sent_data(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it is empty; None while the form is only being opened."""
    return request.POST if request.method == "POST" else None
