import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from django.test import override_settings

from townsite.access.models import Grant
from townsite.accounts.models import User
from townsite.audit.models import Event
from townsite.sites.models import Document, Site, SiteContact, SuspectedDuplicate
from townsite.territories.boundaries.units import ATLAS
from townsite.territories.models import MAIN_HIERARCHY_ID, Assignment, Boundary, Territory

SITES = 220


@pytest.fixture
def local(tmp_path: Path, settings: Any) -> Path:
    settings.LOCAL = tmp_path / "local"
    return tmp_path / "local"


@dataclass(frozen=True)
class Demo:
    """What the command printed after making a small demo, and the folder of its files."""

    printed: str
    local: Path


@pytest.fixture(scope="module")
def demo(standing: None, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Made once: each test looks at the same portfolio."""
    folder, out = tmp_path_factory.mktemp("demo"), StringIO()
    with override_settings(LOCAL=folder / "local", MEDIA_ROOT=folder / "media"):
        call_command("make_demo", sites=SITES, stdout=out)
    return Demo(out.getvalue(), folder / "local")


def test_the_demo_stands_with_everything_around_its_sites(demo: Demo) -> None:
    assert Site.objects.count() == SITES
    assert Territory.objects.filter(level="territory").count() >= 40
    assert SiteContact.objects.count() > 3 * SITES
    assert Document.objects.exists()
    assert Site.objects.filter(status="active", territory_id=None).count() == 0


def test_sites_repeat_their_current_assignment(demo: Demo) -> None:
    current = Assignment.objects.filter(valid_during__upper_inf=True, kind="primary")
    current = current.filter(hierarchy=MAIN_HIERARCHY_ID)
    assert current.exclude(territory_id=F("site__territory_id")).count() == 0
    assert current.count() == Site.objects.exclude(territory_id=None).count()


def test_shuttles_stand_in_a_hierarchy_of_their_own(demo: Demo) -> None:
    held = Assignment.objects.filter(hierarchy__code="SHUTTLE", valid_during__upper_inf=True)
    assert held.exists()
    assert not held.exclude(site__service_class="shuttle").exists()
    assert Territory.objects.filter(hierarchy__code="SHUTTLE").count() == 3


def test_events_rise_with_time_and_begin_with_the_site(demo: Demo) -> None:
    moments = list(Event.objects.exclude(site_id=None).order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    site = Site.objects.filter(status="active").order_by("number").first()
    assert site
    story = Event.objects.filter(site_id=site.pk).order_by("id")
    assert story[0].type == "site.created"
    assert story[0].target_id == str(site.pk)


def test_sites_lie_within_the_boundary_of_their_territory(demo: Demo, settings: Any) -> None:
    if not (settings.ROOT / ATLAS).exists():
        pytest.skip("the atlas of counties is an npm package: run npm ci in frontend/")
    current = Boundary.objects.filter(valid_during__upper_inf=True)
    inside = sum(
        Site.objects.filter(
            territory_id=boundary.territory_id, location__coveredby=boundary.geometry
        ).count()
        for boundary in current
    )
    placed = Site.objects.filter(territory_id__in=current.values("territory_id")).count()
    assert inside > 0.97 * placed
    assert Boundary.objects.filter(version=2).count() == 3
    assert Territory.objects.filter(membership="boundary").count() == current.count()


def test_without_the_atlas_the_demo_has_no_boundaries(
    db: None, local: Path, tmp_path: Path, settings: Any
) -> None:
    settings.ROOT = tmp_path
    call_command("make_demo", sites=60, stdout=StringIO())
    assert Site.objects.count() == 60
    assert not Boundary.objects.exists()
    assert not Territory.objects.filter(membership="boundary").exists()


def test_quality_and_scores_are_stored(demo: Demo) -> None:
    assert Site.objects.filter(completeness=100, health="good").exists()
    assert Site.objects.exclude(missing=[]).exists()
    assert Site.objects.filter(complexity__gt=0).count() > 0.9 * SITES


def test_likely_duplicates_wait_to_be_judged(db: None, local: Path) -> None:
    call_command("make_demo", sites=600, stdout=StringIO())
    assert SuspectedDuplicate.objects.filter(dismissed_at=None).count() >= 1


def test_every_demo_account_sees_less_than_the_one_above(
    demo: Demo, as_person: Callable[[User], AbstractContextManager[None]]
) -> None:
    seen = []
    for email in ("admin", "vp.east", "dm.southeast", "am.atlanta"):
        with as_person(User.objects.get(email=f"{email}@example.com")):
            seen.append(Site.objects.count())
    assert seen[0] == SITES
    assert seen[0] > seen[1] > seen[2] > seen[3] > 0


def test_accounts_are_noted_for_the_set_up_to_print(demo: Demo) -> None:
    file = demo.local / "demo_accounts.json"
    listed = json.loads(file.read_text())
    assert listed[0]["email"] == "admin@example.com"
    assert file.stat().st_mode & 0o077 == 0
    assert all(
        User.objects.get(email=each["email"]).check_password(each["password"]) for each in listed
    )
    assert "admin@example.com" in demo.printed


def test_a_password_of_ones_own_is_taken(
    db: None, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOWNSITE_DEMO_PASSWORD", "something-of-our-own")
    call_command("make_demo", sites=60, stdout=StringIO())
    assert User.objects.get(email="admin@example.com").check_password("something-of-our-own")


def test_a_second_run_leaves_everything_as_it_is(demo: Demo) -> None:
    out = StringIO()
    call_command("make_demo", sites=SITES, stdout=out)
    assert "no demo portfolio is made" in out.getvalue()
    assert Site.objects.count() == SITES
    assert Grant.objects.count() == 4


def test_a_weak_password_makes_nothing(
    db: None, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOWNSITE_DEMO_PASSWORD", "short")
    with pytest.raises(Exception, match="too short"):
        call_command("make_demo", sites=60, stdout=StringIO())
    assert not Site.objects.exists()
    assert not Territory.objects.exists()
    assert not (local / "demo_accounts.json").exists()
