"""The catalogue of policies is complete, consistent and documented."""

from pathlib import Path

import pytest

from townsite.policies.choices import THEMES
from townsite.policies.document import table_of_keys
from townsite.policies.errors import UnknownPolicy
from townsite.policies.key import Key
from townsite.policies.registry import KEYS, key_named, keys_by_theme
from townsite.policies.value_types import Number
from townsite.sites.choices import FacilityType, ServiceClass
from townsite.territories.choices import TerritoryKind

ROOT = Path(__file__).resolve().parents[2]


def test_every_key_says_what_it_means_and_where_it_comes_from():
    silent = [k.name for k in KEYS.values() if not (k.title and k.meaning and k.source)]
    assert silent == []


def test_titles_are_unique_within_the_catalogue():
    titles = [key.title for key in KEYS.values()]
    assert len(titles) == len(set(titles))


def test_every_key_belongs_to_a_theme_and_every_theme_has_keys():
    listed = {key.name for _, keys in keys_by_theme() for key in keys}
    assert listed == set(KEYS)
    assert {key.theme for key in KEYS.values()} == set(THEMES)


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("quality.duplicate_similarity", 0.85),
        ("capacity.manager_units", 100),  # R-07, C-01
        ("notice.reassignment_days", 30),
        ("retention.audit_days", 2555),
        ("identifier.gl_pattern", r"\d{2}-\d{2}-\d{4}-"),  # C-10
    ],
)
def test_numbers_of_the_domain_are_the_defaults(name, default):
    assert key_named(name).default == default


def test_reach_differs_by_type_of_territory():
    by_kind = key_named("reach.distance_m").by_kind
    assert by_kind["metro"] == 50_000
    assert by_kind["specialty"] is None


def test_vocabularies_match_those_of_the_parts_above():
    assert set(key_named("score.regulation_points").type.parts) == set(FacilityType.values)
    assert set(key_named("score.services_by_class").type.parts) == set(ServiceClass.values)
    assert set(key_named("reach.distance_m").by_kind) <= set(TerritoryKind.values)


def test_an_unknown_key_is_refused_with_near_ones():
    with pytest.raises(UnknownPolicy, match=r"contact\.minimum"):
        key_named("contact.maximum")


def test_a_default_out_of_bounds_is_refused_at_import():
    with pytest.raises(Exception, match="out of bounds"):
        Key("notice.x", "X", Number(0, 1), 2, "", "m", "s")


def test_a_key_outside_every_theme_is_refused_at_import():
    with pytest.raises(ValueError, match="belongs to no theme"):
        Key("weather.x", "X", Number(0, 1), 1, "", "m", "s")


def test_the_handbook_lists_exactly_the_catalogue():
    page = (ROOT / "docs/domain/policies.md").read_text()
    assert table_of_keys() in page, "run: manage.py document_policies"
