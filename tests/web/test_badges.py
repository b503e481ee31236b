import pytest

from townsite.sites.choices import Health, SiteStatus, Tier
from townsite.web.badges import TONES, badge_for


@pytest.mark.parametrize(
    ("kind", "choices"), [("status", SiteStatus), ("tier", Tier), ("health", Health)]
)
def test_every_value_has_its_words_and_a_tone_of_its_own(kind, choices):
    for value, label in choices.choices:
        assert badge_for(kind, value).label == label
        assert value in TONES[kind]


def test_an_unknown_value_says_itself_in_gray():
    badge = badge_for("job", "half_done")
    assert (badge.label, badge.tone) == ("Half done", "gray")


def test_given_words_win():
    assert badge_for("status", "active", "Open").label == "Open"
