"""The pages of the policies: find, understand, try out, set, end."""

import pytest
from django.urls import reverse

from tests.factories import make_site, make_territory
from townsite.access.choices import Role
from townsite.common import clock
from townsite.policies.models import PolicyValue
from townsite.policies.queries import policies_at
from townsite.policies.registry import KEYS

LIMITS = "revenue.class_limits_usd"
DRIVE = "placement.drive_limit_minutes"


def post(client, name, **given):
    values = {"scope_kind": "global", "severity": "warn", "reason": "calibration", **given}
    return client.post(reverse("policies:set", args=[name]), values)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_list_shows_every_policy_with_its_value(db, signed_in, django_assert_max_num_queries):
    client = signed_in(role=Role.FIELD_OPERATIVE)
    with django_assert_max_num_queries(20):
        page = text_of(client.get("/policies/"))
    assert all(f"/policies/{name}/" in page for name in KEYS)
    assert "proximity 40%, capacity 30%, balance 20%, preference 10%" in page


def test_the_list_is_searched_by_rule_and_word(db, signed_in):
    client = signed_in()
    page = text_of(client.get("/policies/", {"q": "R-14 customer"}))
    assert "notice.customer_hours" in page
    assert "notice.overlap_days" not in page
    assert "No policy matches" in text_of(client.get("/policies/", {"q": "weather"}))


@pytest.mark.parametrize("name", sorted(KEYS))
def test_every_policy_has_a_page_with_a_form_that_fits_it(db, signed_in, name):
    page = signed_in().get(reverse("policies:detail", args=[name]))
    assert page.status_code == 200
    assert page.context["form"]["reason"]


@pytest.mark.parametrize("name", sorted(KEYS))
def test_every_default_can_be_set_by_its_form(db, signed_in, name):
    client = signed_in()
    form = client.get(reverse("policies:detail", args=[name])).context["form"]
    value = {bound.html_name: bound.value() for bound in form.value_fields}
    answer = post(client, name, step="save", **value)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    assert PolicyValue.objects.get(key=name).value == KEYS[name].type.check(KEYS[name].default)


def test_an_unknown_policy_is_a_page_that_says_so(db, signed_in):
    answer = signed_in().get("/policies/placement.luck/")
    assert answer.status_code == 404
    assert "There is no policy" in text_of(answer)


def test_trying_out_writes_nothing_and_names_the_sites(db, signed_in):
    site = make_site(annual_revenue_cents=60_000_000)
    value = {"value.special": "650,000", "value.high_value": "1000000"}
    answer = post(signed_in(), LIMITS, step="try", **value)
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Changes the revenue class of 1." in page
    assert f"/sites/{site.number}/" in page
    assert "650,000" in page, "what was typed stays"
    assert not PolicyValue.objects.exists()


def test_saving_sets_the_value_for_a_territory(db, signed_in):
    make_territory("VA1")
    answer = post(
        signed_in(), DRIVE, step="save", value="90", scope_kind="territory", scope_ref="va1"
    )
    assert answer.status_code == 302
    row = PolicyValue.objects.get()
    assert (row.scope_ref, row.value, row.reason) == ("VA1", 90, "calibration")


def test_a_site_is_named_by_its_number(db, signed_in):
    site = make_site()
    given = {"scope_kind": "site", "scope_ref": site.number, "value": "60"}
    post(signed_in(), "notice.reassignment_days", step="save", **given)
    row = PolicyValue.objects.get()
    assert (row.scope_ref, row.scope_label) == (str(site.pk), str(site))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"value": "9"}, "9 is out of bounds. Give a number from 10 to 600."),
        ({"value": "soon"}, "“soon” is not a number"),
        ({"value": ""}, "is not a number"),
        ({"value": "90", "scope_kind": "territory", "scope_ref": "NOWHERE"}, "within your reach"),
        ({"value": "90", "scope_kind": "planet"}, "Select a valid choice"),
        ({"value": "90", "scope_kind": "region", "scope_ref": "x" * 500}, "at most 60 characters"),
        ({"value": "90", "reason": ""}, "This field is required"),
        ({"value": "90", "severity": "deadly"}, "Select a valid choice"),
        ({"value": "90", "starts_at": "2020-01-01T00:00"}, "cannot begin in the past"),
        ({"value": "90", "starts_at": "tomorrow"}, "Enter a valid date/time"),
    ],
)
def test_a_refused_value_keeps_what_was_typed_and_says_why(db, signed_in, given, told):
    answer = post(signed_in(), DRIVE, step="save", **given)
    assert answer.status_code == 422
    assert told in text_of(answer).replace("&#x27;", "'")
    assert not PolicyValue.objects.exists()


def test_a_form_without_anything_is_refused(db, signed_in):
    assert signed_in().post(reverse("policies:set", args=[DRIVE])).status_code == 422


def test_only_policy_editors_get_and_may_use_the_form(db, signed_in):
    client = signed_in(role=Role.SITE_ADMIN)
    assert "Set a value" not in text_of(client.get(reverse("policies:detail", args=[DRIVE])))
    answer = post(client, DRIVE, step="save", value="90")
    assert answer.status_code == 403
    assert "Edit policies" in text_of(answer)
    assert not PolicyValue.objects.exists()


def test_a_configuration_manager_without_write_scope_sets_policies(db, signed_in):
    answer = post(signed_in(role=Role.CONFIGURATION_MANAGER), DRIVE, step="save", value="90")
    assert answer.status_code == 302
    assert policies_at(clock.now()).value(DRIVE) == 90


def test_a_value_saved_by_htmx_leads_the_whole_page_on(db, signed_in):
    client = signed_in()
    values = {"scope_kind": "global", "severity": "warn", "reason": "x", "value": "90"}
    address = reverse("policies:set", args=[DRIVE])
    headers = {"HX-Request": "true"}
    tried = client.post(address, {**values, "step": "try"}, headers=headers)
    assert "<html" not in text_of(tried)
    answer = client.post(address, {**values, "step": "save"}, headers=headers)
    assert answer.headers["HX-Redirect"] == f"/policies/{DRIVE}/"


def test_ending_a_value_brings_the_default_back(db, signed_in):
    client = signed_in()
    post(client, DRIVE, step="save", value="90")
    row = PolicyValue.objects.get()
    client.post(reverse("policies:end", args=[DRIVE, row.pk]), {"reason": "trial over"})
    assert policies_at(clock.now()).value(DRIVE) == 120
    page = text_of(client.get(reverse("policies:detail", args=[DRIVE])))
    assert "Ended" in page
    assert "calibration" in page


def test_ending_needs_a_reason(db, signed_in):
    client = signed_in()
    post(client, DRIVE, step="save", value="90")
    row = PolicyValue.objects.get()
    client.post(reverse("policies:end", args=[DRIVE, row.pk]))
    assert policies_at(clock.now()).value(DRIVE) == 90


def test_the_page_explains_which_value_holds_for_a_site(db, signed_in):
    site = make_site(territory=make_territory("VA1"))
    client = signed_in()
    given = {"scope_kind": "territory", "scope_ref": "VA1", "value": "90"}
    post(client, DRIVE, step="save", **given)
    address = reverse("policies:explain", args=[DRIVE])
    page = text_of(client.get(address, {"site": site.number}))
    assert "90 min — this one holds" in page
    assert "120 min — covered by a narrower one" in page
    assert "within your reach" in text_of(client.get(address, {"site": "zzz"}))


def test_strangers_are_sent_to_sign_in(db, client):
    for address in ("/policies/", f"/policies/{DRIVE}/"):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")
