from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

NOON = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


class SiteForm(forms.Form):
    name = forms.CharField(help_text="As over the door")
    is_24_7 = forms.BooleanField(label="Always open", required=False)
    mode = forms.ChoiceField(choices=[("self", "Self")], widget=forms.RadioSelect)


def test_times_are_told_in_the_readers_zone():
    with timezone.override("America/Chicago"):
        html = render("{% when at relative=False %}", at=NOON)
    assert "Nov 21, 2026, 12:05 PM CST" in html
    assert 'datetime="2026-11-21T18:05:00+00:00"' in html


def test_a_date_stays_the_same_day_in_every_zone():
    with timezone.override("Pacific/Honolulu"):
        assert ">Nov 21, 2026<" in render("{% when at %}", at=date(2026, 11, 21))


def test_a_recent_time_is_left_to_the_script_to_say():
    assert " data-relative" in render("{% when at %}", at=NOON)
    assert "never" in render("{% when at %}", at=None)


def test_a_field_ties_its_errors_to_its_control():
    html = render("{% field form.name %}", form=SiteForm({}))
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    described = html.split('aria-describedby="')[1].split('"')[0].split()
    assert all(f'id="{name}"' in html for name in described)
    assert "id_name_error" in described


def test_typed_markup_comes_back_as_text():
    html = render("{% field form.name %}", form=SiteForm({"name": "<script>"}))
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_boxes_stand_in_their_label_and_choices_in_a_fieldset():
    form = SiteForm()
    assert '<label class="form-check' in render("{% field form.is_24_7 %}", form=form)
    assert "<legend" in render("{% field form.mode %}", form=form)


def test_a_swatch_takes_the_territorys_color_and_none_is_none():
    assert 'data-territory-color="3"' in render("{% swatch 13 %}")
    assert 'data-territory-color="none"' in render("{% swatch index %}", index=None)


@pytest.mark.parametrize(
    ("path", "href", "is_current"),
    [
        ("/", "/", True),
        ("/sites/", "/", False),
        ("/sites/0123/", "/sites/", True),
        ("/sites/map/", "/sites/", False),
        ("/sites/map/", "/sites/map/", True),
    ],
)
def test_the_navigation_marks_the_one_entry_of_the_page(path, href, is_current):
    request = RequestFactory().get(path)
    html = render(f'{{% nav_item "{href}" "Here" "map" %}}', request=request)
    assert ('aria-current="page"' in html) is is_current
